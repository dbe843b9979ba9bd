"""A board left alone against a floor whose API fails by plan: what hangs on the wall each minute, and what is true.

Run as a program: `python -m tests.alone FOLDER [minutes [120x36]]`. It runs the real board on a pseudo-terminal against
a simulated floor over HTTP, in real time, keeps in the folder each minute's screen, as text and as a picture, and the
first picture of each state of the link, and says which minutes lie.
"""

from __future__ import annotations

import os
import re
import sys
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from io import StringIO
from itertools import groupby
from pathlib import Path
from typing import Any

from pyte.screens import Char
from rich.color import ANSI_COLOR_NAMES
from rich.console import Console
from rich.style import Style
from rich.text import Text

from dialer_tui.simulator.faults import Fault, burning, parse
from dialer_tui.simulator.server import Server
from dialer_tui.simulator.world import World
from dialer_tui.text import clean
from dialer_tui.ui import bigtext, times
from dialer_tui.ui.theme import UNICODE
from tests.bench.inside import SILENT
from tests.floor import oracle
from tests.screenshots import patched
from tests.ui.terminal import Screen, Terminal

MINUTE, WINDOW, LOOK_BACK, INTERVAL, SETTLE = 60, 3_600, 7_200, 5, 30
PLAN = (
    *("900@4m+2m", "refused@8m+90s", "slow=40@11m+2m", "340@15m+50s", "429=20@19m+1m", "garbage@23m+90s"),
    *("100@26m+3m", "404@46m+90s", "burn@49m+90s", "html@53m+1m", "cut@56m+1m"),
)
"""What goes wrong in an hour, from its start. The refusal lasts longer than its fault: it is tried again a quarter of
an hour later; answers without calls shorter than it takes to believe them."""
OLD = ("STALE", "OFFLINE", "ERROR", "REFUSED")
STALE, BACK, SELDOM = 15, 90, 900  # seconds until data is old; from the end of a fault to LIVE; and after a refusal
_BURNT = 180  # seconds from a fire to its alert, at most
_PEOPLE = ("callAgentName", "callContact", "callNumberInbound", "callNumberOutbound")
_WORD = re.compile(r"[●▲○] ([A-Z]{4,}(?: \d+)?)")
_NUMBER = re.compile(r"\bn (\d[\d,]*)")


@dataclass(frozen=True)
class Moment:
    """A screen, and what was true then: how many seconds ago the last good request was answered, how long the start
    ago, and how many calls the service level is of by what had been listed; a little earlier, and then."""

    elapsed: float
    age: float
    lines: Sequence[str]
    numbers: tuple[int, int]


def faults() -> list[Fault]:
    """The plan as the simulator has it."""
    return [parse(text) for text in PLAN]


def world(**how: Any) -> World:
    """A floor that goes by the plan, some of whose names are hostile."""
    return World(seed=5, agents=60, campaigns=6, calls_per_hour=300, hostile=True, burning=burning(faults()), **how)


def numbers(floor: World, now: float, good: float) -> tuple[int, int]:
    """How many calls the service level of a window is of, by its definition, from what had been listed by `good`: a
    few seconds before `now`, and then."""
    ends = [
        oracle.ended(one)
        for one in floor.listed(now - WINDOW - LOOK_BACK - MINUTE, now + 300, good).values()
        if oracle.way(one) == "in" and oracle.became(one) != "unclear"
        if oracle.seconds(one["callQueueTime"]) is not None
    ]

    def at(now: float) -> int:
        return sum(now - WINDOW <= end <= now - SETTLE for end in ends)

    return at(now - INTERVAL - 1), at(now)


def people(floor: World, start: float, end: float) -> set[str]:
    """Every name and number of a person that the floor tells in a time, as it is sent and as it is drawn."""
    found = {str(call.get(field) or "") for call in floor.listed(start, end, end).values() for field in _PEOPLE}
    found |= {name for agent in floor.roster.agents for name in (agent.name, agent.first, agent.last)}
    told = {campaign.name for campaign in floor.roster.campaigns}
    return {text for name in found for text in (name, clean(name)) if len(text.strip()) > 4} - told


# --- what a screen says -------------------------------------------------------------------------------------------


def word(lines: Sequence[str]) -> str:
    """The link's word as it stands in the head: "LIVE", "ERROR 404"."""
    found = _WORD.search(lines[0])
    return found[1] if found else ""


def large(lines: Sequence[str], said: str) -> bool:
    """Whether a text stands on a screen in large letters, of any size, and no more beside it than "old"."""
    bare = [line.replace("  old", "").strip() for line in lines]
    for scale in range(1, 9):
        drawn = [line.strip() for line in bigtext.big(said, scale, UNICODE)]
        if any(bare[at : at + len(drawn)] == drawn for at in range(len(bare))):
            return True
    return False


# --- whether that is so -------------------------------------------------------------------------------------------


def lies(moment: Moment) -> Iterator[str]:
    """What is not true on a screen of the plan."""
    said, lines, age = word(moment.lines), moment.lines, moment.age
    if not said:
        yield "no word for the link"
    if said != "LIVE":
        yield from _aged(moment, said)
    elif age > STALE + INTERVAL:
        yield f"LIVE, though the last good answer is {age:.0f} s old"
    if said.startswith(OLD) and not _failing(moment.elapsed, said):
        yield f"{said}, though all has been well for long"
    if said == "LIVE":
        found = _NUMBER.search("\n".join(lines))
        low, high = sorted(moment.numbers)
        if found and not low - 1 <= int(found[1].replace(",", "")) <= high + 1:
            yield f"{found[0]}, where it is {low} to {high}"
    fire = next(one for one in faults() if one.name == "burn")
    burns = moment.elapsed > fire.start + _BURNT
    # Where there is little room only the latest of several is named.
    alerted = any(" alerts · " in line or (" alert" in line and "longest wait" in line) for line in lines)
    if alerted != burns and not fire.start < moment.elapsed < fire.start + _BURNT:
        yield f"{'an' if alerted else 'no'} alert of the longest wait"


def _aged(moment: Moment, said: str) -> Iterator[str]:
    near = range(max(int(moment.age) - 2 * INTERVAL, 0), int(moment.age) + 2 * INTERVAL)
    ages = {text for second in near for text in (times.age(second, INTERVAL), times.briefly(second))}
    if not any(large(moment.lines, age) for age in ages):
        yield f"{said} and no such age as {moment.age:.0f} s"


def _failing(elapsed: float, said: str) -> bool:
    """Whether something has failed that may still be seen."""
    lasts = SELDOM + BACK if said == "REFUSED" else BACK
    return any(one.start <= elapsed < one.start + one.duration + lasts for one in faults() if one.name != "burn")


# --- in real time -------------------------------------------------------------------------------------------------


def picture(screen: Screen) -> str:
    """What stands on a terminal, as SVG."""
    console = Console(width=screen.columns, record=True, file=StringIO(), force_terminal=True, color_system="truecolor")
    for y in range(screen.lines):
        runs = groupby((screen.buffer[y][x] for x in range(screen.columns)), _style)
        texts = (("".join(cell.data for cell in run), style) for style, run in runs)
        console.print(Text.assemble(*texts), no_wrap=True)
    return patched(console.export_svg(title="dialer-tui board"))


def _kept(folder: Path, terminal: Terminal) -> None:
    """Keep a picture of each state of the link, as it is first seen."""
    said = word(terminal.lines)
    place = folder / f"{said}.svg"
    if said and not place.exists():
        terminal.settle(0.02, 1)
        if word(terminal.lines) == said:
            place.write_text(picture(terminal.screen))


def _style(cell: Char) -> Style:
    return Style(color=_colour(cell.fg), bgcolor=_colour(cell.bg), bold=cell.bold, reverse=cell.reverse)


def _colour(name: str) -> str:
    """A colour of pyte's as rich has it."""
    return name if name == "default" or name in ANSI_COLOR_NAMES else f"#{name}"


def left_alone(folder: Path, minutes: int, size: tuple[int, int]) -> Iterator[tuple[Moment, set[str], str]]:
    """Run the board; each minute its screen, whom of the floor anything it ever sent has named, and a picture of it."""
    floor, good = world(), list[float]()
    with Server(floor, faults=faults()) as server:
        answer = server.api.answer

        def watched(body: bytes) -> Any:
            if b"getCalls" in body and not any(name in server.active() for name in SILENT):
                good.append(floor.now())
            return answer(body)

        server.api.answer = watched  # type: ignore[method-assign]
        account = {
            "DIALER_TUI_URL": server.url,
            "DIALER_TUI_AFFILIATE_ID": floor.affiliate_id,
            "DIALER_TUI_AFFILIATE_KEY": floor.affiliate_key,
        }
        plain = {"TERM": "xterm-256color", "LANG": "C.UTF-8", "TZ": "UTC", "HOME": str(folder)}
        terminal = Terminal([sys.executable, "-m", "dialer_tui", "board"], os.environ | plain | account, *size)
        try:
            for minute in range(1, minutes + 1):
                while server.elapsed() < minute * MINUTE - 5:
                    terminal.read(1.0)
                    _kept(folder, terminal)
                terminal.settle(0.3, 3)
                now = floor.now()
                last = good[-1] if good else floor.start
                moment = Moment(server.elapsed(), now - last, terminal.lines, numbers(floor, now, last))
                told = people(floor, floor.start - 2 * LOOK_BACK, now)
                yield moment, {name for name in told if name.encode() in terminal.raw}, picture(terminal.screen)
                assert terminal.process.isalive()
        finally:
            (folder / "raw").write_bytes(terminal.raw)
            terminal.close()


def main(folder: str, minutes: str = "60", size: str = "120x36") -> int:
    """Run it, keep what was seen, and say what was not true. The exit code: whether anything was."""
    place, wrong = Path(folder), 0
    place.mkdir(parents=True, exist_ok=True)
    columns, _, rows = size.partition("x")
    for number, (moment, named, drawn) in enumerate(left_alone(place, int(minutes), (int(columns), int(rows))), 1):
        (place / f"{number:02}.txt").write_text("\n".join(moment.lines) + "\n")
        (place / f"{number:02}.svg").write_text(drawn)
        found = [*lies(moment), *(f"names {name!r}" for name in sorted(named))]
        print(time.strftime("%H:%M:%S"), f"{number:2}", word(moment.lines), *found, sep="  ", flush=True)
        wrong += bool(found)
    print(f"{wrong} of {minutes} minutes lie")
    return min(wrong, 1)


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
