"""The page of a report, made of calls by hand: what it says, and that it stays one page of plain text."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from dialer_tui.export.facts import Shift, longest
from dialer_tui.export.report import page
from dialer_tui.floor.measured import Measured
from dialer_tui.floor.names import NOBODY, Claim
from dialer_tui.floor.outages import Outage
from dialer_tui.floor.people import People
from dialer_tui.floor.tally import Rules
from dialer_tui.model import EVERYTHING, Agent, Call, Scope
from dialer_tui.text import width
from tests.export.test_sheet import HOSTILE, call

RULES = Rules(targets={"service_level": 0.8, "longest_wait": 120, "unanswered_rate": 0.05})
MOST_LINES, WIDE = 66, 76
UTC, BERLIN = ZoneInfo("UTC"), ZoneInfo("Europe/Berlin")
SIX = 1_795_500_000  # 2026-11-24T06:00:00+00:00
HOUR = 3_600


def inbound(number: int, at: int, queue: int | None = 5, **fields: Any) -> Call:
    """A call that began at a second of the shift, answered unless fields say otherwise."""
    known = {"total": 90 + (queue or 0), "talk": 60, "handle": 80, "queue": queue, "agent": "Ann Lee"}
    return call(id=f"C-{number}", date=SIX + at, **{**known, **fields})


def lost(number: int, at: int, queue: int, **fields: Any) -> Call:
    return inbound(number, at, queue, agent="VDCL", talk=0, handle=0, **fields)


def shift(calls: Iterable[Call], hours: int = 8, **how: Any) -> Shift:
    calls, people, now = list(calls), how.pop("people", People()), SIX + hours * HOUR
    figures = Measured(RULES, people.key, ("campaign", "quarter"))
    figures.advance(now)
    for one in calls:
        figures.put_on(one)
    figures.work()
    known: dict[str, Any] = {"profile": "acme", "zone": UTC, "scope": EVERYTHING, "start": SIX, "end": None}
    known |= {"window": True, "made": now, "figures": figures, "people": people}
    return Shift(**{**known, "waits": longest(calls, now - RULES.settle), **how})


def words(text: str) -> str:
    return " ".join(text.split())


def a_bad_hour() -> list[Call]:
    """Two queues: Sale is well all day, Help is bad from 09:00 to 10:00."""
    found = []
    for number in range(480):
        at = number * 60
        found.append(inbound(number, at, campaign_id="1", campaign="Sale"))
        make, queue = (lost, 300) if 3 * HOUR <= at < 4 * HOUR else (inbound, 4)
        found.append(make(1_000 + number, at, queue, campaign_id="2", campaign="Help", contact="Kim Roe"))
    return found


def test_the_first_words_say_which_queue_was_worst_when_and_how_long_somebody_waited() -> None:
    story = words(page(shift(a_bad_hour())).split("\n\n")[1])
    assert "94 % of the inbound calls were answered within 20 s, which meets the target of 80 %." in story
    assert (
        "Help was lowest with 87 %, and with 0 % in its worst hour, 09:00–10:00; at the end, 13:00–13:45, it had 100 %."
        in story
    )
    assert "The worst quarter hour was 09:00–09:15, with 50 %." in story
    assert "The longest wait was 5 min, of an unanswered call of 09:59 in Help." in story


def test_a_bad_quarter_hour_names_the_queue_that_most_of_its_late_calls_were_in() -> None:
    calls = a_bad_hour()
    calls += [inbound(5_000 + n, 3 * HOUR + n, 21, campaign_id="1", campaign="Sale") for n in range(5)]
    calls += [inbound(6_000 + n, 5 * HOUR + n, 21, campaign_id="", campaign="") for n in range(2)]
    text = page(shift(calls))
    worst = text.split("WORST QUARTER HOURS")[1].split("\n\n")[0].splitlines()
    assert words(worst[0]) == "Calls SL Longest Unansw. Late calls, most in"
    assert words(worst[1]) == "09:00–09:15 35 43 % ▲ 5:00 ▲ 43 % ▲ Help 15 of 20"
    assert words(worst[5]) == "11:00–11:15 32 94 % ✓ 0:21 ✓ 0 % ✓ no campaign 2 of 2"
    assert "with 43 %. Of its 20 calls answered late or not at all 15 were in Help." in words(text)
    calls += [inbound(7_000 + n, 3 * HOUR + n, 21, campaign_id="3", campaign="Club") for n in range(12)]
    assert "calls answered late or not at all" not in words(page(shift(calls))), "no more than in the others together"
    calm = page(shift(inbound(n, n * 60, campaign_id="1", campaign="Sale") for n in range(480)))
    assert words(calm.split("WORST QUARTER HOURS")[1].split("\n\n")[0].splitlines()[1]).endswith("100 % ✓ 0:05 ✓ 0 % ✓")


def test_it_says_how_it_went_at_the_end() -> None:
    end = "In the last hour that is known whole, 12:45–13:45, it was"
    assert f"{end} 100 %, as in the hour before." in words(page(shift(a_bad_hour())))
    late = [lost(5_000 + n, 7 * HOUR + n * 10, 60, campaign_id="2", campaign="Help") for n in range(120)]
    worse = [*a_bad_hour(), *late]
    assert f"{end} 50 %, after 100 % in the hour before." in words(page(shift(worse)))
    gap = (SIX + 7 * HOUR, SIX + 7 * HOUR + 60)
    assert "In the last hour" not in words(page(shift(worse, missing=(gap,))))
    assert "In the last hour" not in words(page(shift(worse[-130:]))), "there are too few calls before it"


def test_what_is_known_of_an_hour_is_called_by_its_length() -> None:
    """A report from 09:37 on knows 09:45 to 10:00 whole, which is no hour."""
    for minutes, called in ((7, "the 45 minutes 09:15"), (22, "the half hour 09:30"), (37, "the quarter hour 09:45")):
        start = SIX + 3 * HOUR + minutes * 60
        text = words(page(shift([one for one in a_bad_hour() if one.date >= start], start=start)))
        assert "Help was lowest with" in text
        assert f"and with 0 % in {called}–10:00; at the end, 13:00–13:45, it had 100 %." in text


def test_its_words_are_those_of_somebody_who_does_not_know_the_program() -> None:
    moving = [inbound(9_000 + n, 8 * HOUR - 10, 5) for n in range(2)]
    text = words(page(shift([*a_bad_hour(), *moving])))
    assert "6 not over yet, or only just, are in no figure" in text
    assert "at least: names can be shared" in text
    few = [inbound(7_000 + n, n * 300, campaign_id=f"7{n}", campaign=f"Small {n}") for n in range(60)]
    assert re.search(
        r"and \d+ more, with \d+ calls: none worse, or too few inbound to judge", page(shift(few + a_bad_hour()))
    )


def test_the_hours_show_when_it_went_wrong_and_that_it_was_over() -> None:
    hours = page(shift(a_bad_hour())).split("SERVICE LEVEL BY HOUR\n")[1].split("\n\n")[0]
    assert "08:00 100 % ✓ 09:00 50 % ▲ 10:00 100 % ✓" in words(hours)


def test_the_longest_waits_say_who_waited_and_who_took_the_call() -> None:
    calls = [inbound(number, number * 60, 20 + number, contact=f"Caller {number}") for number in range(8)]
    part = page(shift(calls)).split("LONGEST WAITS")[1].split("\n\n")[0].splitlines()[1:]
    assert [line.split()[0] for line in part] == ["0:27", "0:26", "0:25", "0:24", "0:23"]
    assert part[0].split() == ["0:27", "06:07:00", "Caller", "7", "Spring", "Sale", "Ann", "Lee"]


def test_namesakes_are_told_apart_or_told_as_such() -> None:
    people = People()
    people.agents([Agent("4711", "Ann", "Lee"), Agent("4802", "Ann", "Lee"), Agent("1", "Bob", "Ray")])
    calls = [
        inbound(1, 60, 50),
        inbound(2, 60, 40),
        inbound(3, 60, 30),
        inbound(4, 60, 20, agent="Bob Ray"),
        inbound(5, 60, 10, agent="Ann Lee " + "of the Hills " * 9),
    ]
    people.learn([Claim(calls[0], "4711"), Claim(calls[1], NOBODY)])
    long = Agent("9", "Ann", ("Lee " + "of the Hills " * 9).strip())
    part = page(shift(calls, people=people)).split("LONGEST WAITS")[1].split("\n\n")[0].splitlines()[1:]
    assert [re.split(r"Spring Sale +", line)[1] for line in part[:4]] == [
        "Ann Lee ·4711",
        "Ann Lee (?)",
        "Ann Lee · 2 agents",
        "Bob Ray",
    ]
    people.agents([long, Agent("10", long.first, long.last)])
    part = page(shift(calls, people=people)).split("LONGEST WAITS")[1].split("\n\n")[0].splitlines()[1:]
    assert part[4].endswith("… · 2 agents"), "what tells it is not cut off"


def test_an_outage_is_named_with_its_times_and_what_it_means() -> None:
    away = Outage(SIX + 3 * HOUR, SIX + 3 * HOUR + 724, "OFFLINE")
    text = page(shift(a_bad_hour(), outages=(away,), watched=SIX))
    said = words(text)
    story = words(text.split("\n\n")[1])
    assert "This console was blind for 12 min 4 s, from 09:00 to 09:12; its calls have been had since." in story
    assert "Every part of the range was had." in said
    assert "The link failed once since 06:00, when this console began to watch, for 12 min 4 s in all" in said
    assert "09:00:00–09:12:04 OFFLINE. Then nothing new was seen, and no alert could be raised." in said


def test_an_outage_that_lasts_leaves_a_gap_that_is_said_before_any_number() -> None:
    made = SIX + 8 * HOUR
    away = Outage(made - 600, made, "ERROR 503", lasts=True)
    text = page(shift(a_bad_hour(), outages=(away,), watched=SIX, missing=((made - 600, made),)))
    said, story = words(text), words(text.split("\n\n")[1])
    assert story.startswith("Part of the range could not be had, so every number of calls below is “at least”.")
    assert "This console was blind for 10 min, from 13:50 until now." in story
    assert "Not had: 13:50:00–14:00:00, 10 min in all." in said
    assert "13:50:00 until now ERROR 503" in said
    assert "had since" not in said


def test_of_many_outages_the_longest_are_named() -> None:
    hiccups = [Outage(SIX + at, SIX + at + 3, "ERROR 900") for at in range(0, 4_000, 100)]
    away = Outage(SIX + 50, SIX + 90, "OFFLINE")
    said = words(page(shift(a_bad_hour(), outages=(away, *hiccups), watched=SIX)))
    assert "blind 41 times for 2 min 40 s in all, at the longest from 06:00 to 06:01" in said
    assert "06:00:50–06:01:30 OFFLINE;" in said
    assert "and 37 shorter ones" in said


def test_doubts_and_a_past_range_that_was_shown_are_not_called_failures() -> None:
    outages = (Outage(SIX, SIX + 60, "PARTIAL"), Outage(SIX + 100, SIX + 700, "PAST"))
    said = words(page(shift(a_bad_hour(), outages=outages, watched=SIX)))
    assert "blind" not in said
    assert "The link held since 06:00" in said
    assert "Answers were in doubt or cut off once: 06:00:00–06:01:00." in said
    assert "A past range was shown, and nothing asked meanwhile, once: 06:01:40–06:11:40." in said


def test_unclear_calls_and_unknown_queue_times_are_counted() -> None:
    calls = a_bad_hour()
    calls += [inbound(5_000 + n, 60 * n, 3, agent="VDCL") for n in range(7)]  # talk, and nobody named
    calls += [inbound(6_000 + n, 60 * n, None) for n in range(4)]
    said = words(page(shift(calls)))
    assert "Unclear: 7 of 967 calls, where it is not said whether anybody answered." in said
    assert "Unknown queue time: 4 inbound calls." in said
    assert re.search(r"Service level, 20 s .* may be \d+–\d+ %", page(shift(calls)))


def everything(many: int, zone: ZoneInfo, **how: Any) -> Shift:
    """A shift of which there is as much to say as there can be."""
    calls = []
    for number in range(many * 12):
        where = {"campaign_id": f"9{number % many}", "campaign": f"A campaign of many words {number % many}"}
        at = number * 24 * HOUR // (many * 12)
        make = lost if number % 3 else inbound
        calls.append(make(number, at, 600 + number, contact="Somebody of many words", **where))
        calls += [inbound(number + (n + 1) * 10_000, at, 3, hold=9, acw=4, **where) for n in range(3)]
    calls += [
        call(id=f"O-{n}", date=SIX, type="Outbound", total=60, talk=20 * (n % 2), handle=None, agent="Bob Ray")
        for n in range(len(calls) * 2)
    ]
    outages = [Outage(SIX + at * 500, SIX + at * 500 + 100 + at, word) for at in range(50) for word in WORDS]
    missing = tuple((SIX + at * 1_000, SIX + at * 1_000 + 500) for at in range(30))
    return shift(calls, 24, zone=zone, outages=tuple(outages), watched=SIX, missing=missing, **how)


WORDS = ("OFFLINE", "PARTIAL", "PAST", "REFUSED")
CHANGE = 1_792_886_400 - SIX  # 2026-10-25T00:00:00+00:00: clocks go back an hour later in Berlin


@pytest.mark.parametrize("many", [0, 1, 3, 8, 9, 60])
def test_it_is_one_page_whatever_there_is_to_say(many: int, monkeypatch: pytest.MonkeyPatch) -> None:
    scope = Scope(agents=tuple(f"agent {n}" for n in range(30)), campaigns=tuple(f"9{n}" for n in range(30)))
    for zone, moved in ((UTC, 0), (BERLIN, CHANGE)):
        monkeypatch.setattr("tests.export.test_report.SIX", SIX + moved)
        for made in (everything(many, zone, scope=scope, profile="p" * 60), everything(many, zone)):
            lines = page(made).splitlines()
            assert len(lines) <= MOST_LINES
            assert all(width(line) <= WIDE for line in lines)
            if many:
                assert any(line.startswith("A campaign of many wor") for line in lines)
        monkeypatch.undo()


def test_hostile_names_reach_no_line_of_it() -> None:
    calls = [
        inbound(n, n * 60, 30 + n, agent=HOSTILE, contact=HOSTILE + str(n), campaign=HOSTILE, campaign_id="66")
        for n in range(30)
    ]
    people = People()
    people.agents([Agent("4\x1b[2J", "x", "y")])
    people.learn([Claim(calls[-1], "4\x1b[2J")])
    text = page(shift(calls, people=people, profile=HOSTILE, scope=Scope(campaigns=("\x1b]0;x\x07",))))
    assert all(char == "\n" or char.isprintable() for char in text)
    assert not re.search("[\u200b-\u200f\u202a-\u202e\u2066-\u2069]", text)
    assert max(len(run) for run in re.findall("[\u0300-\u036f]+", text) or [""]) <= 2
    assert text.encode()
    assert page(shift(calls), plain=True).isascii()


def test_masked_nobody_is_named() -> None:
    text = page(shift(a_bad_hour(), mask=True))
    assert "K. R." in text
    assert "Kim" not in text
    assert "Roe" not in text
    text = page(shift([inbound(n, n * 60, 30 + n) for n in range(20)], mask=True))
    assert "A. L." in text
    assert "Ann" not in text
    assert "Lee" not in text
    assert "Smith" not in text


def test_quarters_and_hours_of_which_part_was_not_had_are_none_of_the_worst() -> None:
    away = (SIX + 3 * HOUR + 960, SIX + 3 * HOUR + 1_740)  # 09:16–09:29
    text = page(shift(a_bad_hour(), missing=(away,)))
    assert "The worst quarter hour was 09:00–09:15" in words(text)
    worst = text.split("WORST QUARTER HOURS")[1].split("\n\n")[0]
    assert "09:00" in worst
    assert "09:15–" not in worst
    assert "09:30" in worst
    hours = words(text.split("SERVICE LEVEL BY HOUR")[1].split("\n\n")[0])
    assert hours.startswith("(hours had in part are left out) 06:00 100 % ✓ 07:00 100 % ✓ 08:00 100 % ✓ 10:00 100 % ✓")
    assert "in its worst hour, 09:00" not in words(text)


def test_quarters_and_hours_that_are_known_in_part_look_like_no_whole_ones() -> None:
    """Before the range began only the calls that ended in it are known: the long ones, and the late."""
    start, made = SIX + 2 * HOUR + 420, SIX + 5 * HOUR + 300
    calls = a_bad_hour()
    calls += [lost(9_000 + n, 2 * HOUR + 60, 400) for n in range(30)]  # 08:01, over at 08:09
    calls += [lost(9_500 + n, 5 * HOUR + 10, 40) for n in range(30)]  # 11:00, of a quarter hour that goes on
    known = [one for one in calls if one.ended_at >= start and one.date < made]
    text = page(shift(known, 5, start=start, made=made))
    hours = words(text.split("SERVICE LEVEL BY HOUR\n")[1].split("\n\n")[0])
    said = "08:15–09:00 100 % ✓ 09:00 50 % ▲ 10:00–10:45 100 % ✓"
    assert hours == f"{said} from 10:45 on in the totals alone: not known whole yet", "the last lacks its long calls"
    worst = text.split("WORST QUARTER HOURS")[1].split("\n\n")[0]
    assert "08:00" not in worst
    assert "11:00" not in worst
    assert words(worst).count("50 % ▲") == 8, "as many quarter hours"
