"""A floor whose time stands still: the simulated one, read as the program reads it, for pictures that never change."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any
from unittest import mock

from dialer_tui.api import protocol
from dialer_tui.api.decode import Decoder, envelope
from dialer_tui.floor.changes import Changes
from dialer_tui.floor.directories import Directory
from dialer_tui.floor.window import RollingWindow
from dialer_tui.model import Answer, Ask, Function, Poll
from dialer_tui.simulator import names, roster
from dialer_tui.simulator.answers import Api, Behaviour
from dialer_tui.simulator.world import World
from tests.conftest import FLOOR_TIME

AGES = (21, 9, 0)  # seconds before FLOOR_TIME at which the floor is asked: the later answers hold what is new
_DRAWN = [script for script in names.SCRIPTS[:5] for _ in range(script.weight)]


@contextmanager
def drawn() -> Iterator[None]:
    """Names are in scripts alone that what draws the pictures has glyphs for, as a terminal has for each it draws."""
    with mock.patch.object(roster, "_SCRIPTS", _DRAWN):
        yield


def floor(seed: int = 23) -> tuple[Directory, list[Changes]]:
    """The lists of a floor, and what three polls found on it: what was there, what is new, what changed."""
    tick = [0.0]
    with drawn():
        world = World(
            seed, agents=44, campaigns=6, calls_per_hour=600, start=FLOOR_TIME - AGES[0], tick=lambda: tick[0]
        )
        api, decoder = Api(world, Behaviour()), Decoder()

        def ask(function: Function, start: int = 0, end: int = 0) -> list[Any]:
            body = protocol.body(Ask(function, start, end), world.affiliate_id, world.affiliate_key)
            answer = api.answer(body)
            if not isinstance(answer, bytes):
                answer = api.calls((record.id, record.body) for record in answer)
            reading = decoder.read(function, envelope(answer))
            for _ in reading:
                pass
            return reading.records

        lists = Directory(tuple(ask("getAgents")), tuple(ask("getCampaigns")))
        poll = Poll()
        window = RollingWindow(poll, FLOOR_TIME - AGES[0])
        found = []
        for age in AGES:
            tick[0] = AGES[0] - age
            now = FLOOR_TIME - age
            start, end = now - poll.window - poll.look_back, now + 300
            records: Sequence[Any] = ask("getCalls", start, end)
            asked = Ask("getCalls", start, end)
            answer = Answer(asked, list(records), len(records), tick[0], tick[0])
            found.append(window.apply(answer, True, float(now)))
    return lists, found
