"""What stands over the calls: how many there are stays, whatever the filters and the order have to say."""

from __future__ import annotations

import re

import pytest

from dialer_tui.text import width
from dialer_tui.ui.theme import UNICODE
from dialer_tui.ui.widgets.frame import foot_line, title_line
from tests.ui import fakes
from tests.ui.seat import NARROW, WIDE, seated

WORDS = (
    "contact 7 with spring number words that go on and on until no line of any screen can hold them all together " * 2
)


@pytest.mark.parametrize("size", [NARROW, WIDE])
async def test_the_number_stays_and_the_filters_are_shortened(size: tuple[int, int]) -> None:
    async with seated(size) as seat:
        await seat.press("t")
        assert "100 of 100" in seat.lines[1]
        await seat.press("slash", *"contact 7", "enter")
        for keys in (("f",), ("right",) * 3, ("f",), ("right",) * 2, ("f",)):
            await seat.press(*keys)
            assert "19 of 100" in seat.lines[1]
            assert width(seat.lines[1]) <= size[0]
        assert "/ … " in seat.lines[1]
        assert re.search(r"talk=1:01( ─+ 19 of 100 ─╮)?$", seat.lines[1]), "the last one put on is said whole"
        await seat.press("s", "up", "enter")
        assert "19 of 100" in seat.lines[1]


@pytest.mark.parametrize("size", [NARROW, WIDE])
async def test_a_long_filter_ends_in_an_ellipsis_and_so_do_the_words_of_an_empty_list(size: tuple[int, int]) -> None:
    async with seated(size) as seat:
        await seat.press("slash")
        seat.app.main.typed(WORDS)
        await seat.press("enter", "t")
        assert "0 of 100" in seat.lines[1]
        assert "/ contact 7 with" in seat.lines[1]
        assert "… " in seat.lines[1] + " "
        said = " ".join(line.rpartition("││")[2].strip(" │") for line in seat.lines[3:9])
        assert "No call meets / contact 7 with spring" in said
        assert "… (in only). esc takes the filter off, t shows all types." in said


async def test_new_rows_are_counted_beside_a_filter_that_is_shortened_for_them() -> None:
    async with seated(NARROW) as seat:
        await seat.press("slash", *"contact spring leads 8885551212", "enter", "pagedown")
        await seat.say(*(fakes.new(500 + n, contact="contact") for n in range(3)))
        assert "103 of 103" in seat.lines[1]
        assert re.search(r"  / contact spring \S*… · ↑ 3 new$", seat.lines[1])
        await seat.press("2")
        assert "1 Calls 103 of 103  [2 Agents 3]" in seat.lines[1]


@pytest.mark.parametrize("cells", range(6, 70))
def test_a_frame_shortens_its_title_before_the_number_and_never_the_lines_that_are_seen(cells: int) -> None:
    title = "".join(
        text for text, _ in title_line(UNICODE, "Calls · by Queue ↓, Talk ↓", "12 of 1,284", cells, "title")
    )
    foot = "".join(text for text, _ in foot_line(UNICODE, "1–31 of 1,284", "↑ 9 new", cells))
    assert (len(title), len(foot)) == (cells, cells)
    assert title.endswith(" 12 of 1,284 ─╮") == (cells >= 31)
    assert ("by Queue ↓, Talk ↓ " in title) == (cells >= 45)
    assert "1–31 of 1,284 " in foot or cells < 19
    assert foot.endswith(" ↑ 9 new ─╯") == (cells >= 28)


async def test_where_no_column_shows_it_the_order_is_said_in_words() -> None:
    """At 80 columns Listed is not seen, and times of beginning alone look as if in no order."""
    async with seated(NARROW) as seat:
        assert re.search(r"as listed · 1–\d+ of 100$", seat.lines[1])
        await seat.press("t")
        assert "as listed" not in seat.lines[1], "what narrows the calls is worth more"
