"""Copying: what is offered, what reaches the terminal, and what is said of it."""

from __future__ import annotations

import base64
import re
from dataclasses import replace
from zoneinfo import ZoneInfo

import pytest
from textual.drivers.headless_driver import HeadlessDriver

from dialer_tui.ui import clipboard
from dialer_tui.ui.copying import COPIES
from tests.ui import fakes
from tests.ui.seat import NARROW, WIDE, Seat, seated

OSC = re.compile(r"\x1b\]52;c;([A-Za-z0-9+/=]*)\x07")


def taken(written: list[str]) -> list[str]:
    """What the terminal is told to put into its clipboard."""
    return [base64.b64decode(text).decode() for text in OSC.findall("".join(written))]


@pytest.fixture
def written(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Everything that is written past Textual's frames."""
    out: list[str] = []
    monkeypatch.setattr(HeadlessDriver, "write", lambda self, data: out.append(data))
    for name in ("TMUX", "STY"):
        monkeypatch.delenv(name, raising=False)
    return out


async def copy(seat: Seat, letter: str) -> str:
    """Press y and a letter; what is said then."""
    await seat.press("y", letter)
    return seat.lines[-1]


async def test_each_letter_copies_its_part_of_the_call(written: list[str]) -> None:
    async with seated() as seat:
        await seat.press("down")
        for letter, what, text in (
            ("n", "number in", "8885551212"),
            ("o", "number out", "8885551313"),
            ("c", "contact", "Contact 2"),
            ("i", "call ID", "C2"),
            (
                "r",
                "row",
                "2026-11-24 13:58:09+00:00\tInbound\tAnn Lee\tContact 2\tSpring Sale\tLeads A\t8885551212\t8885551313"
                "\t0:12\t1:01\t0:05\t1:21\t0:15\t1:40\tC2",
            ),
        ):
            said = await copy(seat, letter)
            assert taken(written) == [text], letter
            assert said.startswith(f" copied {what}, {len(text)} characters")
            assert ("if your terminal allows" in said) == (letter == "n"), "it is said once"
            assert seat.app.main.place == "calls"
            assert seat.under_cursor == "C2"
            written.clear()


async def test_the_menu_is_walked_with_arrows_and_copies_from_details(written: list[str]) -> None:
    async with seated() as seat:
        await seat.press("down", "enter", "y")
        assert re.search(r"c +contact +Contact 2 ", seat.text)
        await seat.press("down", "down", "enter")
        assert taken(written) == ["Contact 2"]
        assert seat.app.main.place == "details"
        await seat.press("y", "escape")
        assert seat.app.main.place == "details"
        await seat.press("escape")
        assert seat.app.main.place == "calls"


async def test_the_call_is_the_one_that_was_chosen_whatever_comes_in(written: list[str]) -> None:
    async with seated() as seat:
        await seat.press("y")
        for n in range(20):
            await seat.say(fakes.new(500 + n, at=fakes.NOW + n))
        await seat.press("i")
        assert taken(written) == ["C1"]


async def test_nothing_there_is_nothing_copied(written: list[str]) -> None:
    async with seated() as seat:
        await seat.say(fakes.new(500, number_in="", contact=" "))
        assert "nothing to copy: the call has no number in" in await copy(seat, "n")
        assert taken(written) == []
    async with seated(empty=True) as seat:
        await seat.press("y", "n")
        assert seat.app.main.place == "calls"
        assert taken(written) == []


async def test_text_from_outside_is_cleaned_and_no_formula_and_too_much_is_refused(written: list[str]) -> None:
    async with seated() as seat:
        await seat.say(fakes.new(500, contact="=cmd()\x1b]0;evil\x07\r\n\u202eX", number_in="\x1b[31m555"))
        await copy(seat, "n")
        assert taken(written) == ["[31m555"]
        await copy(seat, "c")
        assert taken(written)[1] == "=cmd()]0;evil  X"
        await copy(seat, "r")
        assert taken(written)[2].split("\t")[3] == "'=cmd()]0;evil  X"
        assert "\x1b" not in "".join(taken(written))
        written.clear()
        await seat.say(fakes.new(501, at=fakes.NOW + 9, contact="x" * 100_000))
        assert "too long for a terminal's clipboard: nothing was copied" in await copy(seat, "c")
        assert taken(written) == []
        await seat.say(fakes.new(502, at=fakes.NOW + 10, contact="y" * 50_000, agent="z" * 3_000))
        await copy(seat, "c")
        assert taken(written) == ["y" * 50_000]  # not cut to what a row shows
        await copy(seat, "r")
        assert taken(written)[1].split("\t")[2:4] == ["z" * 3_000, "y" * 50_000]


async def test_the_mask_holds_in_menu_copies_and_filters(written: list[str]) -> None:
    async with seated(settings=replace(fakes.settings(), mask=True)) as seat:
        await seat.say(fakes.new(500, contact="Dee Brown", agent="Bob Ray"))
        await seat.press("y")
        assert "8885551212" not in seat.text
        await seat.press("r")
        for letter in ("n", "o", "c", "i"):
            await copy(seat, letter)
        row, *rest = taken(written)
        assert rest == ["…1212", "…1313", "D. B.", "C500"]
        assert not {"Dee", "Brown", "Bob", "8885551212"} & set(re.split(r"[\t ]", row))
        await seat.press("f")
        assert '/ agent="B. R."' in seat.lines[1]
        assert len(seat.app.state.view) == 1
        assert "Bob Ray" not in seat.text


def test_what_is_said_holds_nothing_of_the_text() -> None:
    for environ in ({}, {"TMUX": "/tmp/tmux-0/default,1,0"}, {"STY": "7.tty", "TERM": "screen"}):
        assert "secret" not in " ".join(clipboard.said("contact", "secret", environ))
    for environ in ({}, {"STY": "7.tty", "TERM": "screen"}):
        assert clipboard.said("row", "x", environ) == ("copied row, 1 character, if your terminal allows",)
    for environ in ({"TMUX": "1"}, {"TERM": "screen-256color"}, {"TERM": "tmux-256color"}):
        assert all("set -s set-clipboard on" in words for words in clipboard.said("row", "x", environ))
        assert clipboard.said("row", "x", environ, again=True) == ("copied row, 1 character",)


@pytest.mark.parametrize("size", [WIDE, NARROW])
async def test_in_tmux_all_of_what_is_said_is_to_be_seen(
    written: list[str], monkeypatch: pytest.MonkeyPatch, size: tuple[int, int]
) -> None:
    monkeypatch.setenv("TMUX", "/tmp/nowhere,1,0")
    for zone in ("UTC", "America/Los_Angeles"):
        async with seated(size, settings=replace(fakes.settings(), timezone=ZoneInfo(zone))) as seat:
            said = await copy(seat, "o")
            assert "copied number out" in said
            assert "set -s set-clipboard on " in said
            assert ("10 characters" in said) == (zone == "UTC" or size == WIDE)


def test_inside_tmux_it_goes_to_tmux_and_through_it() -> None:
    sequence = clipboard.sequence("888", {"TMUX": "/tmp/tmux-0/default,1,0"})
    plain = "\x1b]52;c;ODg4\x07"
    assert sequence == plain + "\x1bPtmux;\x1b" + plain + "\x1b\\"
    assert clipboard.sequence("888", {"TMUX": ""}) == plain


SCREEN = re.compile(r"\x1bP(.*?)\x1b\\", re.DOTALL)


def test_gnu_screen_hands_it_on_in_strings_it_takes() -> None:
    sty = {"STY": "7.tty", "TERM": "screen"}
    assert clipboard.sequence("888", sty) == "\x1bP\x1b]52;c;ODg4\x07\x1b\\"
    text = "8" * 4_000
    sequence = clipboard.sequence(text, sty)
    assert max(len(string.group()) for string in SCREEN.finditer(sequence)) == 768
    assert SCREEN.sub("", sequence) == ""
    assert taken(SCREEN.findall(sequence)) == [text]


def test_where_it_may_be_either_both_get_what_they_take() -> None:
    elsewhere = {"TERM": "screen.xterm-256color"}
    plain = "\x1b]52;c;ODg4\x07"
    assert clipboard.sequence("888", elsewhere) == plain + clipboard.sequence("888", {"STY": "1"})
    long = "8" * 1_000  # GNU screen would draw the end of it
    assert clipboard.sequence(long, elsewhere) == clipboard.sequence(long, {"STY": "1"})


def test_letters_are_told_apart() -> None:
    assert "".join(copy.letter for copy in COPIES) == "nocir"
