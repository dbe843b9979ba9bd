"""Ways to make a fault on a stage, and to mend it again."""

from __future__ import annotations

import signal
import subprocess
from dataclasses import dataclass, replace
from typing import Any, Protocol

from dialer_tui.simulator.faults import parse
from dialer_tui.simulator.world import World
from tests.trust.replies import SPOILS
from tests.trust.stage import Stage

_MANY = 200


class Cause(Protocol):
    """Something that goes wrong from `begin` to `end`."""

    def begin(self, stage: Stage) -> None:
        """Let it go wrong."""

    def end(self, stage: Stage) -> None:
        """Let it be well."""


@dataclass(frozen=True)
class Floor:
    """A fault of the simulator, as `simulate --fault` names it."""

    fault: str

    def begin(self, stage: Stage) -> None:
        stage.server.faults = [parse(self.fault)]

    def end(self, stage: Stage) -> None:
        stage.server.faults = []


@dataclass(frozen=True)
class Blips:
    """A fault of the simulator that holds for a moment, again and again: seconds of each blip, and between begins."""

    fault: str
    lasts: float
    every: float

    def begin(self, stage: Stage) -> None:
        now = stage.server.elapsed()
        starts = [now + number * self.every for number in range(_MANY)]
        stage.server.faults = [parse(f"{self.fault}@{start:.3f}s+{self.lasts}s") for start in starts]

    def end(self, stage: Stage) -> None:
        stage.server.faults = []


@dataclass(frozen=True)
class Manner:
    """The API behaves in another manner: fields of the simulator's Behaviour."""

    changes: dict[str, Any]

    def begin(self, stage: Stage) -> None:
        stage.behave(replace(stage.server.behaviour, **self.changes))

    def end(self, stage: Stage) -> None:
        stage.behave(stage.manner)


@dataclass(frozen=True)
class Spoiled:
    """Answers are spoiled on the way."""

    spoil: str

    def begin(self, stage: Stage) -> None:
        stage.front.set(stage.tls, SPOILS[self.spoil])

    def end(self, stage: Stage) -> None:
        stage.front.set(stage.tls)


class Reset:
    """Each connection is reset when something is asked."""

    def begin(self, stage: Stage) -> None:
        stage.front.set(stage.tls, resets=True)

    def end(self, stage: Stage) -> None:
        stage.front.set(stage.tls)


@dataclass(frozen=True)
class Certified:
    """The server shows another certificate; "" for none at all: it speaks no TLS."""

    certificate: str

    def begin(self, stage: Stage) -> None:
        stage.front.set(stage.certificates.context(self.certificate) if self.certificate else None)

    def end(self, stage: Stage) -> None:
        stage.front.set(stage.tls)


class Unnamed:
    """The name of the API is found nowhere."""

    def begin(self, stage: Stage) -> None:
        stage.hosts.write_text("")
        stage.front.set(stage.tls)  # what is connected needs no name

    def end(self, stage: Stage) -> None:
        stage.name_host()


@dataclass(frozen=True)
class ServersClock:
    """The clock that the server's Date headers are of is set by so many seconds; calls are dated as before."""

    by: float

    def begin(self, stage: Stage) -> None:
        stage.server.world = Misdated(stage.world, self.by)  # type: ignore[assignment]

    def end(self, stage: Stage) -> None:
        stage.server.world = stage.world


class Misdated:
    """A world whose `now` is off by so many seconds for those who ask it."""

    def __init__(self, world: World, by: float) -> None:
        self._world, self._by = world, by

    def __getattr__(self, name: str) -> Any:
        return getattr(self._world, name)

    def now(self) -> float:
        """The time that it says it is."""
        return self._world.now() + self._by


@dataclass(frozen=True)
class OurClock:
    """The wall clock of the program's machine is set by so many seconds."""

    by: float

    def begin(self, stage: Stage) -> None:
        stage.clock.write_text(f"{self.by}")

    def end(self, stage: Stage) -> None:
        stage.clock.write_text("0")


class Stopped:
    """The processes are suspended, as a closed lid does, or somebody's ctrl+z to a script."""

    def begin(self, stage: Stage) -> None:
        stage.console.kill(signal.SIGSTOP)
        stage.watch.process.send_signal(signal.SIGSTOP)

    def end(self, stage: Stage) -> None:
        stage.console.kill(signal.SIGCONT)
        stage.watch.process.send_signal(signal.SIGCONT)


class FullDisk:
    """The disk that state and exports go to has no room left."""

    def begin(self, stage: Stage) -> None:
        subprocess.run(["dd", "if=/dev/zero", f"of={stage.disk / 'filler'}", "bs=4k"], capture_output=True, check=False)

    def end(self, stage: Stage) -> None:
        (stage.disk / "filler").unlink()


class ReadOnlyConfig:
    """The folder of the settings cannot be written."""

    def begin(self, stage: Stage) -> None:
        subprocess.run(["mount", "-o", "remount,ro,bind", str(stage.settings)], check=True)

    def end(self, stage: Stage) -> None:
        subprocess.run(["mount", "-o", "remount,rw,bind", str(stage.settings)], check=True)


class Nothing:
    """The floor itself is as the row says, all the time."""

    def begin(self, stage: Stage) -> None:
        pass

    def end(self, stage: Stage) -> None:
        pass
