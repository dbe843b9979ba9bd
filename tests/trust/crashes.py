"""`python -m tests.trust.crashes`: every program fails wherever it is entered from outside; what is left is searched.

The console is walked by every key of its tables, every command is run to its end; each function at which they are
entered meanwhile (`entries.py`) fails once, in a process of its own. `--short`: one of each way of being entered.
"""

from __future__ import annotations

import argparse
import os
import re
import select
import signal
import stat
import sys
import tempfile
import termios
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial
from itertools import groupby
from pathlib import Path

from tests import private
from tests.private import Private
from tests.trust import entries
from tests.trust.entries import Entry
from tests.trust.forked import Forked
from tests.trust.roads import ROADS, Road, Step
from tests.trust.secret import Secret

SIZE = (120, 36)
_LIVES, _ENDS = 30.0, 20.0  # seconds until a program is there, and until one that is to end has ended
_SAID = re.compile(
    r"dialer-tui(?: stopped, by an error of its own: Telling\.|: this is a mistake of .* itself: Telling)"
)
_SCREEN = b"\x1b[?1049h"
_NO_SCREEN = b"\x1b[?1049l"

Prepare = Callable[[Callable[[str], None]], None]
"""What is done in a program's process before it begins. It is given what notes a line."""


@dataclass(frozen=True)
class Reached:
    """An entry, in which program it was first reached, and at which step of its road."""

    entry: Entry
    road: Road
    step: int

    def ways(self) -> tuple[tuple[Step, ...], ...]:
        """The steps to it: its own alone, and where that is not enough all before it, too."""
        steps = self.road.steps
        return steps[:1] + steps[max(1, self.step) : self.step + 1], steps[: self.step + 1]


@dataclass
class Outcome:
    """What came of a crash: whether it ended the program, and sentences on what was not as it should be."""

    reached: Reached
    happened: bool = False
    ended: bool = False
    wrong: list[str] = field(default_factory=list)


class Ground:
    """A floor whose people have names as nobody else has, and an account that is asked with."""

    def __init__(self, url: str) -> None:
        world = private.world()
        self.people, self.secret = Private(world), Secret(world.affiliate_key)
        self.account = {
            "DIALER_TUI_URL": url,
            "DIALER_TUI_AFFILIATE_ID": world.affiliate_id,
            "DIALER_TUI_AFFILIATE_KEY": world.affiliate_key,
        }

    def env(self, home: Path) -> dict[str, str]:
        """The environment of a program."""
        places = {"HOME": str(home), "TMPDIR": str(home / "tmp")}
        plain = {"PATH": os.environ["PATH"], "TERM": "xterm-256color", "LANG": "C.UTF-8", "TZ": "UTC"}
        return {**plain, **places, **self.account, entries.KEY: self.account["DIALER_TUI_AFFILIATE_KEY"]}


# --- running --------------------------------------------------------------------------------------------------


class Run:
    """A program in an empty home, on its road. `mark`: a file in which it notes what it is told to."""

    def __init__(
        self, ground: Ground, road: Road, home: Path, prepare: Callable[[Callable[[str], None]], None]
    ) -> None:
        self.home, self.mark = home, home.parent / "mark"
        (home / "tmp").mkdir(parents=True)
        (home / "config.toml").write_text(road.config)
        (home / "config.toml").chmod(0o600)
        self.mark.touch()
        env = {**ground.env(home), "DIALER_TUI_CONFIG": str(home / "config.toml")}
        for name in road.without:
            del env[name]
        arguments = [one.format(home=home, **ground.account) for one in road.arguments]
        self.terminal = Forked(partial(_program, prepare, self.mark), arguments, env, *SIZE)
        self.before = termios.tcgetattr(self.terminal.process.fd)

    def go(self, steps: Sequence[Step], noted: Callable[[int], None] | None = None) -> None:
        """Take steps, as long as it is there."""
        for at, step in enumerate(steps):
            if not self.terminal.process.isalive():
                return
            step.take(self.terminal)
            if noted is not None:
                noted(at)

    def end(self, limit: float) -> int | None:
        """Its exit code, None where it goes on."""
        try:
            return self.terminal.end(limit)
        except AssertionError:
            return None


def _program(prepare: Prepare, mark: Path) -> None:
    from dialer_tui import cli

    file = os.open(mark, os.O_WRONLY | os.O_APPEND)
    prepare(lambda line: os.write(file, f"{line}\n".encode()) and None)
    cli.main()


def enumerate_(ground: Ground, road: Road) -> list[Reached]:
    """Where a program is entered on its road, in order."""

    def prepare(note: Callable[[str], None]) -> None:
        entries.watch(lambda entry: note("\t".join(entry)))

    found: dict[str, Reached] = {}
    with tempfile.TemporaryDirectory() as folder:
        run = Run(ground, road, Path(folder) / "home", prepare)

        def look(at: int) -> None:
            for line in run.mark.read_text().splitlines():
                function, _, caller = line.partition("\t")
                found.setdefault(function, Reached(Entry(function, caller), road, at))

        try:
            run.go(road.steps, look)
            run.go(road.out)
            run.end(_ENDS)
            look(0)
        finally:
            run.terminal.close()
    return list(found.values())


def crash(ground: Ground, reached: Reached) -> Outcome:
    """Let a program fail at an entry, and search what it leaves."""
    for way in reached.ways():
        out = _crash(ground, reached, way)
        if out.happened or out.wrong:
            break
    return out


def _crash(ground: Ground, reached: Reached, way: Sequence[Step]) -> Outcome:
    road, out = reached.road, Outcome(reached)

    def prepare(note: Callable[[str], None]) -> None:
        entries.fail_at(reached.entry.function, lambda: note("failed"))

    with tempfile.TemporaryDirectory() as folder:
        run = Run(ground, road, Path(folder) / "home", prepare)
        try:
            run.go(way)
            run.go(road.out)
            code = run.end(_ENDS)
            out.happened = "failed" in run.mark.read_text()
            out.wrong += _search(ground, run)
            if code is None:
                out.wrong.append(f"it neither ended nor could be left; the screen was\n{run.terminal.text}")
            elif out.happened:
                out.ended = code == 1
                out.wrong += _judge(run, code, road)
        finally:
            run.terminal.close()
    return out


def _judge(run: Run, code: int, road: Road) -> Iterator[str]:
    """What is wrong with how it ended."""
    raw = run.terminal.raw
    if termios.tcgetattr(run.terminal.process.fd) != run.before:
        yield "the terminal's modes are not as they were"
    if raw.count(_SCREEN) and raw.rfind(_NO_SCREEN) < raw.rfind(_SCREEN):
        yield "the screen was not given back"
    said = _SAID.findall(raw.decode(errors="replace"))
    if code == 1 and len(said) != 1:
        yield f"it was said {len(said)} times, not once: {raw[-400:]!r}"
    if code not in (1, *road.codes):
        yield f"exit code {code}"


def _search(ground: Ground, run: Run) -> Iterator[str]:
    """What is where it must not be."""
    raw, home = run.terminal.raw, run.home
    if b"Traceback" in raw:
        yield "a traceback on the terminal"
    if ground.secret.within(raw):
        yield "the key on the terminal"
    yield from (f"the key in {path}" for path in ground.secret.left(home))
    for path in (path for path in home.rglob("*") if path.is_file()):
        if path.suffix not in (".csv", ".gz") and ground.people.found(path.read_text(errors="replace")):
            yield f"a person in {path}"
        if stat.S_IMODE(path.stat().st_mode) != 0o600:
            yield f"mode of {path}"
    yield from (f"left over: {path}" for path in (home / "tmp").iterdir())


# --- all of it ------------------------------------------------------------------------------------------------


@contextmanager
def standing() -> Iterator[Ground]:
    """The floor's API in a process of its own: this one has no thread, so that it can fork."""
    ours, theirs = os.pipe()
    pid = os.fork()
    if pid == 0:
        with private.floor() as server:
            os.write(theirs, server.url.encode())
            while True:
                signal.pause()
    try:
        select.select([ours], [], [], _LIVES)
        yield Ground(os.read(ours, 200).decode())
    finally:
        os.kill(pid, signal.SIGKILL)
        os.waitpid(pid, 0)


def one_each(found: list[Reached]) -> list[Reached]:
    """Of each way of being entered the first by name."""

    def way(reached: Reached) -> str:
        return reached.entry.caller

    return [next(group) for _, group in groupby(sorted(found, key=lambda one: (way(one), one.entry)), way)]


def main() -> int:
    """Crash everything; a line each. 0 where all was as it should be."""
    parser = argparse.ArgumentParser(prog="python -m tests.trust.crashes", description=__doc__.partition("\n")[0])
    parser.add_argument("--short", action="store_true", help="one of each way of being entered")
    parser.add_argument("--only", nargs="+", metavar="WORD", help="functions with such a word in their names")
    given = parser.parse_args()
    _import_all()
    began, wrong, ended, went_on = time.monotonic(), 0, 0, 0
    with private.people(), standing() as ground:
        found: dict[str, Reached] = {}
        for road in ROADS:
            if not (given.short and road.slow):
                for reached in enumerate_(ground, road):
                    found.setdefault(reached.entry.function, reached)
        chosen = one_each([*found.values()]) if given.short else list(found.values())
        if given.only:
            chosen = [one for one in chosen if any(word in one.entry.function for word in given.only)]
        for reached in chosen:
            out = crash(ground, reached)
            wrong += bool(out.wrong)
            ended += out.ended
            went_on += out.happened and not out.ended
            how = "ended" if out.ended else "went on" if out.happened else "not reached"
            words = "; ".join(out.wrong) or how
            print(f"{reached.road.name}: {reached.entry.function} ({reached.entry.caller}): {words}", flush=True)
    print(
        f"{ended + went_on} of {len(found)} entries failed, after {went_on} of them it went on; {wrong} were not as"
        f" they should be; {time.monotonic() - began:.0f} s"
    )
    return min(wrong, 1)


def _import_all() -> None:
    """What is forked needs no start."""
    import importlib
    import pkgutil

    import dialer_tui

    for module in pkgutil.walk_packages(dialer_tui.__path__, "dialer_tui."):
        if not module.name.endswith("__main__"):
            importlib.import_module(module.name)


if __name__ == "__main__":
    sys.exit(main())
