"""`calls --since 1h --format json` with 100,000 calls, beside curl of the same slices and msgspec's decode of them."""

from __future__ import annotations

import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from statistics import median

from tests.bench import desk
from tests.bench.floor import Floor
from tests.bench.run import Run, Scenario, Seen
from tests.bench.steady import RATES

_DECODE = """
import sys
import msgspec
from dialer_tui.simulator.calls import Record
found = ("responseDetails", dict[str, Record], msgspec.field(default_factory=dict))
plain = msgspec.json.Decoder(msgspec.defstruct("Plain", [found]))
for name in sys.argv[1:]:
    with open(name, "rb") as body:
        plain.decode(body.read())
"""


def ours(floor: Floor, home: Path) -> float:
    """Seconds that the command takes, its output written to a file."""
    with (home / "calls.json").open("wb") as out:
        began = time.monotonic()
        subprocess.run(
            [sys.executable, "-m", "dialer_tui", "calls", "--since", "1h", "--format", "json"],
            env=desk.environ(home, floor.env),
            stdin=subprocess.DEVNULL,
            stdout=out,
            check=True,
        )
        return time.monotonic() - began


def theirs(floor: Floor, home: Path, asked: list[str]) -> float:
    """Seconds that one curl takes for the same requests on one connection, and a Python that decodes the answers."""
    lines: list[str] = []
    for at, body in enumerate(asked):
        (home / f"{at}.ask").write_text(body)
        lines += ["next"] if at else []
        lines += [f'url = "{floor.env["DIALER_TUI_URL"]}"', f'data-binary = "@{home / f"{at}.ask"}"', "silent"]
        lines += ['header = "Content-Type: application/json"', f'output = "{home / f"{at}.json"}"']
    (home / "curl").write_text("\n".join(lines))
    began = time.monotonic()
    subprocess.run(["curl", "--config", str(home / "curl")], check=True)
    answers = [str(home / f"{at}.json") for at in range(len(asked))]
    subprocess.run([sys.executable, "-c", _DECODE, *answers], check=True)
    return time.monotonic() - began


def measure(run: Run) -> Iterator[Seen]:
    """In turns. What the command asks is what curl asks, word for word."""
    floor = run.floor(RATES["cpu-100k"])
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder)
        floor.bodies()
        ours(floor, home)
        asked = floor.bodies()
        times = [(ours(floor, home), theirs(floor, home, asked)) for _ in range(run.many(5, 2))]
        calls = (home / "calls.json").read_bytes().count(b'"callID"')
    mine, plain = (median(values) for values in zip(*times, strict=True))
    yield Seen("export-100k", mine / plain, f"{mine:.2f} s / {plain:.2f} s, {calls:,} calls, {len(asked)} requests")


SCENARIO = Scenario(("export-100k",), measure)
