"""The diagnostics: the facts of the feed, live while they are looked at."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from dialer_tui.floor.facts import Fact, Grade
from dialer_tui.text import width
from dialer_tui.ui.screens.diagnostics import content
from dialer_tui.ui.theme import ASCII, UNICODE
from tests.ui.seat import NARROW, WIDE, Seat, seated

REASONS = tuple(f"getCalls: reason number {number}" for number in range(40))


def said(seat: Seat, name: str) -> str:
    """The line of a fact."""
    (line,) = [line for line in seat.lines if f" {name}  " in line]
    return line


@pytest.mark.parametrize("size", [WIDE, NARROW])
async def test_facts_are_shown_and_kept_up_to_date_while_open(size: tuple[int, int]) -> None:
    async with seated(size) as seat:
        await seat.press("d")
        assert "─ Diagnostics ─" in seat.text
        assert "12 sent · 1.2 MB received" in said(seat, "requests")
        seat.feed.measured = replace(seat.feed.measured, requests=1_204, failed=3)
        assert "12 sent" in said(seat, "requests")
        await seat.pass_time(1)
        assert "1,204 sent, 3 failed" in said(seat, "requests")
        assert all(width(line) <= size[0] for line in seat.lines)


async def test_no_key_is_named_that_may_be_another_and_no_answer_said_to_be_counted_twice() -> None:
    async with seated() as seat:
        seat.feed.measured = replace(seat.feed.measured, next_poll=None, stopped=True, bad=2)
        await seat.press("d")
        assert "what to do: mend what the state says, then ask again" in seat.text
        assert "2 left out, in the answers that were read" in said(seat, "bad records")


async def test_nothing_is_measured_while_it_is_closed() -> None:
    async with seated() as seat:
        await seat.pass_time(3)
        assert seat.feed.diagnosed == 0
        await seat.press("d")
        await seat.pass_time(2)
        assert seat.feed.diagnosed == 3
        await seat.press("escape")
        await seat.pass_time(3)
        assert seat.feed.diagnosed == 3
        assert "Diagnostics" not in seat.text


async def test_back_is_where_one_was() -> None:
    async with seated() as seat:
        await seat.press("down", "down")
        under = seat.under_cursor
        await seat.press("d", "down", "end", "home", "escape")
        assert (seat.app.main.place, seat.under_cursor) == ("calls", under)


async def test_reasons_are_all_there_to_be_scrolled_to() -> None:
    async with seated(NARROW) as seat:
        seat.feed.measured = replace(seat.feed.measured, bad=40, reasons=REASONS)
        await seat.press("d")
        assert "reason number 39" not in seat.text
        await seat.press("end")
        assert "reason number 39" in seat.text
        await seat.pass_time(1)
        assert "reason number 39" in seat.text
        await seat.press("home")
        assert "requests" in seat.text


async def test_the_sheet_does_not_become_smaller_while_it_is_read() -> None:
    async with seated() as seat:
        await seat.press("d")
        frame = seat.line("─ Diagnostics")
        seat.feed.measured = replace(seat.feed.measured, bad=2, reasons=REASONS[:4])
        await seat.pass_time(1)
        higher = seat.line("─ Diagnostics")
        assert higher < frame
        seat.feed.measured = replace(seat.feed.measured, bad=0, reasons=())
        await seat.pass_time(1)
        assert seat.line("─ Diagnostics") == higher
        await seat.press("escape", "d")
        assert seat.line("─ Diagnostics") == frame


async def test_it_is_in_the_help_and_has_one_but_not_in_the_footer() -> None:
    async with seated() as seat:
        assert "diagnostics" not in seat.lines[-1]
        await seat.press("question_mark")
        pages = seat.text
        await seat.press("pagedown")
        assert "how true and how late" in pages + seat.text
        await seat.press("escape", "d", "question_mark")
        assert "Help · diagnostics" in seat.text
        await seat.press("end")
        assert "Diagnostics" not in seat.text
        await seat.press("escape")
        assert seat.app.main.place == "calls"


async def test_a_screen_that_changes_its_size_has_it_laid_out_anew() -> None:
    async with seated() as seat:
        await seat.press("d")
        await seat.pilot.resize_terminal(*NARROW)
        await seat.pilot.pause()
        assert "12 sent" in said(seat, "requests")
        assert all(width(line) <= NARROW[0] for line in seat.lines)


def test_marks_stand_beside_what_is_not_well() -> None:
    facts = [
        Fact("one", Grade.WELL, "fine"),
        Fact("two", Grade.REMARK, "not so · “well”", "this", more=("reason …",)),
        Fact("three", Grade.FAULT, "ill \x1b[31m\u202e"),
        Fact("four", Grade.UNKNOWN, "no evidence"),
    ]
    lines = ["".join(text for text, _ in line) for line in content(facts, UNICODE, 60)]
    assert lines == [
        "  one           fine",
        "▲ two           not so · “well”",
        "                - reason …",
        "                what to do: this",
        "× three         ill [31m",
        "— four          no evidence",
    ]
    plain = ["".join(ASCII.drawn(text) for text, _ in line) for line in content(facts, ASCII, 60)]
    assert plain[1:3] == ['! two           not so | "well"', "                - reason ~"]


def test_long_values_are_wrapped_beside_their_name() -> None:
    lines = content([Fact("name", Grade.REMARK, "word " * 30, "do " * 30)], UNICODE, 60)
    assert len(lines) > 4
    for line in lines:
        assert sum(width(text) for text, _ in line) <= 60
