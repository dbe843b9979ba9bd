"""Names and IDs: calls carry a name, agents an ID. Which agents a name means, and what tells namesakes apart."""

from __future__ import annotations

import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator
from functools import lru_cache

import msgspec

from dialer_tui.model import Agent, Call

NOBODY = ""  # in place of an agent's ID: none of those of the name has a call, or more than one
_PIECE = 50  # calls of which it is taken in at once whose they are
APART = "\n"  # between a name key and such an ID: no name key holds one


@lru_cache(1 << 14)
def name_key(name: str) -> str:
    """What two spellings of one name share: NFC, case and blanks aside."""
    return " ".join(unicodedata.normalize("NFC", name).casefold().split())


def spellings(agent: Agent) -> tuple[str, ...]:
    """The name keys under which a call may carry an agent: "First Last", then the two that must fit nobody else."""
    first, last = agent.first, agent.last
    return name_key(f"{first} {last}"), name_key(f"{last}, {first}"), name_key(f"{last} {first}")


class Group(msgspec.Struct, frozen=True):
    """The agents of one name, and the name keys by which calls mean them."""

    key: str
    agents: tuple[Agent, ...] = ()
    keys: tuple[str, ...] = ()


class Claim(msgspec.Struct, frozen=True):
    """Whose a namesake's call is: an agent's ID, or NOBODY; None where that is not known any more.

    `call`: its record as it was last told.
    """

    call: Call
    agent_id: str | None


class Claims(msgspec.Struct, frozen=True):
    """What has become known of whose calls are."""

    claims: tuple[Claim, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.claims)

    def pieces(self) -> Iterator[Claims]:
        """The same in pieces of few calls: to count a call anew takes a tenth of a millisecond."""
        for at in range(0, len(self.claims), _PIECE):
            yield Claims(self.claims[at : at + _PIECE])


def fewest(keys: Iterable[str]) -> int:
    """How many people some name keys are, at the least, each with an ID behind it or none.

    Calls that are not told apart may be anybody's of the name.
    """
    ids: defaultdict[str, set[str]] = defaultdict(set)
    for key in keys:
        name, _, agent_id = key.partition(APART)
        ids[name].add(agent_id)
    return sum(max(len(known - {NOBODY}), 1) for known in ids.values())


def grouped(agents: Iterable[Agent]) -> list[Group]:
    """The agents by name. A turned spelling ("Last, First") means a group only where it fits no other."""
    groups: defaultdict[str, list[Agent]] = defaultdict(list)
    claims: defaultdict[str, set[str]] = defaultdict(set)
    for agent in agents:
        names = spellings(agent)
        key = names[0] or agent.id
        groups[key].append(agent)
        for name in names:
            claims[name].add(key)
    found = []
    for key, group in groups.items():
        turned = {name for name in spellings(group[0])[1:] if claims[name] == {key}}
        found.append(Group(key, tuple(group), (key, *sorted(turned - {key}))))
    return found
