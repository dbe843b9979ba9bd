"""What came of the faults, as a table, and its place in README.md."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from itertools import groupby
from pathlib import Path

from tests.trust.rows import ROWS
from tests.trust.trial import Outcome

README = Path(__file__).with_name("README.md")
_BEGIN, _END = "<!-- the table: --record writes it -->", "<!-- the table's end -->"
_HEAD = ("fault", "how it is made", "the screen", "the command", "lost", "doubled", "live again", "whole again", "")
_PLACES = {row.name: place for place, row in enumerate(ROWS)}
_PORT = re.compile(r"(?<=:)\d{4,5}\b")
_TIME = re.compile(r"\b\d+ s old")
_FOLDER = re.compile(r"/\S+/(?=settings/)")


def table(outcomes: Iterable[Outcome]) -> str:
    """A line for each fault, all seeds of it together."""
    ordered = sorted(outcomes, key=lambda one: (_PLACES[one.name], one.seed))
    lines = [_HEAD, ("---",) * len(_HEAD)]
    lines += [_line(name, list(trials)) for name, trials in groupby(ordered, key=lambda one: one.name)]
    return "\n".join("| " + " | ".join(line) + " |" for line in lines)


def _line(name: str, trials: Sequence[Outcome]) -> tuple[str, ...]:
    row, first = ROWS[_PLACES[name]], trials[0]
    well = sum(not one.failed for one in trials)
    live = _spread([one.recovery for one in trials])
    return (
        name,
        row.how,
        _written(first.screen) or "LIVE",
        f"{row.command[0]}: {first.code}" + (f", {_written(first.line)}" if first.line else ""),
        str(sum(one.lost for one in trials)),
        str(sum(one.doubled for one in trials)),
        f"{live} after `{row.ends}`" if row.ends else live,
        _spread([one.whole for one in trials]),
        "yes" if well == len(trials) else f"NO: {well} of {len(trials)}",
    )


def _spread(seconds: Sequence[float]) -> str:
    low, high = round(min(seconds)), round(max(seconds))
    return f"{low} s" if low == high else f"{low}–{high} s"


def _written(text: str) -> str:
    """Without what is different each time, and without what Markdown would read."""
    text = _FOLDER.sub("…/", _TIME.sub("… s old", _PORT.sub("…", text)))
    return re.sub(r"next try in \d+ s", "next try in … s", text).replace("|", "\\|").replace("<", "\\<")


def record(table: str) -> None:
    """Write the table into README.md, in place of the last one."""
    text = README.read_text()
    head, rest = text.split(_BEGIN)
    tail = rest.split(_END)[1]
    README.write_text(f"{head}{_BEGIN}\n{table}\n{_END}{tail}")
