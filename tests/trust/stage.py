"""A floor, what stands before it, the console on a terminal and `watch`: all there is to a trial."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path
from threading import Thread
from types import TracebackType
from typing import Any

from dialer_tui.simulator.answers import Behaviour
from dialer_tui.simulator.server import Server
from dialer_tui.simulator.world import World
from tests.trust.certificates import NAMES, Certificates
from tests.trust.front import Front
from tests.ui.terminal import Terminal

WINDOW, LOOK_BACK = 900, 900
"""Seconds that are shown, and asked for beyond that."""
SIZE = (120, 40)
_CONFIG = '[poll]\ninterval = "1s"\nwindow = "{window}s"\nlook_back = "{look_back}s"\n{more}'
_MOUNT = """
mount --bind {hosts} /etc/hosts && mount --bind {nothing} /etc/resolv.conf &&
mount -t tmpfs -o size=128k none {disk} && mount --bind {settings} {settings}
"""


@dataclass(frozen=True)
class Ran:
    """What a command did: exit code, output, its words on stderr."""

    code: int
    out: str
    err: str


class Watch:
    """A running `watch`, what it has told of calls so far, and its words."""

    def __init__(self, argv: list[str], env: dict[str, str], errors: Path) -> None:
        self._errors = errors
        with errors.open("wb") as file:
            self.process = subprocess.Popen(
                argv, env=env, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=file
            )
        self.known: set[str] = set()
        self.twice: set[str] = set()  # said to be new though they had been told before
        self.again: set[str] = set()  # said to be there already though they had been told before
        self.links: list[str] = []
        self._told: set[str] = set()
        self.raw = b""
        self._reader = Thread(target=self._read, daemon=True)
        self._reader.start()

    @property
    def errors(self) -> str:
        """What it has said on stderr."""
        return self._errors.read_text()

    def _read(self) -> None:
        assert self.process.stdout is not None
        for line in self.process.stdout:
            self.raw += line
            event = json.loads(line)
            kind = event["event"]
            if kind == "state":
                self.links.append(event["link"])
                continue
            ident = event["call"]["callID"]
            if ident in self._told and kind in ("new", "existing"):
                (self.twice if kind == "new" else self.again).add(ident)
            self._told.add(ident)
            if kind == "gone":
                self.known.discard(ident)
            else:
                self.known.add(ident)


class Stage:
    """Everything of one trial, in a folder of its own. A context manager; within it the two programs run and are live.

    `through`: "" straight to the floor, "front" by the relay, "tls" by the relay with TLS, "name" the same under a name
    that only its own hosts file knows. `mounts`: this process has mounts of its own, which may be changed.
    """

    def __init__(
        self, folder: Path, seed: int, through: str = "", *, mounts: bool = False, floor: dict[str, Any] | None = None
    ) -> None:
        self.home = folder / "home"
        self.disk = folder / "disk"
        self.settings = folder / "settings"
        self.hosts, self.clock = folder / "hosts", folder / "clock"
        for place in (self.home, self.disk, self.settings):
            place.mkdir()
        self.clock.write_text("0")
        self.world = World(seed, agents=40, campaigns=4, calls_per_hour=1_800, even=True, **(floor or {}))
        self.manner = Behaviour()
        self.server = Server(self.world, self.manner)
        self.certificates = Certificates(folder)
        self._through, self._mounts = through, mounts
        self._clean: list[Any] = []

    def __enter__(self) -> Stage:
        self.server.start()
        self._clean.append(self.server.stop)
        self.front = Front(self.server.url)
        self.tls = self.certificates.context("good") if self._through in ("tls", "name") else None
        self.front.start(self.tls)
        self._clean.append(self.front.stop)
        if self._mounts:
            self._mount()
        more = f'[api]\nca_file = "{self.certificates.file}"\n' if self.tls else ""
        config = self.settings / "config.toml"
        config.write_text(_CONFIG.format(window=WINDOW, look_back=LOOK_BACK, more=more))
        config.chmod(0o600)
        self.env = self._environ(config)
        try:
            self._open()
        except BaseException:
            self.__exit__(None, None, None)
            raise
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        while self._clean:
            self._clean.pop()()

    def _open(self) -> None:
        """The clock is the shifted one, so that it can be set while they run."""
        self.watch = Watch(self.argv("watch", "--states", "--all"), self.env, self.home.parent / "watch.err")
        self._clean.append(self._end_watch)
        self.console = Terminal(self.argv(), self.env, *SIZE)
        self._clean.append(self.console.close)
        self.console.until(lambda text: "● LIVE" in text, 60)
        end = time.monotonic() + 60
        while "LIVE" not in self.watch.links:
            self.console.read(0.1)
            assert time.monotonic() < end, f"watch was not live; it said {self.watch.errors}"

    def _end_watch(self) -> None:
        self.watch.process.kill()
        self.watch.process.wait()

    def argv(self, *arguments: str) -> list[str]:
        """A command line of the program."""
        return [sys.executable, "-m", "tests.trust.shifted", str(self.clock), *arguments]

    def run(self, *arguments: str, typed: str = "", limit: float = 150) -> Ran:
        """Run a command, which reads what is typed, to its end; and draw the console meanwhile."""
        process = subprocess.Popen(
            self.argv(*arguments),
            env=self.env,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
        )
        done: list[tuple[bytes, bytes]] = []
        waiter = Thread(target=lambda: done.append(process.communicate(typed.encode())), daemon=True)
        waiter.start()
        end = time.monotonic() + limit
        while waiter.is_alive():
            self.console.read(0.05)
            if time.monotonic() > end:
                process.kill()
        out, err = done[0]
        return Ran(process.returncode, out.decode(), err.decode())

    def behave(self, manner: Behaviour) -> None:
        """The API's manner from now on."""
        self.server.behaviour = self.server.api.behaviour = manner

    def listed(self, now: float) -> set[str]:
        """What the floor lists of the window at a time: the truth."""
        return set(self.world.window(WINDOW, LOOK_BACK, now))

    def name_host(self) -> None:
        """Let the names of the API be known."""
        self.hosts.write_text("".join(f"127.0.0.1 {name}\n" for name in NAMES))

    def _environ(self, config: Path) -> dict[str, str]:
        where = {"": self.server.url, "front": f"http://127.0.0.1:{self.front.port}/dialer/"}
        host = NAMES[1] if self._through == "name" else NAMES[0]
        url = where.get(self._through, f"https://{host}:{self.front.port}/dialer/")
        return {
            "PATH": os.environ["PATH"],
            "HOME": str(self.home),
            "XDG_STATE_HOME": str(self.disk),
            "LANG": "C.UTF-8",
            "TZ": "UTC",
            "TERM": "xterm-256color",
            "PYTHONDONTWRITEBYTECODE": "1",
            "DIALER_TUI_CONFIG": str(config),
            "DIALER_TUI_URL": url,
            "DIALER_TUI_AFFILIATE_ID": self.world.affiliate_id,
            "DIALER_TUI_AFFILIATE_KEY": self.world.affiliate_key,
        }

    def _mount(self) -> None:
        self.name_host()
        nothing = self.hosts.with_name("nothing")
        nothing.write_text("nameserver 127.0.0.1\n")
        line = _MOUNT.format(hosts=self.hosts, nothing=nothing, disk=self.disk, settings=self.settings)
        subprocess.run(["sh", "-ec", line], check=True)
        places = ["/etc/hosts", "/etc/resolv.conf", self.disk, self.settings]
        self._clean.append(lambda: subprocess.run(["umount", "--lazy", *places], check=True))


_LINK = re.compile(r"[●○▲] ((?:LIVE|FILLING|CONNECTING|PARTIAL|STALE|OFFLINE|ERROR|REFUSED)\b.*)$")


def linked(head: str) -> str:
    """The word of the link in the screen's first line, with what stands beside it; "" where there is none."""
    found = _LINK.search(head)
    return found[1].strip() if found else ""
