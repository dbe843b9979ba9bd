"""The calls that begin in one minute: drawn at once from the seed and the minute, whatever was asked before."""

from __future__ import annotations

import math
from collections.abc import Sequence
from datetime import UTC, datetime
from itertools import accumulate
from random import Random

import msgspec

from dialer_tui.simulator import hostile, names
from dialer_tui.simulator.burning import Burn, callers
from dialer_tui.simulator.load import DAY, Load
from dialer_tui.simulator.roster import Agent, Campaign, Roster, person

_encoder = msgspec.json.Encoder()
_CLOCK = [f"{second // 3600:02}:{second // 60 % 60:02}:{second % 60:02}" for second in range(7200)]

_UNLISTED = 0.01  # share of calls of a campaign, or by an agent, that the API's lists do not name
_LIVE = 0.05  # share of taken calls that are listed while they run
_UNCONNECTED = 0.02  # share of taken calls in which the agent talked to nobody
_TALKATIVE = 0.02  # share whose talk exceeds their total, as in the document's own example
_HOSTILE = 0.15


class Record(msgspec.Struct, gc=False):
    """A call record of getCalls (responseDetails) without its callID. Durations are HH:MM:SS."""

    callDate: str
    callCampaignID: str
    callCampaignName: str
    callListID: str
    callListName: str
    callAgentName: str
    callContact: str
    callType: str
    callNumberInbound: str
    callNumberOutbound: str
    callTime: str
    callQueueTime: str
    callTalkTime: str
    callHoldTime: str
    callHandleTime: str
    callAfterCallWorkTime: str


class Lasted(msgspec.Struct, gc=False):
    """The durations of a call, in seconds."""

    total: int
    queue: int
    talk: int
    hold: int
    handle: int
    acw: int


class Call(msgspec.Struct, gc=False):
    """One call. Times are seconds since 1970 UTC; `body` is its final record as JSON, without the ID.

    `live` is what a record that is listed while it runs grows into. `moved_at`, `moved_by`: when callDate changes and
    by how many seconds; `gone_at`: when the record disappears for good.
    """

    id: str
    start: int
    end: int
    listed_at: float
    campaign: str
    agent: str
    body: bytes
    live: Lasted | None = None
    moved_at: float = math.inf
    moved_by: int = 0
    gone_at: float = math.inf


def clock(seconds: int) -> str:
    """Seconds as the API writes a duration."""
    return _CLOCK[seconds] if seconds < 7200 else f"{seconds // 3600:02}:{seconds // 60 % 60:02}:{seconds % 60:02}"


def iso(second: int) -> str:
    """A second since 1970 as the API writes callDate."""
    return datetime.fromtimestamp(second, UTC).strftime("%Y-%m-%dT%H:%M:%S+00:00")


def grown(call: Call, now: float) -> bytes:
    """The record of a call that is still running, as far as it has come."""
    assert call.live is not None
    record = msgspec.json.decode(call.body, type=Record)
    total = max(0, int(now) - call.start)
    queue = min(call.live.queue, total)
    hold = min(call.live.hold, total - queue)
    talk = min(call.live.talk, total - queue - hold)
    for field, seconds in (("Time", total), ("QueueTime", queue), ("TalkTime", talk), ("HoldTime", hold)):
        setattr(record, f"call{field}", clock(seconds))
    record.callHandleTime = clock(talk + hold)
    record.callAfterCallWorkTime = clock(0)
    return _encoder.encode(record)


def moved(call: Call) -> bytes:
    """The final record with its changed callDate."""
    record = msgspec.json.decode(call.body, type=Record)
    record.callDate = iso(call.start + call.moved_by)
    return _encoder.encode(record)


class Switchboard:
    """Draws the calls of any minute. `late`, `moving`, `vanishing` give some records the fates of those modes."""

    def __init__(
        self,
        seed: int,
        roster: Roster,
        load: Load,
        *,
        with_hostile: bool = False,
        late: bool = False,
        moving: bool = False,
        vanishing: bool = False,
        burning: Sequence[Burn] = (),
    ) -> None:
        self.seed = seed
        self.roster = roster
        self.load = load
        self.late = late
        self.moving = moving
        self.vanishing = vanishing
        self.burning = burning
        self._hostile = _HOSTILE if with_hostile else 0.0
        self._queues = _weighted([it for it in roster.campaigns if it.inbound] or list(roster.campaigns))
        self._diallers = _weighted([it for it in roster.campaigns if not it.inbound] or list(roster.campaigns))
        self._days: dict[int, dict[int, list[tuple[int, int, int]]]] = {}
        self._busy: dict[int, dict[int, tuple[int, int]]] = {}

    def minute(self, minute: int) -> list[Call]:
        """The calls that begin in a minute (counted from 1970), in order of their start."""
        if not self.roster.campaigns or not self.load.rate(minute):
            return []
        rng = Random(f"calls {self.seed} {minute}")
        first, last = self.load.first(minute), self.load.first(minute + 1)
        seconds = sorted(minute * 60 + int(rng.random() * 60) for _ in range(first, last))
        calls = [self._call(rng, minute, number, start) for number, start in enumerate(seconds, first)]
        calls += [self._long(rng, minute, *found) for found in self._long_calls(minute // DAY).get(minute, ())]
        for burn in self.burning:
            calls += self._burnt(burn, minute)
        if self.late or self.moving or self.vanishing:
            fates = Random(f"fates {self.seed} {minute}")
            for call in calls:
                self._decide(fates, call)
        calls.sort(key=lambda call: call.start)
        return calls

    def _call(self, rng: Random, minute: int, number: int, start: int) -> Call:
        agent, free_until = self._turn(minute, number)
        inbound = rng.random() < (0.7 if agent else 0.08)
        campaign = self._pick(rng, inbound)
        ident = f"{start}{number % 1_000_000:06}{rng.randrange(900):03}"
        if agent is None:
            lasted = self._missed(rng, minute, inbound, campaign)
            nobody = rng.choice(names.NOBODY_IN if inbound else names.NOBODY_OUT)
            return self._record(rng, ident, start, inbound, campaign, None, nobody, lasted)
        lasted = self._taken(rng, minute, inbound, campaign, agent, free_until - start)
        name = self.roster.departed if rng.random() < _UNLISTED else agent.name
        return self._record(rng, ident, start, inbound, campaign, agent, name, lasted)

    def _long(self, rng: Random, minute: int, place: int, start: int, length: int) -> Call:
        agent = self.roster.agents[place]
        inbound = rng.random() < 0.7
        campaign = self._pick(rng, inbound)
        queue = int(rng.expovariate(1 / 20)) if inbound else 0
        acw = int(rng.random() * 60)
        lasted = _lasted(queue, length, int(rng.random() * 300), acw)
        ident = f"{start}{place:06}{900 + rng.randrange(100)}"
        return self._record(rng, ident, start, inbound, campaign, agent, agent.name, lasted, live=0.5)

    def _burnt(self, burn: Burn, minute: int) -> list[Call]:
        """The callers of a queue on fire: nobody takes their calls."""
        queues = {campaign.id: campaign for campaign in self.roster.campaigns}
        campaign = queues.get(burn.campaign) or max(self._queues[0], key=lambda queue: queue.weight)
        rng = Random(f"burnt {self.seed} {minute}")
        return [
            self._record(
                rng,
                f"{start}{place:06}{campaign.id}",  # longer than others: it meets none of them
                start,
                True,
                campaign,
                None,
                rng.choice(names.NOBODY_IN),
                _lasted(wait, 0, 0, 0),
            )
            for place, (start, wait) in enumerate(callers(burn, self.seed, minute, self.load.rate(minute)))
        ]

    def _record(
        self,
        rng: Random,
        ident: str,
        start: int,
        inbound: bool,
        campaign: Campaign,
        agent: Agent | None,
        name: str,
        lasted: Lasted,
        live: float = _LIVE,
    ) -> Call:
        lists = campaign.lists
        dialled = lists[int(rng.random() * len(lists))] if lists else None
        contact = "" if rng.random() < 0.03 else " ".join(person(rng, self._hostile))
        grows = agent is not None and rng.random() < live
        end = start + lasted.total
        shown = lasted.talk
        if agent is not None and not grows and rng.random() < _TALKATIVE:
            shown += lasted.queue + 20 + int(rng.random() * 200)
        record = Record(
            callDate=iso(start),
            callCampaignID=campaign.id,
            callCampaignName=campaign.name,
            callListID=dialled.id if dialled else "",
            callListName=dialled.name if dialled else "",
            callAgentName=name,
            callContact=contact,
            callType="Inbound" if inbound else "Outbound",
            callNumberInbound=campaign.number,
            callNumberOutbound=self._number(rng),
            callTime=clock(lasted.total),
            callQueueTime=clock(lasted.queue),
            callTalkTime=clock(shown),
            callHoldTime=clock(lasted.hold),
            callHandleTime=clock(lasted.handle),
            callAfterCallWorkTime=clock(lasted.acw),
        )
        after = rng.random()
        return Call(
            id=ident,
            start=start,
            end=end,
            listed_at=min(end, start + lasted.queue) + 3 * after if grows else end + 0.2 + 2.5 * after,
            campaign=campaign.id,
            agent=agent.id if agent and name == agent.name else "",
            body=_encoder.encode(record),
            live=lasted if grows else None,
        )

    def _number(self, rng: Random) -> str:
        number = f"{200 + int(rng.random() * 799)}555{int(rng.random() * 10000):04}"
        return rng.choice(hostile.NAMES) if self._hostile and rng.random() < 0.03 else number

    def _pick(self, rng: Random, inbound: bool) -> Campaign:
        if rng.random() < _UNLISTED:
            return self.roster.retired
        campaigns, weights = self._queues if inbound else self._diallers
        return rng.choices(campaigns, cum_weights=weights)[0]

    def _turn(self, minute: int, number: int) -> tuple[Agent | None, int]:
        """Who takes a call, and the second before which that agent has no other turn. Nobody takes it where no agent is
        due, or where that agent is in a long call."""
        if not self.load.taken(number):
            return None, 0
        ring = self.load.ring(minute)
        place = ring[self.load.turn(minute, number)]
        self._long_calls(minute // DAY)
        begins, ends = self._busy[minute // DAY][place]
        if begins <= minute * 60 < ends:
            return None, 0
        return self.roster.agents[place], self.load.again(minute, number, len(ring))

    def _taken(self, rng: Random, minute: int, inbound: bool, campaign: Campaign, agent: Agent, room: int) -> Lasted:
        """Durations of a call with an agent, done in `room` seconds unless the floor is too busy for that."""
        queue = self._wait(rng, minute, campaign, 9) if inbound else int(rng.random() * 3)
        if not inbound and rng.random() < _UNCONNECTED:
            return _lasted(queue, 0, 0, 0)
        talk = 4 + int(math.exp(4.95 + 0.65 * rng.gauss(0, 1)) * agent.pace)
        hold = 8 + int(rng.expovariate(1 / 35)) if rng.random() < 0.15 else 0
        acw = 1 + int(rng.expovariate(1 / agent.acw))
        if room > 60:
            queue = min(queue, room // 2)
            room -= queue
            acw, hold = min(acw, room // 5), min(hold, room // 4)
            talk = min(talk, room - acw - hold - int(rng.random() * room / 4))
        return _lasted(queue, max(1, talk), hold, acw)

    def _missed(self, rng: Random, minute: int, inbound: bool, campaign: Campaign) -> Lasted:
        """Durations of a call that nobody took: a wait, or a phone that rang."""
        if inbound:
            return _lasted(3 + self._wait(rng, minute, campaign, 30), 0, 0, 0)
        lasted = _lasted(0, 0, 0, 0)
        lasted.total = 6 + int(rng.random() * 40)
        return lasted

    def _wait(self, rng: Random, minute: int, campaign: Campaign, mean: float) -> int:
        """Seconds in the queue: longer at the day's peaks, and much longer in the queue that is in trouble just now."""
        troubled = (minute // 30 * 7919 + self.seed + int(campaign.id)) % 11 == 0
        crowd = self.load.rate(minute) / max(self.load.rate(720), 1e-9)
        return int(rng.expovariate(1 / (mean * (0.4 + crowd) * (5 if troubled else 1))))

    def _decide(self, rng: Random, call: Call) -> None:
        """The fates of the modes: listed late, moved, gone. Draws are the same whichever of them are on."""
        late, later, moves, when, by, vanishes, until = (rng.random() for _ in range(7))
        if self.late and late < 0.3 and call.live is None:
            call.listed_at = call.end + 5 + 295 * later**2
        settled = max(call.listed_at, call.end)
        if self.moving and moves < 0.06:
            call.moved_at = settled + 15 + 165 * when
            call.moved_by = (1 + int(by * 90)) * (1 if until < 0.5 else -1)
        if self.vanishing and vanishes < 0.05:
            call.gone_at = settled + 20 + 400 * until

    def _long_calls(self, day: int) -> dict[int, list[tuple[int, int, int]]]:
        """The day's calls of 30 to 90 minutes by the minute in which they begin: agent's place, start, talk."""
        if day not in self._days:
            rng = Random(f"long {self.seed} {day}")
            found: dict[int, list[tuple[int, int, int]]] = {}
            busy: dict[int, tuple[int, int]] = {}
            for place, agent in enumerate(self.roster.agents):
                length = 1800 + int(rng.random() * 3600)
                start = agent.begins * 1800 + int(rng.random() * (9 * 3600 - length))
                start = day * 86400 + start % 86400
                found.setdefault(start // 60, []).append((place, start, length))
                busy[place] = (start - 60, start + length + 400)
            if len(self._days) > 40:
                self._days.clear()
                self._busy.clear()
            self._days[day], self._busy[day] = found, busy
        return self._days[day]


def _lasted(queue: int, talk: int, hold: int, acw: int) -> Lasted:
    handle = talk + hold + acw
    return Lasted(queue + handle, queue, talk, hold, handle, acw)


def _weighted(campaigns: list[Campaign]) -> tuple[list[Campaign], list[float]]:
    return campaigns, list(accumulate(campaign.weight for campaign in campaigns))
