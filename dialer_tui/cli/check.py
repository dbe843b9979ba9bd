"""`dialer-tui check`: is everything well, and what to do where it is not."""

from __future__ import annotations

import sys
import textwrap
from collections import Counter
from collections.abc import Iterator
from typing import Any, NamedTuple

import click

from dialer_tui.charset import ascii_only
from dialer_tui.cli import ending
from dialer_tui.cli.options import Given, given, shared
from dialer_tui.floor.facts import Fact, Grade

_NAMES = 13
_NARROWEST = 40


class _Marks(NamedTuple):
    """How grades are marked, and how a list within a fact is."""

    well: str
    remark: str
    fault: str
    unknown: str


_UNICODE, _ASCII = _Marks("✓", "▲", "×", "·"), _Marks("ok", "!", "x", "-")
_GRAVEST_FIRST = (2, 3, 4, 5)


@click.command("check")
@click.option(
    "--format",
    "form",
    type=click.Choice(["table", "json"]),
    default="table",
    show_default=True,
    help="How to print: for people, or for programs.",
)
@shared
def command(form: str) -> int:
    """Check configuration, account, server, answers and terminal: a line each, and what to do where it is not well."""
    options = given()
    told = ending.run(_told(options, form == "table"))
    if form == "json":
        from dialer_tui.cli import out
        from dialer_tui.export.sheet import as_json

        out.write(as_json([_record(fact) for fact in told]))
    codes = {fact.code for fact in told}
    return next((code for code in _GRAVEST_FIRST if code in codes), 0)


async def _told(options: Given, aloud: bool) -> list[Fact]:
    """Every fact, told as it becomes known where `aloud`."""
    from dialer_tui.cli import out, terminal_facts
    from dialer_tui.config import ConfigError

    facts: list[Fact] = []
    table = _Table()

    def take(fact: Fact) -> None:
        facts.append(fact)
        if aloud:
            out.write(table.lines(fact))

    glyphs = "unicode"
    try:
        glyphs = await _account(options, take)
    except ConfigError as error:
        from dialer_tui.check.account import misconfigured

        take(misconfigured(error))
    for fact in terminal_facts.facts(glyphs):
        take(fact)
    if aloud:
        out.write(table.end(facts))
    return facts


async def _account(options: Given, take: Any) -> str:
    """The facts of configuration, account and API; ConfigError where there is no configuration to check."""
    from dialer_tui.check import account
    from dialer_tui.check.probe import Probe
    from dialer_tui.cli import connect, key_facts, out
    from dialer_tui.clock import Clock
    from dialer_tui.config import ConfigError

    found = connect.load(options)
    take(account.configuration(found))
    take(key_facts.fact(found))
    shape = account.credentials(found)
    take(shape)
    if shape.code:
        return found.glyphs
    clock = Clock()
    try:
        client = connect.client(found, clock)
    except ConfigError as error:
        take(account.misconfigured(error, account.SERVER))
        return found.glyphs
    try:
        with out.Progress("calls") as progress:
            async for fact in Probe(client, clock, found, progress=progress).facts():
                progress.wipe()
                take(fact)
    finally:
        await client.close()
    return found.glyphs


def _record(fact: Fact) -> dict[str, Any]:
    return {
        "name": fact.name,
        "grade": fact.grade.value,
        "value": fact.value,
        "do": fact.do or None,
        "more": list(fact.more),
        "exitCode": fact.code,
    }


class _Table:
    """Facts as lines: mark, name, value, what to do; as wide as the terminal, or as it takes."""

    def __init__(self) -> None:
        from dialer_tui.cli import out

        encoding = (getattr(sys.stdout, "encoding", None) or "utf-8").lower().replace("-", "")
        self.marks = _ASCII if ascii_only() or encoding != "utf8" else _UNICODE
        self._cells = out.cells()
        self._indent = max(map(len, self.marks)) + _NAMES + 2

    def lines(self, fact: Fact) -> str:
        """A fact's lines."""
        mark = getattr(self.marks, fact.grade.value)
        head = f"{mark:<{max(map(len, self.marks))}} {fact.name:<{_NAMES}} "
        lines = [*self._wrapped(fact.value, head)]
        for line in fact.more:
            lines += self._wrapped(line, " " * self._indent + "- ")
        if fact.do:
            lines += self._wrapped(f"what to do: {fact.do}", " " * self._indent)
        return "\n".join(lines) + "\n"

    def end(self, facts: list[Fact]) -> str:
        """The last line: how many are not well."""
        count = Counter(fact.grade for fact in facts)
        parts = [
            f"{count[grade]} {word}{'' if count[grade] == 1 else 's'}"
            for grade, word in ((Grade.FAULT, "fault"), (Grade.REMARK, "remark"))
            if count[grade]
        ]
        return f"{' and '.join(parts)}; what to do is said with each.\n" if parts else "All is well.\n"

    def _wrapped(self, text: str, head: str) -> Iterator[str]:
        from dialer_tui.text import clean, within

        said = clean(text, None)
        if self.marks is _ASCII:
            said = within(said)
        if self._cells is None:
            yield head + said
            return
        room = max(self._cells - len(head), _NARROWEST)
        for index, line in enumerate(textwrap.wrap(said, room, break_on_hyphens=False) or [""]):
            yield (" " * len(head) if index else head) + line
