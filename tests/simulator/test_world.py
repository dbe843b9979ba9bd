"""The floor itself: the same for the same seed, lively, and a pure function of time."""

from __future__ import annotations

import unicodedata
from collections import Counter, defaultdict
from itertools import pairwise

import msgspec
import pytest

from dialer_tui.simulator import world as world_module
from dialer_tui.simulator.load import CURVE
from dialer_tui.simulator.world import World
from tests.simulator.floor import DURATIONS, NOBODY, NOON, dated, seconds, world

HOUR = 3600
DAY = 86_400
MIDNIGHT = NOON - 12 * HOUR


def bodies(floor: World, start: float, end: float, now: float = NOON) -> list[tuple[str, bytes]]:
    return [(record.id, record.body) for record in floor.records(start, end, now)]


def test_same_seed_same_floor_whatever_was_asked_before() -> None:
    one, _ = world(seed=7)
    other, _ = world(seed=7)
    whole = bodies(one, NOON - 2 * HOUR, NOON)
    parts = [bodies(other, at, at + 600) for at in range(int(NOON) - 600, int(NOON) - 2 * HOUR - 1, -600)]
    assert whole == [record for part in reversed(parts) for record in part]
    assert len(whole) > 1000
    assert (one.affiliate_id, one.affiliate_key, one.roster) == (other.affiliate_id, other.affiliate_key, other.roster)


def test_forgotten_minutes_are_drawn_again_the_same() -> None:
    floor, _ = world(kept=50)
    before = bodies(floor, NOON - HOUR, NOON)
    assert bodies(floor, NOON - 5 * HOUR, NOON)
    assert floor._held <= 50
    assert bodies(floor, NOON - HOUR, NOON) == before


@pytest.mark.parametrize("other", [{"seed": 8}, {"agents": 81}, {"campaigns": 9}, {"calls_per_hour": 501}])
def test_other_parameters_another_floor(other: dict[str, int]) -> None:
    assert bodies(world(seed=7)[0], NOON - HOUR, NOON) != bodies(world(**{"seed": 7, **other})[0], NOON - HOUR, NOON)


def test_the_floor_follows_the_load_curve_of_the_day() -> None:
    floor, _ = world(agents=0, calls_per_hour=6000)
    quarters = Counter(
        (record.date - int(MIDNIGHT)) // 900 for record in floor.records(MIDNIGHT, MIDNIGHT + DAY, MIDNIGHT + 2 * DAY)
    )
    assert sum(CURVE) / 96 == pytest.approx(1)
    assert max(CURVE) / min(CURVE) > 2
    assert sum(quarters.values()) == pytest.approx(24 * 6000, rel=0.01)
    for quarter, share in enumerate(CURVE):
        assert quarters[quarter] == pytest.approx(1500 * share, rel=0.12)


def test_call_ids_are_unique_though_not_when_read_as_doubles() -> None:
    floor, _ = world(agents=300, calls_per_hour=20_000)
    ids = floor.ids(NOON - 2 * HOUR, NOON - HOUR)
    assert len(ids) > 20_000
    assert len(set(ids)) == len(ids)
    read_as_doubles = {int(float(ident)) for ident in ids}
    assert len(read_as_doubles) < len(ids)


def test_ids_listed_and_records_agree() -> None:
    floor, _ = world(moved=True, vanish=True, late=True)
    for start, end in ((NOON - HOUR, NOON), (NOON - 61.5, NOON - 1.5), (NOON - 3 * HOUR, NOON - 2 * HOUR)):
        truth = floor.listed(start, end)
        assert truth
        assert list(truth) == floor.ids(start, end) == [record.id for record in floor.records(start, end)]
        assert all(start <= dated(record) < end for record in truth.values())
        dates = [dated(record) for record in truth.values()]
        assert dates == sorted(dates) == [record.date for record in floor.records(start, end)]


def test_the_floor_holds_what_real_ones_hold() -> None:
    floor, _ = world()
    records = floor.listed(NOON - DAY, NOON - HOUR, NOON + DAY).values()
    names = {agent.name for agent in floor.roster.agents}
    people = [record for record in records if record["callAgentName"] not in NOBODY]
    assert {record["callType"] for record in records} == {"Inbound", "Outbound"}
    assert {record["callAgentName"] for record in records} > NOBODY
    assert len(people) > len(records) / 3
    assert {record["callAgentName"] for record in people} - names == {floor.roster.departed}
    lengths = [seconds(record["callTime"]) for record in records]
    assert sum(length >= 30 * 60 for length in lengths) > 20
    assert max(lengths) > 70 * 60
    assert any(seconds(record["callTalkTime"]) > seconds(record["callTime"]) for record in people)
    assert sum(record["callTime"] > "00:00:30" for record in people) > len(people) / 2
    campaigns = {campaign.id for campaign in floor.roster.campaigns}
    assert {record["callCampaignID"] for record in records} == campaigns | {floor.roster.retired.id}
    assert "" in {record["callListID"] for record in records}
    for record in records:
        assert all(len(record[name]) == 8 for name in DURATIONS)
        assert dated(record) % 1 == 0


def test_names_come_in_many_scripts() -> None:
    floor, _ = world()
    contacts = {record["callContact"] for record in floor.listed(NOON - 12 * HOUR, NOON).values()}
    letters = "".join(contacts)
    scripts = {unicodedata.name(letter).split()[0] for letter in letters if letter.isalpha()}
    assert scripts >= {
        "LATIN",
        "GREEK",
        "CYRILLIC",
        "ARABIC",
        "HEBREW",
        "DEVANAGARI",
        "CJK",
        "HANGUL",
        "THAI",
        "HIRAGANA",
    }
    assert any(letter in letters for letter in "éøŁž")


def test_namesakes_are_told_apart_by_id_alone() -> None:
    agents = world(agents=60)[0].roster.agents
    names = Counter(agent.name for agent in agents)
    assert len({agent.id for agent in agents}) == 60
    assert sorted(count for count in names.values() if count > 1) == [2, 2, 2, 2, 3]
    many = Counter(agent.name for agent in world(agents=2000)[0].roster.agents)
    assert sum(count - 1 for count in many.values()) == 222


def test_agents_work_in_shifts_with_habits_of_their_own() -> None:
    floor, _ = world()
    hours = defaultdict(set)
    talks = defaultdict(list)
    for minute in range(int(MIDNIGHT) // 60, int(MIDNIGHT) // 60 + 1440):
        for call in floor._minute(minute).calls:
            hours[call.agent].add(call.start // 1800 % 48)
            talks[call.agent].append(call.end - call.start)
    del hours[""]
    assert len(hours) == 80
    assert all(12 <= len(worked) <= 19 for worked in hours.values())
    assert len({frozenset(worked) for worked in hours.values()}) > 8
    means = sorted(sum(talk) / len(talk) for agent, talk in talks.items() if agent)
    assert means[-8] > 1.25 * means[8]


def test_nobody_takes_two_calls_at_once() -> None:
    floor, _ = world()
    spans = defaultdict(list)
    for minute in range(int(MIDNIGHT) // 60, int(NOON) // 60):
        for call in floor._minute(minute).calls:
            record = msgspec.json.decode(call.body)
            answered = call.start + seconds(record["callQueueTime"])
            spans[call.agent].append((answered, answered + seconds(record["callHandleTime"])))
    del spans[""]
    pairs = [pair for taken in spans.values() for pair in pairwise(sorted(taken))]
    assert len(pairs) > 2000
    assert sum(before[1] > after[0] for before, after in pairs) < len(pairs) / 50


def test_a_call_is_listed_at_its_end_and_some_grow_before() -> None:
    floor, _ = world()
    running = {call.id: call for call in _drawn(floor) if call.start <= NOON - 60 and call.end > NOON + 60}
    now = floor.listed(NOON - 2 * HOUR, NOON)
    live = [ident for ident, call in running.items() if call.live and call.listed_at < NOON]
    assert live
    assert len(live) < len(running)
    assert running.keys() & now.keys() == set(live)
    later = floor.listed(NOON - 2 * HOUR, NOON, NOON + 60)
    final = floor.listed(NOON - 2 * HOUR, NOON, NOON + DAY)
    for ident in live:
        assert (
            seconds(later[ident]["callTime"]) == seconds(now[ident]["callTime"]) + 60 == NOON + 60 - dated(now[ident])
        )
        assert now[ident]["callTalkTime"] <= later[ident]["callTalkTime"] <= final[ident]["callTalkTime"]
        assert final[ident]["callTime"] > later[ident]["callTime"]
    for call in _drawn(floor):
        if call.live is None:
            assert call.end < call.listed_at < call.end + 4


def test_late_calls_are_listed_seconds_to_minutes_after_their_end() -> None:
    floor, _ = world(late=True)
    waits = [call.listed_at - call.end for call in _drawn(floor) if call.live is None]
    assert 0.2 < sum(wait >= 5 for wait in waits) / len(waits) < 0.4
    assert 120 < max(waits) <= 300
    late = max(_drawn(floor), key=lambda call: call.listed_at - call.end)
    assert late.id not in floor.ids(late.start, late.start + 1, late.listed_at - 1)
    assert late.id in floor.ids(late.start, late.start + 1, late.listed_at)


def test_moved_calls_change_their_date_and_nothing_else() -> None:
    floor, _ = world(moved=True)
    some = [call for call in _drawn(floor) if call.moved_by]
    assert 0.03 < len(some) / len(_drawn(floor)) < 0.1
    assert {call.moved_by > 0 for call in some} == {True, False}
    for call in some:
        assert call.moved_at > call.listed_at
        before = floor.listed(call.start, call.start + 1, call.moved_at - 1)[call.id]
        date = call.start + call.moved_by
        assert call.id not in floor.ids(call.start, call.start + 1, call.moved_at)
        after = floor.listed(date, date + 1, call.moved_at)[call.id]
        assert dated(after) == date
        assert {**after, "callDate": ""} == {**before, "callDate": ""}


def test_vanished_calls_are_gone_for_good() -> None:
    floor, _ = world(vanish=True)
    some = [call for call in _drawn(floor) if call.gone_at < float("inf")]
    assert 0.02 < len(some) / len(_drawn(floor)) < 0.09
    for call in some:
        assert call.id in floor.ids(call.start, call.start + 1, call.gone_at - 1)
        assert call.id not in floor.ids(call.start, call.start + 1, call.gone_at)
        assert call.id not in floor.ids(call.start, call.start + 1, NOON + 30 * DAY)


def test_plain_floors_change_nothing_once_it_is_final() -> None:
    floor, _ = world()
    before = floor.listed(NOON - 3 * HOUR, NOON - 2 * HOUR)
    settled = floor.listed(NOON - 3 * HOUR, NOON - 2 * HOUR, NOON + 30 * DAY)
    assert {ident: settled[ident] for ident in before if seconds(before[ident]["callTime"]) < 1800} == {
        ident: record for ident, record in before.items() if seconds(record["callTime"]) < 1800
    }
    assert len(settled) - len(before) < 5


def test_the_clock_runs_at_its_speed_from_its_start() -> None:
    floor, clock = world(speed=60, skew=-30)
    assert floor.now() == NOON - 30
    clock.at += 2
    assert floor.now() == NOON + 90
    assert World(wall=lambda: 1000.0, tick=clock).now() == 1000.0


def test_after_the_freeze_nothing_is_listed_though_the_clock_runs() -> None:
    floor, clock = world(freeze=60)
    clock.at = 60
    before = floor.listed(NOON - HOUR, NOON + HOUR)
    clock.at = 900
    assert floor.listed(NOON - HOUR, NOON + HOUR) == before
    assert floor.now() == NOON + 900
    assert max(map(dated, before.values())) > NOON - 120
    free, _ = world()
    assert len(free.ids(NOON - HOUR, NOON + HOUR, NOON + 900)) > len(before)


def test_window_holds_calls_that_started_or_ended_inside_it() -> None:
    floor, _ = world()
    window = floor.window(600)
    everything = floor.listed(NOON - 5 * HOUR, NOON)
    wanted = [
        ident
        for ident, record in everything.items()
        if dated(record) + seconds(record["callTime"]) >= NOON - 600 and dated(record) >= NOON - 600 - 7200
    ]
    assert window == wanted
    assert 0 < len(floor.ids(NOON - 600, NOON)) < len(window)


@pytest.mark.parametrize(
    ("parameters", "calls"),
    [
        ({"agents": 0}, True),
        ({"agents": 1}, True),
        ({"campaigns": 0}, False),
        ({"campaigns": 1}, True),
        ({"calls_per_hour": 0}, False),
    ],
)
def test_small_and_empty_floors(parameters: dict[str, int], calls: bool) -> None:
    floor, _ = world(**parameters)
    records = floor.listed(NOON - HOUR, NOON).values()
    assert bool(records) is calls
    if parameters.get("agents") == 0:
        assert {record["callAgentName"] for record in records} <= NOBODY


def test_hostile_names_are_there_when_asked_for_and_only_then() -> None:
    def seen(floor: World) -> str:
        names = [record["callContact"] for record in floor.listed(NOON - 6 * HOUR, NOON).values()]
        names += [agent.name for agent in floor.roster.agents]
        names += [campaign.name for campaign in floor.roster.campaigns]
        return "".join(names)

    plain, hostile = seen(world()[0]), seen(world(hostile=True)[0])
    for piece in ("\x1b[31m", "[red]", "[/x]", "\u202e", "\u0301" * 300, "\u200b\u200c", "\n", "x" * 10_000):
        assert piece in hostile
        assert piece not in plain


def _drawn(floor: World) -> list[world_module.Call]:
    """Every call that began in the two hours before noon, listed or not."""
    return [call for minute in range(int(NOON) // 60 - 120, int(NOON) // 60) for call in floor._minute(minute).calls]
