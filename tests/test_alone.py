"""An hour of a board that nobody looks after, in virtual time: no lie, nobody's name, and back whenever the API is."""

from __future__ import annotations

import asyncio
import random
from collections import Counter

import pyte

from dialer_tui.clock import Clock
from dialer_tui.feed import Feed, Update
from dialer_tui.floor.changes import Changes
from dialer_tui.model import Poll
from dialer_tui.simulator.answers import Api, Behaviour
from dialer_tui.simulator.world import World
from dialer_tui.text import width
from dialer_tui.ui.board import laid
from dialer_tui.ui.boardfacts import BoardFacts
from dialer_tui.ui.state import FloorState
from dialer_tui.ui.theme import UNICODE
from tests import alone, virtual
from tests.alone import INTERVAL, LOOK_BACK, MINUTE, WINDOW, Moment
from tests.bench import inside
from tests.conftest import FLOOR_TIME
from tests.folding import fold
from tests.ui import fakes
from tests.ui.terminal import Screen

SIZES = ((120, 36), (80, 24), (40, 10))
OFTEN = 23  # seconds between two looks at it


class Board:
    """Everything between that wire and a screen."""

    def __init__(self, floor: World, clock: Clock) -> None:
        client = inside.client(lambda _: b"", clock)
        self.wire = inside.Faulty(Api(floor, Behaviour()), clock, alone.faults())
        client._wire = self.wire  # type: ignore[assignment]
        settings = fakes.settings()
        poll = Poll(interval=INTERVAL, window=WINDOW, look_back=LOOK_BACK)
        self.settings = settings
        self.feed = Feed(client, clock, poll, rng=random.Random(1), unattended=True)
        self.state = FloorState(settings.figures.not_agents, settings.figures.rules(), settings.timezone)
        self.state.watch((), settings.scope)
        self.facts = BoardFacts(self.state.figures, settings.timezone, UNICODE, self.state.campaigns_known)
        self.feed.subscribe(self.hear)

    def hear(self, update: Update) -> None:
        self.state.at(self.feed.now())
        if isinstance(update, Changes):
            self.state.changed(update)
        else:
            fold(self.state, update)
        while self.state.busy:
            self.state.seek()

    def beat(self) -> str:
        """A second has passed; the link's word."""
        now, status = self.feed.now(), self.feed.status()
        self.state.at(now)
        assert self.state.alerts is not None
        self.state.alerts.judge(now, status)
        return status.word

    def screens(self) -> list[list[str]]:
        """What hangs on a wall of each size."""
        now, status = self.feed.now(), self.feed.status()
        board = self.facts.board(self.settings, status, now, alerts=self.state.alerts)
        return [["".join(text for text, _ in line) for line in laid(board, *size, UNICODE)] for size in SIZES]


async def hour() -> tuple[list[str], Counter[str], str]:
    """What was not true on any screen of an hour, how often each word of the link stood there, and all that did."""
    loop = asyncio.get_running_loop()
    floor = alone.world(start=float(FLOOR_TIME), tick=loop.time)
    floor.affiliate_id, floor.affiliate_key = inside.ACCOUNT
    board = Board(floor, Clock(wall=lambda: FLOOR_TIME + loop.time(), tick=loop.time))
    polling = asyncio.create_task(board.feed.run())
    wrong, words, shown = list[str](), Counter[str](), set[str]()
    for second in range(1, 60 * MINUTE + 1):
        await asyncio.sleep(1)
        words[board.beat().partition(" ")[0]] += 1
        if second % OFTEN or second < MINUTE:
            continue
        screens = board.screens()
        good = board.wire.good
        numbers = alone.numbers(floor, FLOOR_TIME + loop.time(), FLOOR_TIME + good)
        for size, lines in zip(SIZES, screens, strict=True):
            moment = Moment(loop.time(), loop.time() - good, lines, numbers)
            wrong += [f"{second} s, {size[0]} × {size[1]}: {lie}" for lie in alone.lies(moment)]
            assert max(map(width, lines)) <= size[0]
            shown.update(lines)
    polling.cancel()
    await asyncio.gather(polling, return_exceptions=True)
    named = alone.people(floor, FLOOR_TIME - 2 * LOOK_BACK, floor.now())
    assert len(named) > 500
    text = "\n".join(shown)
    return wrong + [f"names {name!r}" for name in named if name in text], words, text


def test_a_board_left_alone_for_an_hour_of_faults_tells_no_lie_names_nobody_and_comes_back_from_each() -> None:
    wrong, words, text = virtual.run(hour())
    assert wrong == []
    assert set(words) >= {"LIVE", "PARTIAL", "STALE", "OFFLINE", "ERROR", "REFUSED"}
    assert words["LIVE"] > 20 * MINUTE
    assert 10 * MINUTE < words["REFUSED"] < 17 * MINUTE
    assert "▲ REFUSED since 14:27" in text


def test_a_picture_of_a_minute_is_what_stood_there_in_its_colours() -> None:
    screen = Screen(12, 2)
    pyte.ByteStream(screen).feed(b"\x1b[38;2;255;175;95mOFFLINE\x1b[0m\r\n\x1b[34m9 m")
    drawn = alone.picture(screen)
    assert "OFFLINE" in drawn
    assert "#ffaf5f" in drawn
    assert ">9</tspan>" in drawn
