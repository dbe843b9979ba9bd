"""The board: its lines for every size, its words for every state, and somebody who presses keys at it."""

from __future__ import annotations

import asyncio
import re
from datetime import time
from itertools import pairwise
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from msgspec.structs import replace

from dialer_tui.floor.link import Status
from dialer_tui.floor.measured import QUARTER
from dialer_tui.model import Answer, Ask, Call, Daily
from dialer_tui.text import width
from dialer_tui.ui import bigtext, times
from dialer_tui.ui.board import PLANS, Board, Chart, Slot, laid
from dialer_tui.ui.boardfacts import whole_quarters
from dialer_tui.ui.boardfigures import Said
from dialer_tui.ui.theme import ASCII, UNICODE, Glyphs
from dialer_tui.ui.words import LINK
from tests.conftest import FLOOR_TIME
from tests.ui import fakes
from tests.ui.onwall import shown, wall
from tests.ui.seat import NARROW, WIDE, seated

SIZES = [(40, 10), NARROW, WIDE, (240, 70)]
OUTAGE = Status("OFFLINE", "next try in 12 s", 87.0, 1.0, 5.0, 0.0, True, "")
LEVEL = Said("service level 20 s", "79.9 %", "▲", "alert", "target 80 %\nn 287\n42 agents with calls", "SL 20 s")
FIGURES = (
    Said("longest wait", "1:02:41", "▲", "alert", "target 2:00"),
    Said("unanswered", "3.1 %", "✓", "strong", "target 5.0 %"),
    Said("ASA", "0:14"),
    Said("AHT", "12:12"),
)
SLOTS = tuple(Slot(f"{10 + n // 4}:{n % 4 * 15:02}", n * 7 or None, young=n == 11) for n in range(12))
BOARD = Board(
    (("acme", "strong"), (" · last 1 h · in", "plain")),
    "14:32 Berlin",
    ("● LIVE", "accent"),
    LEVEL,
    FIGURES,
    (Chart("in", SLOTS), Chart("out", SLOTS)),
    tuple(Said(name, "61 %", "▲", "alert", "n 42") for name in ("Renewals", "Ünïcode Zürich", "日本語のキュー")),
)


def text(board: Board, size: tuple[int, int], glyphs: Glyphs = UNICODE, hint: str = "") -> list[str]:
    """The lines of a board."""
    return ["".join(part for part, _ in line).rstrip() for line in laid(board, *size, glyphs, hint)]


def outage(**fields: object) -> Board:
    """The same board while the link is down."""
    known = {"word": ("▲ STALE", "alert"), "loud": "1 m 30 s", "words": "it is old", "since": "since 14:31"}
    return replace(BOARD, **{**known, **fields})


# --- lines ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("glyphs", [UNICODE, ASCII])
@pytest.mark.parametrize("board", [BOARD, outage()])
def test_it_fills_a_screen_of_any_size_and_never_more(board: Board, glyphs: Glyphs) -> None:
    for columns in (1, 2, 9, 20, 39, 40, 79, 80, 119, 120, 160, 240, 300):
        for rows in (1, 2, 5, 10, 23, 24, 35, 36, 50, 70, 100):
            lines = text(board, (columns, rows), glyphs, "q leaves")
            assert len(lines) == rows
            if columns >= 9:
                assert max(map(width, lines)) <= columns, (columns, rows)


@pytest.mark.parametrize("board", [BOARD, outage()])
def test_two_large_figures_side_by_side_do_not_look_like_one_from_afar(board: Board) -> None:
    said = {"unanswered": "10.1 %", "ASA": "0:12", "AHT": "13:56"}
    board = replace(board, figures=tuple(replace(one, text=said.get(one.label, one.text)) for one in FIGURES))
    for size in (NARROW, WIDE, (160, 50), (240, 70)):
        plan = next(one for one in PLANS if size[0] >= one.columns and size[1] >= one.rows)
        lines = text(board, size)
        at = next(y for y, line in enumerate(lines) if "unanswered" in line and "longest" in line)
        starts = [found.start() for found in re.finditer(r"(?<=  )\S", lines[at])]
        drawn = lines[at + 1 : at + 1 + bigtext.rows(plan.figures)]
        assert len(starts) == 4
        for start, end in pairwise(starts):
            apart = end - max(len(line[start:end].rstrip()) for line in drawn) - start
            assert apart >= 2 * plan.figures, "twice what two digits are"
        assert not any(line.endswith("…") for line in lines[at : at + 2 + len(drawn)]), "all of them fit"


def test_where_not_all_can_be_large_those_with_a_target_are() -> None:
    said = {"longest wait": "15:51", "unanswered": "9.4 %", "ASA": "0:06", "AHT": "3:58"}
    board = replace(BOARD, figures=tuple(replace(one, text=said[one.label]) for one in FIGURES))
    drawn = "\n".join(text(board, WIDE))
    for label, scale in (("longest wait", 2), ("unanswered", 2), ("AHT", 1)):
        assert all(line.strip() in drawn for line in bigtext.big(said[label], scale, UNICODE)), label


@pytest.mark.parametrize("size", SIZES)
def test_the_service_level_is_the_largest_thing_while_live_and_the_age_else(size: tuple[int, int]) -> None:
    plan = next(one for one in PLANS if size[0] >= one.columns and size[1] >= one.rows)
    for board, loud, least in ((BOARD, "79.9 %", plan.level), (outage(), "1 m 30 s", 1)):
        lines = text(board, size)
        scales = [s for s in range(plan.level, 0, -1) if bigtext.big(loud, s, UNICODE)[0].rstrip() in "\n".join(lines)]
        assert scales, "\n".join(lines)
        assert least <= scales[0] <= plan.level
        assert scales[0] >= plan.figures
        if board is not BOARD:
            assert "STALE" in lines[0]
            assert "old" in "\n".join(lines)
            assert "since 14:31   it is old" in "\n".join(lines)


def test_a_target_is_said_with_its_mark_and_a_queue_with_its_name() -> None:
    for size in SIZES:
        whole = "\n".join(text(BOARD, size))
        assert "target 80 %" in whole
        assert "longest wait" in whole
        assert "Renewals" in whole
        assert "worst queues" in whole


@pytest.mark.parametrize("size", SIZES)
def test_an_age_too_long_for_a_small_board_is_told_in_minutes_and_stays_the_largest_thing(
    size: tuple[int, int],
) -> None:
    lines = text(outage(loud="10 m 05 s", briefly="11 m"), size)
    said = "11 m" if size == SIZES[0] else "10 m 05 s"
    assert any(bigtext.big(said, scale, UNICODE)[0].rstrip() in "\n".join(lines) for scale in range(1, 9))
    assert any(line.endswith(" old") for line in lines)


def test_an_age_in_brief_is_never_younger_than_it_is() -> None:
    said = {5: "5 s", 60: "1 m 00 s", 61: "2 m", 3_540: "59 m", 3_541: "1 h 00 m", 3_900: "1 h 05 m", 40_000: "12 h"}
    assert {seconds: times.briefly(seconds) for seconds in said} == said


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("figure", ["100 %", "79.9 %", "—"])
def test_what_a_figure_is_can_be_read_whole_at_any_size(size: tuple[int, int], figure: str) -> None:
    for board in (BOARD, outage()):
        board = replace(board, level=replace(LEVEL, text=figure))
        whole = "\n".join(text(board, size))
        assert any(f"{name}{end}" in whole + "\n" for name in (LEVEL.label, LEVEL.brief) for end in (" ", "\n"))
        assert "service level …" not in whole
        assert "agents…" not in whole


def test_without_ascii_nothing_else_is_drawn() -> None:
    board = Board((("acme", "strong"),), "14:32", ("o LIVE", "accent"), Said("SL", "84 %", "+"), (), BOARD.charts, ())
    for size in SIZES:
        assert "\n".join(text(board, size, ASCII)).isascii()


def test_the_newest_quarter_hour_is_hollow_and_bars_are_on_one_scale() -> None:
    lines = text(
        Board(BOARD.head, "", BOARD.word, LEVEL, (), (Chart("in", SLOTS[-4:]), Chart("out", SLOTS[:2])), ()), WIDE
    )
    bars = [line for line in lines if "░" in line]
    assert len(bars) == 4
    assert all(line.index("░") > line.rindex("█", 0, line.index("░")) for line in bars[1:] if "█" in line)


STATES = {
    "FILLING": "45 %",
    "PARTIAL": "12,345 calls missing from an answer",
    "STALE": "next try in 120 s",
    "OFFLINE": "next try in 120 s",
    "ERROR 404": "next try in 120 s",
    "REFUSED": "ID and key are not accepted, next try in 15 min",
}


@pytest.mark.parametrize("word", STATES)
async def test_what_a_state_means_and_when_it_is_tried_again_are_said_whole_at_80_columns(word: str) -> None:
    async with wall(NARROW) as (app, feed, pilot):
        feed.standing = Status(word, STATES[word], 87.0, 0.9, 5.0, 0.0, True, "", since=FLOOR_TIME - 87)
        app.tick()
        await pilot.pause()
        said = next(line for line in shown(app).splitlines() if f"{word} since" in line)
        assert said.rstrip().endswith(STATES[word])


def test_every_word_of_the_link_and_every_age_can_be_drawn() -> None:
    ages = [times.age(seconds) for seconds in (0, 5, 61, 3_599, 3_600, 90_000)]
    for said in [*LINK, "ERROR 80", *ages, "1:02:41", "100 %", "99.9 %", "1,234", UNICODE.unknown, ASCII.unknown]:
        assert bigtext.drawable(said), said


@pytest.mark.parametrize("scale", range(1, 9))
def test_a_letter_is_as_large_as_its_scale_says_and_no_two_figures_look_alike(scale: int) -> None:
    drawn = {char: bigtext.big(char, scale, UNICODE) for char in "0123456789"}
    assert len(set(drawn.values())) == 10
    for lines in drawn.values():
        assert len(lines) == bigtext.rows(scale)
        assert {len(line) for line in lines} == {3 * scale}
    assert bigtext.fitting("888", 11 * scale, 8, UNICODE) == min(scale, 8)
    assert bigtext.fitting("888", 11 * scale - 1, 8, UNICODE) == scale - 1
    assert bigtext.fitting("888", 11 * scale, 8, ASCII) % 2 == 0


def test_quarter_hours_that_began_before_the_window_are_left_out() -> None:
    assert list(whole_quarters(1_000, 2_800)) == [1_800, 2_700]
    assert list(whole_quarters(900, 900)) == [900]
    day = Daily(at=time(6), zone=ZoneInfo("UTC"))
    assert whole_quarters(day.last(FLOOR_TIME), FLOOR_TIME)[0] % QUARTER == 0


# --- at the wall ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("size", SIZES)
async def test_the_board_shows_the_headers_figures_and_nobodys_name(size: tuple[int, int]) -> None:
    async with wall(size) as (app, feed, pilot):
        assert "● LIVE" in shown(app)
        assert "service level 20 s" in shown(app)
        assert "Spring Sale" in shown(app)
        feed.standing = OUTAGE
        app.tick()
        await pilot.pause()
        assert "▲ OFFLINE" in shown(app)
        assert "old" in shown(app)
        feed.standing = fakes.LIVE
        app.tick()
        await pilot.pause()
        assert "OFFLINE" not in shown(app)
        names = {entry.call.agent for entry in app.state.view} | {entry.call.contact for entry in app.state.view}
        assert len(names) > 100
        assert not [name for name in names if len(name) > 3 and name in shown(app)]


async def test_without_calls_there_is_no_figure() -> None:
    async with wall(NARROW, empty=True) as (app, _, _):
        assert "n 0" in shown(app)
        assert "worst queues   —" in shown(app)
        assert "%" not in shown(app).replace("target 80 %", "").replace("target 5.0 %", "")


async def test_credentials_refused_in_mid_shift_are_said_with_the_age_and_asked_of_nobody() -> None:
    async with wall(WIDE) as (app, feed, pilot):
        feed.standing = fakes.status("REFUSED", "ID and key are not accepted, next try in 900 s", 130.0)
        app.tick()
        await pilot.pause()
        assert "▲ REFUSED" in app.wall.board._board.word[0]  # type: ignore[union-attr]
        assert "next try in 900 s" in shown(app)
        assert len(app.screen_stack) == 1


async def test_keys_are_answered_with_a_hint_and_do_nothing() -> None:
    async with wall(NARROW) as (app, feed, pilot):
        before = shown(app)
        for key in ("b", "x", "enter", "slash", "u", "escape", "tab", "question_mark"):
            await pilot.press(key)
            await pilot.pause()
            assert shown(app).endswith("q leaves"), key
            app.wall.board._unhint()
            await pilot.pause()
            assert shown(app) == before
        assert (feed.refreshed, feed.windows) == (0, [])
        await pilot.press("q")
    assert app.return_code == 0


async def test_nothing_is_drawn_again_while_nothing_happens_but_the_clock() -> None:
    async with wall(WIDE) as (app, feed, pilot):
        feed.time = FLOOR_TIME + 600.5  # everything has settled
        app.tick()
        await pilot.pause()
        drawn: list[list[int]] = []
        board = app.wall.board
        refresh = board.refresh

        def watched(*regions: object, **how: object) -> object:
            drawn.append([region.y for region in regions])  # type: ignore[attr-defined]
            return refresh(*regions, **how)  # type: ignore[arg-type]

        board.refresh = watched  # type: ignore[method-assign,assignment]
        for _ in range(59):
            feed.time += 1
            app.tick()
            await pilot.pause()
        assert drawn == []
        feed.time += 1
        app.tick()
        await pilot.pause()
        assert [0] in drawn


# --- since when ------------------------------------------------------------------------------------------------


def test_since_when_a_queue_is_bad_stands_beside_it_as_far_as_there_is_room() -> None:
    def line(columns: int, rows: int) -> str:
        queues = tuple(
            Said(name, "61 %", "▲", "alert", f"n 42\n{lasts}", lasts=lasts)
            for name, lasts in (("Renewals", "since 13:45"), ("Spring Sale", "since ≤13:00"))
        )
        lines = text(replace(BOARD, queues=queues), (columns, rows))
        (at,) = [y for y, line in enumerate(lines) if "worst queues" in line]
        return " ".join("\n".join(lines[at:]).split())

    assert line(80, 24) == "worst queues Renewals 61 % ▲ since 13:45 Spring Sale 61 % ▲ since ≤13:00"
    assert line(70, 24) == "worst queues Renewals 61 % ▲ since 13:45 Spring Sale 61 % ▲"
    assert line(60, 24) == "worst queues Renewals 61 % ▲ Spring Sale 61 % ▲", "rather a second queue"
    assert line(44, 24) == "worst queues Renewals 61 % ▲"
    assert "▲ n 42 since 13:45 ▲ n 42 since ≤13:00" in line(160, 44)


# --- yesterday -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("size", SIZES[1:])
def test_yesterdays_quarter_hours_stand_beside_todays(size: tuple[int, int]) -> None:
    slots = (Slot("14:00", 40, before=80), Slot("14:15", 80, before=None), Slot("14:30", 7, young=True, before=33))
    charts = (Chart("in", slots, " · dim: yesterday"), Chart("out", slots))
    lines = text(Board(BOARD.head, "", BOARD.word, LEVEL, FIGURES, charts, ()), size)
    (at,) = [y for y, line in enumerate(lines) if "14:00" in line]
    assert lines[at - 2].split() == ["40", "80", "7"] * 2
    assert lines[at - 1].split() == ["80", "—", "33"] * 2
    assert "dim: yesterday" in "\n".join(lines)
    assert max(map(width, lines)) <= size[0]


async def test_a_quarter_hour_of_which_a_part_was_not_had_is_in_part_on_the_wall() -> None:
    async with wall(WIDE) as (app, feed, pilot):
        for lacked in ([(fakes.NOW - 3_180, fakes.NOW - 1_740)], []):  # 13:07–13:31
            feed.lacked = lacked
            app.tick()
            await pilot.pause()
            board = app.facts.board(app.settings, fakes.LIVE, feed.time)
            slots = board.charts[0].slots
            assert [slot.young for slot in slots[:3]] == [bool(lacked)] * 3, slots
            assert [said.lasts for said in board.queues[:2]] == (["", ""] if lacked else ["since ≤14:00"] * 2)


async def test_yesterday_is_asked_for_when_the_board_is_opened_and_not_before() -> None:
    async with seated() as seat:
        asked: list[Ask] = []

        async def fetch(ask: Ask) -> Answer[Call]:
            asked.append(ask)
            await asyncio.sleep(0)
            calls = [fakes.call(ask.start + n, date=ask.start + n, agent="Bob Ray") for n in range(7)]
            sent = seat.feed.clock.tick()
            return Answer(ask, calls, len(calls), sent, sent)

        seat.feed.client.fetch = fetch  # type: ignore[method-assign]
        await seat.pass_time(3)
        assert asked == []
        await seat.press("b")
        await seat.pass_time(1)
        for _ in range(200):
            if not [worker for worker in seat.app.workers if worker.name == "yesterday" and worker.is_running]:
                break
            await seat.pilot.pause(0.01)
        await seat.pass_time(1)
        assert "dim: yesterday" in seat.text
        assert {ask.start // 86_400 for ask in asked} == {(fakes.NOW - 86_400) // 86_400}
        many = len(asked)
        assert seat.feed.beside.within(seat.feed.clock.tick()) > 0
        await seat.press("b")
        await seat.pass_time(60)
        await seat.press("2", "down", "enter")
        await seat.pass_time(1)
        assert len(asked) == many, "once"


# --- over the console ------------------------------------------------------------------------------------------


@pytest.mark.parametrize("size", SIZES)
async def test_b_lays_it_over_the_console_and_takes_it_away(size: tuple[int, int]) -> None:
    async with seated(size) as seat:
        before = seat.lines
        await seat.press("b")
        assert "service level" in seat.text or (size == SIZES[0] and "SL 20 s" in seat.text)
        assert "Ann Lee" not in seat.text
        assert "Contact" not in seat.text
        assert seat.lines[-1].strip() == "b goes back, q leaves", "before any key"
        for key in ("x", "escape", "slash", "2", "enter"):
            await seat.press(key)
            assert seat.lines[-1].strip() == "b goes back, q leaves", key
        await seat.say(fakes.new(900, queue=400))
        await seat.pass_time(60)
        assert "longest wait" in seat.text
        await seat.press("b")
        assert seat.app.main.place == "calls"
        assert len(seat.lines) == len(before)
        assert "service level" not in seat.text


async def test_marks_do_not_fade_behind_the_board() -> None:
    async with seated() as seat:
        await seat.say(fakes.new(900))
        await seat.press("b")
        await seat.pass_time(120)
        await seat.press("b")
        assert "✦" in seat.text


async def test_other_keys_may_open_and_leave_it(tmp_path: Path) -> None:
    path = tmp_path / "config.toml"
    path.write_text('[keys]\nboard = "B"\nquit = "Q"\n')
    async with seated(settings=fakes.settings(DIALER_TUI_CONFIG=str(path))) as seat:
        await seat.press("B")
        assert "service level" in seat.text
        await seat.press("b")
        assert seat.lines[-1].strip() == "B goes back, Q leaves"
        await seat.press("B")
        assert "service level" not in seat.text
