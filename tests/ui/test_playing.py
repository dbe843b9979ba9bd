"""A recording in the console: pause, step, jumps, typed times, its end; what is shown is what was shown then."""

from __future__ import annotations

import asyncio
import gzip
import re
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from textual.pilot import Pilot

from dialer_tui.player import Player
from dialer_tui.tape import read
from dialer_tui.tape.form import Line
from dialer_tui.ui.app import Console
from dialer_tui.ui.keymap import Keymap
from dialer_tui.ui.tapekeys import TAPE_KEYS, played
from tests import recordings
from tests.recordings import REFUSED, Trouble, picture, quiet, straight
from tests.ui import fakes
from tests.ui.seat import NARROW, WIDE


@pytest.fixture(scope="module")
def tape(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Twelve minutes of a floor, with namesakes."""
    path = tmp_path_factory.mktemp("tape") / "fault.gz"
    recordings.make(path)
    return path


class Watcher:
    """Somebody at a console that plays a recording."""

    def __init__(self, app: Console, player: Player, pilot: Pilot[None]) -> None:
        self.app, self.player, self.pilot = app, player, pilot

    @property
    def lines(self) -> list[str]:
        return fakes.text(self.app)

    @property
    def tick(self) -> float:
        """Where the recording is."""
        return self.player.feed.clock.tick()

    async def press(self, *keys: str) -> None:
        """Press keys and wait until what they do is done."""
        await self.pilot.press(*keys)
        await self.pilot.pause()
        await self.until(lambda: not (self.player.travelling or self.app.folding.busy or self.app.state.busy))

    async def until(self, holds: Callable[[], object]) -> None:
        """Wait until something holds."""
        async with asyncio.timeout(60):
            while not holds():  # noqa: ASYNC110
                await asyncio.sleep(0.02)
        await self.pilot.pause()

    async def go(self, text: str) -> None:
        """Type a time and go there."""
        await self.press("g", *text, "enter")

    async def sees(self, path: Path, tick: float) -> None:
        """What is shown at a tick must be what somebody sees then who has looked on from the begin."""
        assert abs(self.tick - tick) < 0.001
        wanted = await asyncio.to_thread(straight, path, tick)
        found = picture(self.app.state, self.app.feed.now())
        for what, value in wanted.items():
            assert found[what] == value, what


@asynccontextmanager
async def watching(path: Path, size: tuple[int, int] = WIDE, *, paused: bool = True) -> AsyncIterator[Watcher]:
    """Somebody at a console of a size, on a recording that stands at its begin."""
    player = recordings.player(path)
    player.pause(paused)
    app = Console(player.feed, recordings.settings(path), replay=player)
    async with app.run_test(size=size) as pilot:
        watcher = Watcher(app, player, pilot)
        await watcher.until(lambda: player.index)
        yield watcher


async def test_a_jump_on_and_one_back_show_what_was_shown_then(tape: Path) -> None:
    async with watching(tape) as seat:
        await seat.press("right_square_bracket", "right_square_bracket", "right_square_bracket")
        await seat.sees(tape, 180.0)
        assert len(seat.app.state.view) > 50
        await seat.press("shift+right")
        await seat.sees(tape, 240.0)
        await seat.press("left_square_bracket")
        await seat.sees(tape, 180.0)
        await seat.press("shift+left", "shift+left")
        await seat.sees(tape, 60.0)


async def test_back_from_afar_nothing_of_the_later_time_is_left(tape: Path) -> None:
    late, early = await asyncio.to_thread(quiet, tape, 650.0), await asyncio.to_thread(quiet, tape, 35.0)
    async with watching(tape) as seat:
        for tick in (late, early, late):
            seat.app.playing.jump(tick - seat.player.position)  # type: ignore[union-attr]
            await seat.press()
            await seat.sees(tape, tick)
        assert seat.app.state.people.claimed
        assert {row.claimed for row in seat.app.state.people.rows()} > {None}, "namesakes were told apart"


async def test_at_the_very_begin_there_is_nothing_yet(tape: Path) -> None:
    async with watching(tape) as seat:
        await seat.press("right_square_bracket")
        await seat.press("left_square_bracket")
        assert seat.tick == 0.0
        assert not seat.app.state.calls
        assert not seat.app.state.agents_known
        assert "CONNECTING" in seat.lines[0]
        assert any("Waiting for the list." in line for line in seat.lines)


async def test_a_step_plays_the_next_answer_says_what_it_was_and_pauses(tape: Path) -> None:
    answers = [line for line in read.lines(tape) if isinstance(line, Line)]
    async with watching(tape) as seat:
        for line in answers[:6]:
            await seat.press("full_stop")
            await seat.until(lambda line=line: seat.tick >= line.received)
            assert seat.tick == line.received
            assert line.function in seat.lines[-1]
            assert f"{line.count:,} record" in seat.lines[-1]
        await seat.press("space")
        assert not seat.player.paused
        await seat.press("full_stop")
        assert seat.player.paused


async def test_what_a_step_brings_is_new(tape: Path) -> None:
    async with watching(tape) as seat:
        await seat.press("right_square_bracket")
        assert not seat.app.state.marks.new(), "nothing has just come where somebody has just gone"
        for _ in range(30):
            await seat.press("full_stop")
            if seat.app.state.marks.new():
                break
        assert any("✦" in line for line in seat.lines)
        await seat.press("left_square_bracket")
        assert not seat.app.state.marks.new()
        assert not any("✦" in line for line in seat.lines)


async def test_space_pauses_the_recording_and_lets_it_go_on(tape: Path) -> None:
    async with watching(tape, paused=False) as seat:
        await seat.press("space")
        stood = seat.tick
        assert "REPLAY paused" in seat.lines[0]
        await asyncio.sleep(0.3)
        assert seat.tick == stood
        assert not seat.app.state.paused, "it is the recording that is paused, not the list"
        await seat.press("space")
        await seat.until(lambda: seat.tick > stood)
        assert "paused" not in seat.lines[0]


async def test_faster_and_slower_are_said_and_done(tape: Path) -> None:
    async with watching(tape, paused=False) as seat:
        await seat.press("greater_than_sign", "greater_than_sign", "greater_than_sign")
        assert seat.player.speed == 10
        assert "REPLAY x10" in seat.lines[0]
        began = seat.tick
        await seat.until(lambda: seat.tick > began + 2)
        await seat.press("less_than_sign")
        assert "x5 as fast as it was" in seat.lines[-1]


@pytest.mark.parametrize(("text", "tick"), [("14:09", 240.0), ("14:10:30", 330.0), ("+2m", 120.0), ("14:05", 0.0)])
async def test_a_typed_time_is_gone_to(text: str, tick: float, tape: Path) -> None:
    async with watching(tape) as seat:
        await seat.go(text)
        assert abs(seat.tick - tick) < 1
        assert "go to" not in seat.lines[-1] or "g go to" in seat.lines[-1]


async def test_a_typed_time_shows_what_was_shown_then(tape: Path) -> None:
    async with watching(tape) as seat:
        await seat.go("14:13:02")
        await seat.sees(tape, seat.player.index.tick(seat.app.feed.now()))  # type: ignore[union-attr]
        assert "14:13:02" in seat.lines[0]
        await seat.go("-4m")
        assert "14:09:02" in seat.lines[0]


@pytest.mark.parametrize("size", [WIDE, NARROW])
async def test_a_wrong_time_is_told_while_it_is_typed_and_esc_takes_the_line_away(
    size: tuple[int, int], tape: Path
) -> None:
    async with watching(tape, size) as seat:
        await seat.press("g")
        assert "14:05 · +5m" in seat.lines[-1]
        await seat.press(*"soon", "enter")
        assert "that is no time" in seat.lines[-1]
        await seat.press("ctrl+u", *"16:00", "enter")
        assert "Tue 24 Nov 14:05" in seat.lines[-1], "what it is of"
        assert seat.tick == 0.0
        await seat.press("ctrl+u", *"14:06")
        assert "14:06:00" in seat.lines[-1]
        await seat.press("escape")
        assert " go to " not in seat.lines[-1].replace("g go to", "")
        assert seat.app.main.place == "calls"


async def test_a_time_is_typed_over_an_open_sheet_which_stays(tape: Path) -> None:
    async with watching(tape) as seat:
        await seat.press("d")
        await seat.go("14:07")
        assert abs(seat.tick - 120.0) < 1
        assert any("Diagnostics" in line for line in seat.lines)
        assert seat.app.main.place == "diagnostics"
        await seat.press("escape")
        assert seat.app.main.place == "calls"


@pytest.mark.parametrize("size", [WIDE, NARROW])
async def test_the_status_line_says_where_it_is(size: tuple[int, int], tape: Path) -> None:
    async with watching(tape, size) as seat:
        await seat.press("right_square_bracket", "right_square_bracket")
        place = "14:07:00 · 2 of 12 min" if size == WIDE else "2/12 min"
        assert re.search(rf"REPLAY paused( ·)? {place} ", seat.lines[0]), seat.lines[0]
        assert "14:07:00" in seat.lines[-1]


async def test_the_status_line_says_where_it_is_going_and_how_far_that_is(tape: Path) -> None:
    async with watching(tape) as seat:
        playing = seat.app.playing
        assert playing is not None
        await seat.press("right_square_bracket")
        seat.player.seek(240.0)
        assert playing.words(wide=True) == "REPLAY going to 14:09:00, 25 %"
        assert playing.words(wide=False, seconds=False) == "REPLAY to 14:09, 25 %"
        seat.app.tick()
        assert "14:06:00 UTC" in seat.lines[-1], "the screen is as it was until it is there"
        await seat.player.arrive()


async def test_its_end_is_said_and_left_by_going_back(tape: Path) -> None:
    async with watching(tape, paused=False) as seat:
        await seat.go("14:16:58")
        await seat.until(lambda: seat.player.feed.over)
        seat.app.tick()
        assert "REPLAY at its end · 14:17:00 · 12 of 12 min" in seat.lines[0]
        for key in ("space", "full_stop"):
            await seat.press(key)
            assert "the recording is at its end; [ goes back" in seat.lines[-1]
        await seat.press("right_square_bracket")
        assert seat.tick == 720.0
        await seat.press("left_square_bracket")
        assert not seat.player.feed.over
        assert "at its end" not in seat.lines[0]


@pytest.fixture
def damaged(tape: Path, tmp_path: Path) -> Path:
    """The same with a line in it, after a minute and a half, that is none."""
    lines = gzip.decompress(tape.read_bytes()).splitlines(keepends=True)
    path = tmp_path / "damaged.gz"
    path.write_bytes(gzip.compress(b"".join([*lines[:40], b"{}\n", *lines[41:]])))
    return path


async def test_a_recording_that_is_damaged_further_on_says_how_far_it_can_be_read(damaged: Path) -> None:
    async with watching(damaged) as seat:
        await seat.press("right_square_bracket", "right_square_bracket")
        await seat.until(lambda: seat.player.feed.over)
        seat.app.tick()
        assert "it can be read to here: line 41 is not one of a recording" in seat.lines[-1]


async def test_the_cursor_stays_on_its_call_from_one_time_to_another(tape: Path) -> None:
    async with watching(tape) as seat:
        await seat.press("right_square_bracket", "right_square_bracket")
        await seat.press(*["down"] * 12)
        call = seat.app.state.view[seat.app.main.calls.cursor].call.id
        await seat.press("right_square_bracket")
        assert seat.app.state.view[seat.app.main.calls.cursor].call.id == call
        await seat.press("left_square_bracket")
        assert seat.app.state.view[seat.app.main.calls.cursor].call.id == call


async def test_filters_stay_on_and_keep_what_they_keep_then(tape: Path) -> None:
    async with watching(tape) as seat:
        await seat.press("right_square_bracket", "slash", *"type:in", "enter")
        await seat.press("right_square_bracket", "right_square_bracket", "left_square_bracket")
        state = seat.app.state
        kinds = {state.view[row].call.type for row in range(len(state.view))}
        inbound = [entry for entry in state.view.entries() if entry.call.type == "Inbound"]
        assert kinds == {"Inbound"}
        assert len(state.view) == len(inbound)


async def test_a_key_pressed_on_the_way_is_not_waited_for(tape: Path) -> None:
    async with watching(tape) as seat:
        await seat.press("right_square_bracket")
        await seat.pilot.press(*["right_square_bracket"] * 4, "left_square_bracket", "left_square_bracket")
        await seat.press()
        await seat.sees(tape, 180.0)


@pytest.mark.parametrize("size", [WIDE, NARROW])
async def test_footer_and_help_tell_the_keys_of_a_recording_there_and_nowhere_else(
    size: tuple[int, int], tape: Path
) -> None:
    floor = Keymap()
    for key in TAPE_KEYS:
        assert key not in floor.keys or key.id == "help"
    async with watching(tape, size) as seat:
        for words in ("space pause", ". step", "[ back", "] on", "g go to", "? help"):
            assert words in seat.lines[-1]
        seen = ""
        await seat.press("question_mark")
        for _ in range(12):
            seen += "\n".join(seat.lines)
            await seat.press("pagedown")
        for key in TAPE_KEYS:
            if "calls" in key.where:
                assert re.search(rf"{re.escape(key.shown)} +{re.escape(key.help[:30])}", seen), key.id


def test_no_two_keys_of_a_recording_are_the_same_in_one_place() -> None:
    taken: dict[tuple[str, str], str] = {}
    for key in played():
        for name in filter(None, key.keys.split(",")):
            for place in key.where:
                assert taken.setdefault((name, place), key.id) == key.id, (name, place)


@pytest.mark.parametrize("size", [WIDE, NARROW])
async def test_a_refused_key_is_shown_as_it_was_and_nothing_is_offered_against_it(
    size: tuple[int, int], tmp_path: Path
) -> None:
    path = tmp_path / "refused.gz"
    refuse: Trouble = lambda at, ask: REFUSED if at > 12 else None  # noqa: E731
    await asyncio.to_thread(recordings.make, path, seconds=125, trouble=refuse)
    async with watching(path, size) as seat:
        for word in ("STALE", "REFUSED"):
            await seat.press("right_square_bracket")
            seat.app.tick()
            assert word in seat.lines[0]
            assert not re.search(r"asks now|tries now|changes the", seat.lines[0])


async def test_a_key_that_was_refused_from_the_first_is_said_with_nobody_to_ask(tmp_path: Path) -> None:
    path = tmp_path / "refused.gz"
    await asyncio.to_thread(recordings.make, path, seconds=20, trouble=lambda at, ask: REFUSED)
    async with watching(path) as seat:
        assert any("Connecting to the API." in line for line in seat.lines)
        await seat.press("right_square_bracket")
        seat.app.tick()
        assert "REFUSED" in seat.lines[0]
        text = "\n".join(seat.lines)
        assert "The API refused the ID and key." in text
        assert "It says: Invalid ID and Transaction Key combination" in text
        assert "changes the" not in text


async def test_nobody_is_asked_for_yesterday(tape: Path) -> None:
    async with watching(tape) as seat:
        await seat.press("right_square_bracket", "b")
        await seat.press("b")
        assert seat.app.beside.keeper is None
