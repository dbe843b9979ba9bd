"""What stands in tables: columns, keys, colours and glyphs, words."""

from __future__ import annotations

import re

import msgspec
import pytest
from msgspec.structs import replace

from dialer_tui.floor.link import Status
from dialer_tui.ui import keys, theme, times
from dialer_tui.ui.call_text import COLUMNS
from dialer_tui.ui.columns import Needs, head, place
from dialer_tui.ui.keymap import Keymap
from dialer_tui.ui.keys import KEYS
from dialer_tui.ui.screens import help as help_page
from dialer_tui.ui.screens.details import bar
from dialer_tui.ui.screens.main import MainScreen
from dialer_tui.ui.widgets.line import measure
from dialer_tui.ui.widgets.status import Standing, status_line
from tests.ui import fakes

ORDER = ["number_in", "list", "handle", "hold", "total", "listed", "campaign", "acw"]
STAY = ["mark", "began", "type", "agent", "contact", "queue", "talk"]


@pytest.mark.parametrize("width", range(60, 240))
def test_columns_fill_no_more_than_their_width_and_go_in_order(width: int) -> None:
    placed = place(COLUMNS, width)
    names = [at.column.name for at in placed]
    assert sum(at.cells for at in placed) + len(placed) - 1 <= width
    assert set(STAY) <= set(names)
    shown = [name in names for name in ORDER]
    assert shown == sorted(shown)  # those that go first are missing first
    assert len(head(placed, "…")) <= width


def test_at_80_columns_what_the_issue_names_is_there() -> None:
    names = [at.column.name for at in place(COLUMNS, 78)]
    assert names == ["mark", "began", "type", "agent", "contact", "campaign", "queue", "talk", "acw"]
    assert [at.column.name for at in place(COLUMNS, 230)] == [column.name for column in COLUMNS]


@pytest.mark.parametrize("width", range(60, 240, 9))
@pytest.mark.parametrize("long", ["campaign", "contact", "talk", None])
def test_columns_are_as_wide_as_their_texts_need_where_there_is_room(width: int, long: str | None) -> None:
    needs = Needs()
    for column in COLUMNS:
        needs.meet(column, "2:03:04" if column.name == long == "talk" else "x" * 22 if column.name == long else "0:00")
    before, placed = place(COLUMNS, width), place(COLUMNS, width, needs)
    assert [at.column for at in placed] == [at.column for at in before], "the same columns, whatever is in them"
    assert sum(at.cells for at in placed) + len(placed) - 1 <= width
    cells = {at.column.name: at.cells for at in placed}
    assert cells["talk"] >= (7 if long == "talk" else 5)
    if long in ("campaign", "contact") and long in cells:
        rest = {
            at.column.name: at.cells - (at.column.tight or at.column.least) for at in placed if at.column.name != long
        }
        assert cells[long] >= 22 or not any(rest.values()), "no other column has more than it needs"


def test_columns_move_for_a_longer_name_only_now_and_then() -> None:
    needs = Needs()
    contact = next(column for column in COLUMNS if column.name == "contact")
    assert [needs.meet(contact, "x" * cells) for cells in (1, 2, 3, 4, 12, 13, 14, 3)] == [
        *(True, False, True, False, True, True, False, False)
    ]


def test_each_key_has_one_meaning_in_a_place_and_an_action() -> None:
    assert len({key.id for key in KEYS}) == len(KEYS)
    taken: set[tuple[str, str]] = set()
    for key in KEYS:
        assert hasattr(MainScreen, f"action_{key.action.partition('(')[0]}"), key.id
        for name in filter(None, key.keys.split(",")):
            for where in key.where:
                assert (name, where) not in taken
                taken.add((name, where))


def test_keys_of_one_action_work_in_the_same_places() -> None:
    # What a key may do is asked of its action: a place of one key would else be a place of the other.
    where: dict[str, set[tuple[str, ...]]] = {}
    for key in KEYS:
        where.setdefault(key.action.partition("(")[0], set()).add(key.where)
    assert {action for action, places in where.items() if len(places) > 1} == set()


@pytest.mark.parametrize("place_", ["calls", "agents", "campaigns", "details"])
@pytest.mark.parametrize("glyphs", [theme.UNICODE, theme.ASCII])
def test_help_names_every_key_of_its_place_and_fits(place_: keys.Place, glyphs: theme.Glyphs) -> None:
    lines = help_page.content(place_, "At most 5 s.", lambda name: f"{name} is 1", Keymap(), glyphs, 76)
    said = "\n".join("".join(text for text, _ in line) for line in lines)
    assert all(measure(line) <= 76 for line in lines)
    for key in Keymap().helped(place_):
        assert key.help.split()[0] in said
        assert glyphs.key(key.shown) in said
    assert "It does not say who waits or talks at this moment" in said.replace("\n", " ")


def test_every_colour_is_in_the_256_cube() -> None:
    cube = {f"{step:02x}" for step in (0, 0x5F, 0x87, 0xAF, 0xD7, 0xFF)}
    greys = {f"{8 + 10 * n:02x}" for n in range(24)}
    theme_colours = [value for one in theme.THEMES for value in vars(one).values() if str(value).startswith("#")]
    styles = [s for one in (theme.DARK, theme.LIGHT) for s in (*one.styles.values(), one.cursor)]
    drawn = [c.get_truecolor().hex for s in styles for c in (s.color, s.bgcolor) if c is not None]
    for colour in {*theme_colours, *drawn}:
        parts = [colour[at : at + 2] for at in (1, 3, 5)]
        assert set(parts) <= cube or (len(set(parts)) == 1 and parts[0] in greys), colour


def test_without_colour_no_style_has_one() -> None:
    bare = theme.palette("truecolor", no_color=True)
    for style in (*bare.styles.values(), *bare.old.values(), bare.cursor):
        assert style.color is None
        assert style.bgcolor is None
    assert theme.palette("standard", no_color=False) is theme.TERMINAL
    assert theme.palette("standard", no_color=False, theme="light") is theme.TERMINAL
    wanted = {"dark": theme.DARK, "light": theme.LIGHT, "terminal": theme.TERMINAL}
    assert {name: theme.palette("256", no_color=False, theme=name) for name in wanted} == wanted


def luminance(colour: object) -> float:
    """How bright a colour of a style is, 0…1, as the eye has it."""
    rgb = (c / 255 for c in colour.get_truecolor())  # type: ignore[attr-defined]
    linear = [c / 12.92 if c <= 0.03928 else ((c + 0.055) / 1.055) ** 2.4 for c in rgb]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


@pytest.mark.parametrize("palette", [theme.DARK, theme.LIGHT], ids=lambda one: one.theme)
def test_every_text_stands_out_from_its_ground(palette: theme.Palette) -> None:
    for role, style in {**palette.styles, "cursor": palette.cursor}.items():
        light, dark = sorted((luminance(style.color), luminance(style.bgcolor)), reverse=True)
        assert (light + 0.05) / (dark + 0.05) >= (1.5 if role == "frame" else 4.5), role


@pytest.mark.parametrize(
    ("environ", "ascii_"),
    [
        ({"LANG": "C"}, True),
        ({"LANG": "C", "LC_CTYPE": "C.UTF-8"}, True),  # Python's own doing
        ({"LANG": "POSIX"}, True),
        ({"LC_ALL": "C", "LANG": "de_DE.UTF-8"}, True),
        ({"LANG": "de_DE.ISO-8859-1"}, True),
        ({"LANG": "C.UTF-8"}, False),
        ({"LANG": "de_DE.utf8@euro"}, False),
        ({"LANG": "de_DE", "LC_CTYPE": "de_DE.UTF-8"}, False),
        ({}, False),
    ],
)
def test_glyphs_follow_the_locale(environ: dict[str, str], ascii_: bool) -> None:
    assert theme.glyphs("unicode", environ) is (theme.BARE if ascii_ else theme.UNICODE)
    assert theme.glyphs("ascii", environ) is (theme.BARE if ascii_ else theme.ASCII)


def test_a_linux_console_has_no_glyphs_but_names_keep_their_letters() -> None:
    assert theme.glyphs("unicode", {"TERM": "linux", "LANG": "de_DE.UTF-8"}) is theme.ASCII
    assert theme.glyphs("unicode", {"TERM": "linux", "LANG": "C"}) is theme.BARE


def test_ascii_glyphs_are_ascii() -> None:
    for name, glyph in msgspec.structs.asdict(theme.ASCII).items():
        assert name == "keys" or glyph.isascii(), name
    for key in KEYS:
        assert theme.ASCII.key(key.shown).isascii(), key.id
    assert theme.ASCII.key("↑↓") == "up/down"


def line(status: Status, cells: int, counters: str = "") -> str:
    standing = Standing("acme", 3600, 1284, counters, status, 5)
    left, right = status_line(standing, cells, theme.UNICODE)
    assert measure(left) + measure(right) <= cells
    return "".join(text for text, _ in [*left, *right])


def test_the_status_line_says_the_age_whenever_it_is_not_live() -> None:
    assert line(fakes.LIVE, 120) == " acme · last 1 h · 1,284 calls● LIVE "
    for word in ("STALE", "OFFLINE", "ERROR 80", "PARTIAL", "REFUSED"):
        for cells in (40, 80, 120):
            said = line(fakes.status(word, age=83.0), cells)
            assert f"▲ {word} 1 m 25 s old" in said, (word, cells)
    assert "○ CONNECTING" in line(fakes.status("CONNECTING", age=None), 80)
    assert "○ FILLING 5 s old · 43 %" in line(fakes.status("FILLING", "43 %"), 80)


def test_the_status_line_says_what_to_do_and_what_the_api_said() -> None:
    refused = fakes.status(
        "REFUSED", "ID and key are not accepted", message="Invalid ID and Transaction Key combination"
    )
    assert "u changes the account" in line(refused, 80)
    assert "Invalid ID and Transaction Key combination" in line(refused, 160)
    assert "r tries now" in line(fakes.status("OFFLINE", "next try in 12 s"), 80)
    assert "next try in 12 s" in line(fakes.status("OFFLINE", "next try in 12 s"), 80)


def test_the_status_line_owns_up_to_holes_lateness_and_clocks() -> None:
    assert "coverage 97 %" in line(Status("PARTIAL", "", 3.0, 0.974, 5.0, 0.0, True, ""), 100)
    assert "coverage" not in line(Status("LIVE", "", 3.0, 0.9997, 5.0, 0.0, True, ""), 100)
    old = Status("LIVE", "", 3.0, 1.0, 120.0, 0.0, True, "", newest=5.0, far=3 * 3600)
    assert "calls of 3 h ago up to 2 m 00 s late" in line(old, 100)
    assert "· calls up to 2 m 00 s late" in line(replace(old, newest=12.0), 100), "a poll takes longer than it rests"
    assert "late" not in line(replace(old, lateness=5.0), 100)
    assert "up to 26 s late" in line(replace(old, lateness=26.0), 100)
    assert "this clock is 12 s behind" in line(Status("LIVE", "", 3.0, 1.0, 5.0, 12.0, True, ""), 100)
    assert "the API sends no Date" in line(Status("LIVE", "", 3.0, 1.0, 5.0, 0.0, False, ""), 100)


def test_ages_and_lengths() -> None:
    assert [times.age(s, 5) for s in (0, 4.9, 83, 3599, 3600, 3661, 86_400)] == [
        "0 s",
        "5 s",
        "1 m 25 s",
        "1 h 00 m",
        "1 h 00 m",
        "1 h 02 m",
        "24 h 00 m",
    ], "nothing is fresher than is said"
    assert [times.minutes(s) for s in (-9, 59, 60, 5999, 6000, 36_000, 360_000)] == [
        "< 1 m",
        "< 1 m",
        "1 m",
        "99 m",
        "1 h 40",
        "10 h",
        "4 d",
    ]
    assert [times.span(s) for s in (3600, 5400, 86_400, 45, 7200)] == ["1 h", "90 m", "1 d", "45 s", "2 h"]
    assert [times.length(s) for s in (0, 59, 3599, 3600, 36_061)] == ["0:00", "0:59", "59:59", "1h00", "10h01"]


def test_bars_are_on_one_scale_and_something_is_never_nothing() -> None:
    assert bar(100, 100, 10, theme.UNICODE) == "█" * 10
    assert bar(55, 100, 10, theme.UNICODE) == "█████▌"
    assert bar(1, 100_000, 10, theme.UNICODE) == "▏"
    assert bar(1, 100_000, 10, theme.ASCII) == "#"
    assert bar(0, 100, 10, theme.UNICODE) == bar(None, 100, 10, theme.UNICODE) == ""
    lengths = [len(re.sub("[^█]", "", bar(n, 90, 45, theme.UNICODE))) for n in range(91)]
    assert lengths == sorted(lengths)
    assert max(lengths) == 45
