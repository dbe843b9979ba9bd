"""Who and what is on the floor: agents with shifts and habits, campaigns with lists, dialers and fields.

Everything here follows from the seed and the two counts alone.
"""

from __future__ import annotations

from collections.abc import Iterator
from random import Random
from string import ascii_uppercase
from typing import NamedTuple

from dialer_tui.simulator import hostile, names

HALF_HOURS = 48
SHIFT = 18
"""Length of a shift in half hours."""

# How many start their shift at each of the day's half hours (GMT): early, day and late people, few at night.
_STARTS = {10: 2, 12: 5, 14: 6, 16: 5, 18: 3, 20: 3, 24: 4, 26: 4, 28: 3, 34: 1, 40: 2, 44: 2, 0: 1, 4: 1}


class Agent(NamedTuple):
    """One agent: names as getAgents gives them, and habits. `pace` scales talk, `acw` is in mean seconds."""

    id: str
    first: str
    last: str
    own: bool
    pace: float
    acw: float
    begins: int

    @property
    def name(self) -> str:
        """The name as call records carry it."""
        return f"{self.first} {self.last}".strip()

    def on_shift(self, half_hour: int) -> bool:
        """Whether the shift covers a half hour of the day (0 to 47, GMT)."""
        return (half_hour - self.begins) % HALF_HOURS < SHIFT


class Dialer(NamedTuple):
    """One dialer and the lead fields it takes."""

    id: str
    name: str
    fields: tuple[str, ...]


class DialList(NamedTuple):
    """One list of a campaign."""

    id: str
    name: str
    dialers: tuple[Dialer, ...]


class Campaign(NamedTuple):
    """One campaign. `weight` is its share of calls; `number` is dialled by those who call in."""

    id: str
    name: str
    own: bool
    inbound: bool
    weight: float
    number: str
    lists: tuple[DialList, ...]


class Roster(NamedTuple):
    """The floor's people and campaigns. `retired`, `departed` take part in calls but in no listing."""

    agents: tuple[Agent, ...]
    campaigns: tuple[Campaign, ...]
    retired: Campaign
    departed: str


def person(rng: Random, hostile_share: float = 0.0) -> tuple[str, str]:
    """A first and a last name of one script; with `hostile_share` a hostile name instead, as both or either."""
    if hostile_share and rng.random() < hostile_share:
        bad = rng.choice(hostile.NAMES)
        return rng.choice(((bad, "Hostile"), ("Hostile", bad), (bad, bad)))
    script = _SCRIPTS[rng.randrange(len(_SCRIPTS))]
    return script.first[int(rng.random() * len(script.first))], script.last[int(rng.random() * len(script.last))]


def build(
    seed: int, agents: int, campaigns: int, *, namesakes: int | None = None, with_hostile: bool = False
) -> Roster:
    """The roster of a seed. Every ninth agent repeats an earlier one's name, or so many as `namesakes` says.

    Every third agent and campaign belongs to another affiliate: `showAll` "n" leaves those out.
    """
    rng = Random(f"roster {seed}")
    people = tuple(_agents(rng, agents, _repeats(agents, namesakes), 0.2 if with_hostile else 0.0))
    trees = tuple(_campaign(rng, place, with_hostile) for place in range(campaigns))
    archive = Campaign("1090", "Winter Archive", True, False, 1.0, "8885550100", (DialList("109000", "Archive", ()),))
    return Roster(people, trees, archive, "Pat Departed")


def _repeats(count: int, namesakes: int | None) -> dict[int, int]:
    """Whose name an agent repeats, both by their places. Of all ninth agents two repeat the first one's: that is three
    of a name, and pairs otherwise. As many as are wanted are pairs all."""
    if namesakes is not None:
        pairs = min(namesakes, count // 2)
        return {count - pairs + place: place for place in range(pairs)}
    thrice = (27, 54)
    return {place: 0 if place in thrice else place // 3 + (place % 27 == 0) for place in range(9, count, 9)}


def _agents(rng: Random, count: int, repeats: dict[int, int], hostile_share: float) -> Iterator[Agent]:
    begins = [half for half, share in _STARTS.items() for _ in range(share)]
    ids = sorted(rng.sample(range(4100, 4100 + 3 * count + 10), count))
    named: list[tuple[str, str]] = []
    for place, number in enumerate(ids):
        named.append(named[repeats[place]] if place in repeats else _newcomer(rng, hostile_share, named))
        first, last = named[-1]
        yield Agent(
            id=str(number),
            first=first,
            last=last,
            own=place % 3 != 2,
            pace=min(1.8, max(0.55, rng.gauss(1.0, 0.22))),
            acw=min(60.0, max(3.0, rng.gauss(16.0, 9.0))),
            begins=begins[place % len(begins)] if place < len(begins) else rng.choice(begins),
        )


def _newcomer(rng: Random, hostile_share: float, named: list[tuple[str, str]]) -> tuple[str, str]:
    """A name that nobody on the floor has yet: in need with an initial, as payrolls do."""
    first, last = person(rng, hostile_share)
    for letter in ("", *ascii_uppercase):
        told_apart = (f"{first} {letter}.", last) if letter else (first, last)
        if told_apart not in named:
            return told_apart
    return first, last


def _campaign(rng: Random, place: int, with_hostile: bool) -> Campaign:
    lap, at = divmod(place, len(names.CAMPAIGNS))
    name = names.CAMPAIGNS[at] + (f" {lap + 1}" if lap else "")
    share = 0.5 if with_hostile else 0.0
    campaign = str(1111 + place)
    lists = tuple(
        DialList(f"{campaign}{index:02}", _named(rng, rng.choice(names.LISTS), share), tuple(_dialers(rng, share)))
        for index in range(0 if place % 8 == 6 else rng.randint(1, 4))
    )
    return Campaign(
        id=campaign,
        name=_named(rng, name, share),
        own=place % 3 != 2,
        inbound=place % 2 == 0,
        weight=0.4 + 1.6 * rng.random(),
        number=f"888555{1000 + place:04}",
        lists=lists,
    )


def _dialers(rng: Random, hostile_share: float) -> Iterator[Dialer]:
    for index in sorted(rng.sample(range(len(names.DIALERS)), rng.randint(1, 3))):
        yield Dialer(
            f"D-{index + 1:02}",
            _named(rng, names.DIALERS[index], hostile_share),
            names.FIELDS[: rng.randint(6, len(names.FIELDS))],
        )


def _named(rng: Random, name: str, hostile_share: float) -> str:
    return rng.choice(hostile.NAMES) if hostile_share and rng.random() < hostile_share else name


_SCRIPTS = [script for script in names.SCRIPTS for _ in range(script.weight)]
