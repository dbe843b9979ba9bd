"""`python -m tests.trust.trial NAME SEED FILE`: one fault, one seed, and what came of it, as JSON in FILE."""

from __future__ import annotations

import json
import re
import signal
import sys
import tempfile
import time
from collections import Counter
from dataclasses import asdict, dataclass, field
from pathlib import Path

from tests.trust.rows import BY_NAME, CALLS, Row
from tests.trust.stage import Ran, Stage, linked
from tests.ui.terminal import ESC

_SETTLES = 60.0  # seconds of polls after which all that was listed must have been told
_ENOUGH = 50  # calls, for a comparison to say something
_DELISTED = 120.0  # seconds that a call may still be shown after the API has ceased to list it
_SEEN = 90.0  # seconds within which the screen must say what it is to say
_PATIENCE = 100.0  # seconds until `watch` is live again: what it was refused for it asks again after a minute
_CLEAR = "\x15"


@dataclass
class Outcome:
    """What was seen. `failed`: sentences, none where all is as the row says.

    `recovery`: seconds from the fault's end to LIVE; `whole`: until everything that was listed had been told.
    """

    name: str
    seed: int
    screen: str = ""
    words: list[str] = field(default_factory=list)
    code: int = -1
    line: str = ""
    shown: int = 0
    lost: int = 0
    doubled: int = 0
    ghosts: int = 0
    recovery: float = 0.0
    whole: float = 0.0
    seconds: float = 0.0
    failed: list[str] = field(default_factory=list)

    def expect(self, holds: object, else_: str) -> None:
        """Note a sentence where something does not hold."""
        if not holds:
            self.failed.append(else_)


def play(row: Row, seed: int, folder: Path) -> Outcome:
    """Play a row in an empty folder."""
    began, out = time.monotonic(), Outcome(row.name, seed)
    with Stage(folder, seed, row.through, mounts=row.mounts, floor=row.floor) as stage:
        try:
            row.cause.begin(stage)
            _suffer(row, stage, out)
            if not row.stays:
                row.cause.end(stage)
            _recover(row, stage, out)
            _count(row, stage, out)
            _leave(stage, out)
        except AssertionError as error:
            out.failed.append(str(error))
        _search(stage, out)
    out.seconds = round(time.monotonic() - began, 1)
    return out


def _suffer(row: Row, stage: Stage, out: Outcome) -> None:
    """The fault holds: see what the screen says, and how the command ends, until `watch` has had the time to say it."""
    end = time.monotonic() + _SEEN
    seen = row.words[0] == "LIVE"
    while not seen:
        seen = _look(stage, out).startswith(row.words[0])
        assert seen or time.monotonic() < end, f"the screen never said {row.words[0]}, but {out.words}"
    held = time.monotonic() + row.hold
    ran = stage.run(*row.command, typed=row.typed)
    _judge(row, ran, out)
    if row.full:
        _export(stage, stage.disk / "shown.ndjson", f"nothing written.*{row.full}")
        out.expect(not list(stage.disk.glob("*shown*")), "a part of the export was left")
    while time.monotonic() < held or not (row.said in stage.watch.errors or time.monotonic() > end):
        _look(stage, out)
    last = _look(stage, out)
    out.screen = out.screen or last
    allowed = {"LIVE", "FILLING", *row.words}
    strange = [word for word in out.words if word not in allowed]
    out.expect(not strange, f"the screen said {strange}")


def _look(stage: Stage, out: Outcome) -> str:
    """Draw what comes in a moment; the link's word, noted, and the screen's line where it is not LIVE."""
    stage.console.read(0.1)
    said = linked(stage.console.lines[0])
    found = re.match(r"ERROR \d+|[A-Z]+", said)
    word = found[0] if found else ""
    if word and word not in out.words:
        out.words.append(word)
    if word != "LIVE" and said:
        out.screen = said
    return word


def _judge(row: Row, ran: Ran, out: Outcome) -> None:
    lines = ran.err.splitlines()
    out.code, out.line = ran.code, lines[-1].removeprefix("dialer-tui: ") if lines else ""
    out.expect(ran.code == row.code, f"{row.command[0]} ended with {ran.code}, not {row.code}: {ran.err}")
    out.expect(row.line in ran.err, f"{row.command[0]} did not say {row.line!r}, but {ran.err!r}")
    out.expect("Traceback" not in ran.err, "a traceback")
    out.expect(not row.typed or row.typed.strip() not in ran.err + ran.out, "the key that was typed")
    out.expect(ran.code == 0 or not ran.out, "data on stdout though it failed")
    if row.code == 0 and row.command == CALLS:
        ids = Counter(call["callID"] for call in json.loads(ran.out or "[]"))
        out.expect(len(ids) == ids.total(), "a call twice in the command's output")


def _recover(row: Row, stage: Stage, out: Outcome) -> None:
    """The fault is over: how long until the screen is live again, by itself or by a key."""
    began = time.monotonic()
    if row.ends:
        stage.console.send(row.ends)
    had = len(stage.console.raw)
    while len(stage.console.raw) == had or not linked(stage.console.lines[0]).startswith("LIVE"):
        stage.console.read(0.1)
        assert time.monotonic() - began < row.within, f"not live within {row.within:g} s: {stage.console.lines[0]}"
    out.recovery = round(time.monotonic() - began, 1)
    while stage.watch.links[-1] != "LIVE":  # it has dice of its own, and nobody who presses a key
        stage.console.read(0.1)
        assert time.monotonic() - began < _PATIENCE, f"watch not live within {_PATIENCE:g} s: {stage.watch.errors}"


def _count(row: Row, stage: Stage, out: Outcome) -> None:
    """Compare what the console exports and what `watch` has told with what the floor lists.

    What was listed when both were live again must be told within a while: old calls are asked for less often. What is
    listed no more must be gone by then: a server's clock that was set is believed from the second answer on.
    """
    began, then = time.monotonic(), stage.listed(stage.world.now())
    while True:
        _rest(stage, 1.0)
        must = then & stage.listed(stage.world.now())
        shown = _exported(stage) if must <= stage.watch.known else None
        now = stage.world.now()
        must &= stage.listed(now)
        if shown is not None and must <= shown.keys() and not _ghosts(stage, shown, now):
            break
        if time.monotonic() - began > _SETTLES:
            break
    out.whole = round(out.recovery + time.monotonic() - began, 1)
    shown = shown or _exported(stage)
    missing = {"screen": must - shown.keys(), "watch": must - stage.watch.known}
    out.shown, out.lost = len(shown), sum(map(len, missing.values()))
    told = stage.watch.twice if row.back else stage.watch.twice | stage.watch.again
    twice = [*told, *(ident for ident, times in shown.items() if times > 1)]
    out.doubled = len(twice)
    out.ghosts = _ghosts(stage, shown, now)
    for where, lost in missing.items():
        out.expect(not lost, f"lost on {where}: {sorted(lost)[:5]}, {len(lost)} of {len(must)}")
    out.expect(not twice, f"told twice: {twice[:5]}")
    out.expect(not out.ghosts, f"{out.ghosts} shown that the floor does not list")
    out.expect(len(must) > _ENOUGH, f"only {len(must)} calls to look at")


def _ghosts(stage: Stage, shown: Counter[str], now: float) -> int:
    """How many calls are shown that the floor has not listed for long."""
    was = set().union(*(stage.listed(now - ago) for ago in range(0, int(_DELISTED), 10)))
    return len(shown.keys() - was)


def _rest(stage: Stage, seconds: float) -> None:
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        stage.console.read(0.1)


def _exported(stage: Stage) -> Counter[str]:
    """What the console shows, by its own export; how often each call ID."""
    path = stage.home / "shown.ndjson"
    path.unlink(missing_ok=True)
    _export(stage, path, r"\d calls? written")
    lines = path.read_bytes().split(b"\n")  # by nothing else that a text might call a line
    return Counter(json.loads(line)["callID"] for line in lines if line)


def _export(stage: Stage, path: Path, says: str) -> None:
    """Export to a file, whereupon the console says something."""
    console = stage.console
    console.send("e")
    console.until(lambda text: "shown as" in text)
    console.send("n")
    console.until(lambda text: "to be written to" in text)
    console.send(_CLEAR, str(path), "enter")
    console.until(lambda text: re.search(says, text, re.DOTALL))
    console.send(ESC)
    console.until(lambda text: "written" not in text)


def _leave(stage: Stage, out: Outcome) -> None:
    stage.console.send("q")
    code = stage.console.end(20)
    out.expect(code == 0, f"the console ended with {code}")
    stage.watch.process.send_signal(signal.SIGINT)
    code = stage.watch.process.wait(20)
    out.expect(code == 130, f"watch ended with {code}")


def _search(stage: Stage, out: Outcome) -> None:
    """The key must be nowhere, a traceback neither, and watch must have said its words."""
    said = stage.watch.errors
    key = stage.world.affiliate_key.encode()
    row = BY_NAME[out.name]
    out.expect(row.said in said, f"watch did not say {row.said!r}, but {said!r}")
    for where, data in {"the screen": stage.console.raw, "watch": stage.watch.raw, "stderr": said.encode()}.items():
        out.expect(key not in data, f"the key on {where}")
        out.expect(b"Traceback" not in data, f"a traceback on {where}")
    for path in (*stage.home.rglob("*"), *stage.disk.rglob("*")):
        out.expect(not path.is_file() or key not in path.read_bytes(), f"the key in {path.name}")


def main() -> None:
    """Play, and write what came of it."""
    name, seed, file = sys.argv[1], int(sys.argv[2]), Path(sys.argv[3])
    with tempfile.TemporaryDirectory() as folder:
        outcome = play(BY_NAME[name], seed, Path(folder))
    part = file.with_suffix(".part")
    part.write_text(json.dumps(asdict(outcome), indent=1))
    part.rename(file)


if __name__ == "__main__":
    main()
