"""Recordings: written, anonymised, read again, played to the same figures."""

from __future__ import annotations

import asyncio
import gzip
import re
import zlib
from collections import Counter
from collections.abc import Iterable
from functools import partial
from pathlib import Path
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dialer_tui.api.client import Client
from dialer_tui.clock import Clock
from dialer_tui.feed import Feed, Update
from dialer_tui.floor.changes import Changes
from dialer_tui.floor.figures import FIGURES
from dialer_tui.floor.measured import Measured
from dialer_tui.floor.names import Claims, grouped, name_key
from dialer_tui.floor.people import NOT_AGENTS, People
from dialer_tui.floor.tally import Rules
from dialer_tui.model import EVERYTHING, Agent, Answer, Ask, Call, Poll
from dialer_tui.replay import Replay, TapeClock
from dialer_tui.simulator.server import Server
from dialer_tui.simulator.world import World
from dialer_tui.tape import read
from dialer_tui.tape.form import VERSION, End, Header, Line
from dialer_tui.tape.others import Others
from dialer_tui.tape.recorder import Recorder
from dialer_tui.tape.write import Tape
from tests.conftest import FLOOR_TIME

SECRET = b"s" * 32
POLL = Poll(interval=1, window=1800, look_back=1800)


def others() -> Others:
    return Others(SECRET, NOT_AGENTS)


def header(**more: Any) -> Header:
    said = {
        "version": VERSION,
        "program": "0",
        "anonymised": False,
        "wall": 1e9,
        "timezone": "UTC",
        "call_date": "start",
        "interval": 1,
        "window": 1800,
        "look_back": 1800,
        "records_per_minute": 24_000,
        "scope": EVERYTHING,
        "figures": {},
    }
    return Header(**{**said, **more})


# --- others -----------------------------------------------------------------------------------------------------

DIGITS = st.text("0123456789", min_size=1, max_size=14)
NAMES = st.text(st.sampled_from("abcAB éß,.ıİſ\u0301 12\t"), max_size=9)


@given(st.lists(DIGITS, unique=True, max_size=40))
def test_numbers_keep_their_length_and_never_meet(numbers: list[str]) -> None:
    turned = list(map(others().number, numbers))
    assert len(set(turned)) == len(numbers)
    assert [len(one) for one in turned] == [len(one) for one in numbers]


def test_every_number_of_three_digits_is_turned_into_one_of_its_own() -> None:
    every = [f"{number:03}" for number in range(1000)]
    assert sorted(map(others().number, every)) == every
    assert sorted(map(others().id, "0123456789")) == list("0123456789")


@given(st.text("0123456789+-() ", max_size=20))
def test_a_number_keeps_its_punctuation_and_is_the_same_however_it_is_written(number: str) -> None:
    one = others()
    turned = one.number(number)
    assert re.sub(r"\d", "0", turned) == re.sub(r"\d", "0", number)
    assert re.sub(r"\D", "", turned) == one.number(re.sub(r"\D", "", number))


@given(st.lists(NAMES, max_size=30))
def test_names_are_one_after_as_they_were_before(names: list[str]) -> None:
    one = others()
    turned = [name_key(one.name(name)) for name in names]
    keys = [name_key(name) for name in names]
    assert [a == b for a in keys for b in keys] == [a == b for a in turned for b in turned]


@given(st.lists(st.tuples(NAMES, NAMES), max_size=12))
def test_agents_of_one_name_are_still_of_one_name_under_the_same_spellings(names: list[tuple[str, str]]) -> None:
    one = others()
    agents = [Agent(str(number), first, last) for number, (first, last) in enumerate(names)]
    texts = [text for a, b in names for text in (f"{a} {b}", f"{b}, {a}", f"{b} {a}")]
    turned = [msgspec.structs.replace(one.agent(agent), id=agent.id) for agent in agents]
    assert meant(turned, map(one.name, texts)) == meant(agents, texts)


def meant(agents: Iterable[Agent], texts: Iterable[str]) -> list[list[str]]:
    """The IDs of the agents that each text means."""
    of = {key: [agent.id for agent in group.agents] for group in grouped(agents) for key in group.keys}
    return [of.get(name_key(text), []) if name_key(text) else [] for text in texts]


def test_nobodys_names_and_types_stay() -> None:
    one = others()
    for name in (*NOT_AGENTS, "", " ", "vdad"):
        assert one.name(name) == name
    assert one.kind("Inbound") == "Inbound"
    assert one.kind("Ann") not in ("Ann", "")
    assert one.name("Lee, Ann").split(", ") == one.name("Ann Lee").split()[::-1]


def test_what_nobody_knows_is_dropped_and_times_stay() -> None:
    call = Call("C-1", 5, agent="Ann Lee", contact="Jo", number_in="sip:jo@x", total=7, extra=(("note", "Jo owes"),))
    turned = others().call(call)
    assert (turned.date, turned.total, turned.extra) == (5, 7, None)
    assert "jo" not in re.findall("[a-z]+", turned.number_in)
    assert turned.id != call.id


# --- the file ---------------------------------------------------------------------------------------------------


def line(received: float) -> Line:
    return Line("getAgents", received - 1, received, now=1e9 + received, wall=1e9 + received)


def called(call: Call) -> Line:
    return Line("getCalls", 0, 1, now=1e9, wall=1e9, calls=[call])


HEAD = msgspec.json.encode(header()) + b"\n"


def test_a_recording_is_for_its_owner_and_replaces_nothing(tmp_path: Path) -> None:
    path = tmp_path / "tape"
    tape = Tape(path)
    tape.write(header())
    tape.close()
    assert path.stat().st_mode & 0o777 == 0o600
    with pytest.raises(FileExistsError):
        Tape(path)
    path.chmod(0o644)
    Tape(path, replace=True).close()
    assert path.stat().st_mode & 0o777 == 0o600


def test_a_recording_is_readable_to_its_last_whole_line_wherever_it_is_cut(tmp_path: Path) -> None:
    path, whole = tmp_path / "tape", []
    tape = Tape(path)
    tape.write(header())
    for number in range(5):
        whole.append(tape.size)
        tape.write(line(number + 1))
    data = path.read_bytes()
    for size in range(whole[0], len(data)):
        path.write_bytes(data[:size])
        assert len(list(read.lines(path))) >= sum(size >= at for at in whole) - 1
    path.write_bytes(data)
    assert len(list(read.lines(path))) == 5


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (b"", "no recording"),
        (b"garbage", "no gzip"),
        (gzip.compress(b"garbage\n"), "no recording"),
        (gzip.compress(b"[" * 100_000 + b"\n"), "no recording"),
        (gzip.compress(msgspec.json.encode(header(version=2)) + b"\n"), "version 2"),
        (gzip.compress(msgspec.json.encode(header()) + b"\n{}\n"), "line 2"),
        (gzip.compress(msgspec.json.encode(header()) + b'\n{"line":"end","at":1e999}\n'), "line 2"),
        (gzip.compress(msgspec.json.encode(header()) + b'\n{"line":"end","at":-1}\n'), "line 2"),
        (gzip.compress(HEAD + msgspec.json.encode(line(1e12)) + b"\n"), "line 2"),
        (gzip.compress(HEAD + msgspec.json.encode(called(Call("1", 10**15))) + b"\n"), "line 2"),
        (gzip.compress(HEAD + msgspec.json.encode(called(Call("1", 5, queue=-3))) + b"\n"), "line 2"),
        (gzip.compress(bytes(read.LONGEST + 2**20)), "longer than"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",  # gzip writes the time into what it makes
)
def test_what_is_no_recording_is_said_so(data: bytes, says: str, tmp_path: Path) -> None:
    path = tmp_path / "tape"
    path.write_bytes(data)
    with pytest.raises(read.Unreadable, match=says):
        list(read.lines(path))


def test_a_full_disk_ends_the_recording_and_not_the_feed(tmp_path: Path) -> None:
    class Client_:
        async def fetch(self, ask: Ask) -> Answer[Any]:
            return Answer(ask, [], 0, 0.0, 0.0)

        async def close(self) -> None:
            pass

    heard: list[OSError] = []
    tape = Tape(Path("/dev/full"), replace=True)
    recorder = Recorder(Client_(), Clock(), tape, EVERYTHING, heard.append)
    asyncio.run(recorder.fetch(Ask("getAgents")))
    asyncio.run(recorder.fetch(Ask("getAgents")))
    assert [error.filename for error in heard] == ["/dev/full"]


# --- played again -----------------------------------------------------------------------------------------------


class Folds:
    """What a feed published, as figures."""

    def __init__(self, feed: Feed, not_agents: tuple[str, ...] = NOT_AGENTS) -> None:
        self.feed = feed
        self.people = People(not_agents)
        self.figures = Measured(Rules(), self.people.key, ("campaign", "list", "agent"))
        self.events: Counter[str] = Counter()
        feed.subscribe(self.hear)

    def hear(self, update: Update) -> None:
        if isinstance(update, Changes):
            self.events.update({name: len(getattr(update, name)) for name in ("new", "updated", "gone")})
            self.people.apply(update)
            self.figures.apply(update)
        elif isinstance(update, Claims):
            calls = [claim.call for claim in update.claims]
            for fold in (self.people, self.figures):
                for call in calls:
                    fold.take_off(call)
            self.people.learn(update.claims)
            for fold in (self.people, self.figures):
                for call in calls:
                    fold.put_on(call)

    def said(self, now: float) -> Any:
        """All figures, the sizes of the groups, the events, and how the link stands."""
        self.hear(self.feed.window.advance(now))
        if self.feed.directory.agents is not None:
            self.people.agents(self.feed.directory.agents)
        self.figures.advance(now)
        while self.figures.work(1.0):
            pass
        values = {figure.name: figure.read(self.figures.whole) for figure in FIGURES}
        rows = sorted((row.calls, row.agents, row.rest) for row in self.people.rows())
        return values, rows, self.events, self.feed.status().word, len(self.feed.window.shown())


async def record(server: Server, plain: Path, anonymous: Path) -> tuple[Any, float]:
    """One run recorded both ways: what it came to, and at what server second."""
    clock = Clock()
    client: Any = Client(server.url, server.world.affiliate_id, server.world.affiliate_key, clock)
    tapes = [Tape(plain), Tape(anonymous)]
    for tape in tapes:
        tape.write(header(wall=clock.wall()))
    inner = Recorder(client, clock, tapes[0], EVERYTHING, pytest.fail)  # type: ignore[arg-type]
    outer = Recorder(inner, clock, tapes[1], EVERYTHING, pytest.fail, others())  # type: ignore[arg-type]
    feed = Feed(outer, clock, POLL)
    folds = Folds(feed)
    task = asyncio.create_task(feed.run())
    async with asyncio.timeout(60):
        while feed.status().word != "LIVE" or sum(feed.namesakes.counts[:1]) == 0:  # noqa: ASYNC110
            await asyncio.sleep(0.1)
    await asyncio.sleep(4)
    async with asyncio.timeout(60):
        while (feed.diagnostics().next_poll or 0) < 0.2:  # noqa: ASYNC110
            await asyncio.sleep(0.05)  # an answer on its way would be in the recording and not in the window
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)
    now = feed.now()
    said = folds.said(now)
    await outer.close()
    return said, now


async def play(path: Path, now: float) -> Any:
    clock = TapeClock(read.header(path).wall, 1000.0)
    feed = Replay(partial(read.lines, path), clock, POLL, EVERYTHING)
    folds = Folds(feed)
    task = asyncio.create_task(feed.run())
    async with asyncio.timeout(60):
        while not feed.over:  # noqa: ASYNC110
            await asyncio.sleep(0.02)
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)
    assert not feed.trouble
    return folds.said(now)


def test_a_recording_and_an_anonymised_one_replay_to_the_figures_of_the_floor(tmp_path: Path) -> None:
    world = World(seed=5, agents=30, campaigns=3, calls_per_hour=900, start=FLOOR_TIME, namesakes=8, speed=5.0)
    plain, anonymous = tmp_path / "plain", tmp_path / "anonymous"
    with Server(world) as server:
        said, now = asyncio.run(record(server, plain, anonymous))
    assert asyncio.run(play(plain, now)) == said
    assert asyncio.run(play(anonymous, now)) == said
    _no_trace(plain, anonymous)


def _no_trace(plain: Path, anonymous: Path) -> None:
    """Nothing of the floor's people in a file."""
    text = zlib.decompress(anonymous.read_bytes(), 31).decode()
    found = [one for one in read.lines(plain) if isinstance(one, Line)]
    calls = [call for one in found for call in one.calls]
    agents = [agent for one in found for agent in one.agents]
    assert len(calls) > 300
    assert len(agents) == 30
    numbers = {number for call in calls for number in (call.number_in, call.number_out) if number}
    words = {word for call in calls for word in f"{call.agent} {call.contact}".split()} - set(NOT_AGENTS)
    words |= {word for agent in agents for word in (agent.first, agent.last)}
    assert len(numbers) > 100
    assert not numbers & set(re.findall(r'"number_(?:in|out)":"([^"]*)"', text))
    assert not {word.casefold() for word in words} & set(re.findall(r"\w+", text.casefold()))
    assert not {call.id for call in calls} & set(re.findall(r'"id":"([^"]*)"', text))
    assert isinstance(list(read.lines(anonymous))[-1], End)
