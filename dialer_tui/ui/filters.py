"""The filters in force, one upon the other: what `/`, `f` and `enter` put on, and `esc` takes off one by one."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Literal

import msgspec
from msgspec.structs import replace

from dialer_tui.floor import query
from dialer_tui.floor.people import AgentRow, People
from dialer_tui.floor.query import Draft, Ground, Query, QueryError
from dialer_tui.floor.query.tokens import tokens
from dialer_tui.floor.query.tree import Or
from dialer_tui.floor.workbench import Subject
from dialer_tui.model import Call
from dialer_tui.text import clean, duration, fit, mask_name, mask_number, width
from dialer_tui.ui.call_text import EXTRA, told
from dialer_tui.ui.keys import Place
from dialer_tui.ui.theme import Glyphs
from dialer_tui.ui.widgets.table import Spot

if TYPE_CHECKING:
    from dialer_tui.floor.alertrules import Rule

_LONGEST = {"longest_wait": "type:in", "unanswered_wait_max": "type:in is:unanswered"}
"""Figures that are of one call: which ones it is the longest of."""
Kind = Literal["typed", "cell", "opened"]


class Term(msgspec.Struct, frozen=True):
    """A term of a filter: its text, the same in the words of rows, and in those where names and numbers are masked.

    `subject`: the agent, campaign or list that it asks for, as rows name it.
    """

    text: str
    shown: str
    masked: str
    subject: Subject | None = None


class Filter(msgspec.Struct, frozen=True):
    """A filter in force, who put it on, and where `esc` returns to: a pane, and a spot among the calls."""

    query: Query
    terms: tuple[Term, ...]
    kind: Kind
    pane: Place
    spot: Spot


class Filters:
    """The stack of them. A call is shown when all keep it. At most one is typed; it keeps its place in the stack.

    `draft`: what is in force of the text that is being typed; a blank one while none is.
    """

    def __init__(self) -> None:
        self._stack: list[Filter] = []
        self.draft = Draft()

    def __bool__(self) -> bool:
        return bool(self._stack)

    @property
    def typed(self) -> Filter | None:
        """The one that is typed."""
        return next((one for one in self._stack if one.kind == "typed"), None)

    @property
    def whole(self) -> bool:
        """Whether all of what is typed is in force: nothing of it is wrong, or may still become something else."""
        return self.draft.wrong is None and not (self.draft.field or self.draft.open)

    def shown(self, mask: bool) -> str:
        """All of them in words, the first put on first."""
        return " ".join(self._words(mask))

    def within(self, cells: int, mask: bool, ellipsis: str) -> str:
        """As many of them in words as `cells` hold, the last put on before the first; cleaned."""
        words = [clean(word) for word in self._words(mask)]
        said = " ".join(words)
        for start in range(1, len(words)):
            if width(said) <= cells:
                break
            said = " ".join([ellipsis, *words[start:]])
        return said if width(said) <= cells else fit(said, max(cells, 0), ellipsis=ellipsis)

    def newest(self, mask: bool) -> str:
        """The last term of them in words, cleaned; "" where there is none."""
        return clean(self._words(mask)[-1]) if self._stack else ""

    def _words(self, mask: bool) -> list[str]:
        """Their terms, each once: a campaign and then one of its lists is not the campaign twice."""
        terms = dict.fromkeys(term for one in self._stack for term in one.terms)
        return [term.masked if mask else term.shown for term in terms]

    @property
    def text(self) -> str:
        """All of them as one filter, as it may be typed; "" where there is none."""
        many = len(self._stack) > 1
        texts = (
            f"({one.query.text})" if many and isinstance(one.query.tree, Or) else one.query.text for one in self._stack
        )
        return " ".join(texts)

    def queries(self) -> list[Query]:
        """What each asks of a call."""
        return [one.query for one in self._stack]

    @property
    def measures(self) -> frozenset[str]:
        """The numbers and times of a call that they ask for, and what is being typed, by the names of their columns."""
        asked = [*self.queries(), *([self.draft.query] if self.draft.query is not None else [])]
        return frozenset[str]().union(*(query.measures(one.tree) for one in asked))

    @property
    def texts(self) -> tuple[str, ...]:
        """Each of them as text, the first put on first."""
        return tuple(one.query.text for one in self._stack)

    @property
    def subject(self) -> Subject | None:
        """The agent, campaign or list that was asked for last."""
        return next(
            (term.subject for one in reversed(self._stack) for term in reversed(one.terms) if term.subject), None
        )

    def has(self, text: str) -> bool:
        """Whether one with this text is in force."""
        return any(one.query.text == text for one in self._stack)

    def put(self, new: Filter) -> None:
        """Put one on top; a typed one in the place of the typed one there is, with its way back.

        None is on twice: one that was on already comes to the top, and the one above it leads back to where it did.
        """
        had = self.typed if new.kind == "typed" else None
        if had is not None:
            self._stack[self._stack.index(had)] = replace(new, pane=had.pane, spot=had.spot)
            return
        self._stack.append(new)
        at = next(at for at, one in enumerate(self._stack) if one.query.text == new.query.text)
        if new.kind != "typed" and at < len(self._stack) - 1:
            spot = self._stack.pop(at).spot
            self._stack[at] = replace(self._stack[at], spot=spot)

    @property
    def last(self) -> Filter | None:
        """The one put on last."""
        return self._stack[-1] if self._stack else None

    def pop(self) -> Filter | None:
        """Take off the last one; None when there is none."""
        return self._stack.pop() if self._stack else None

    def drop(self, which: Callable[[Query], bool]) -> None:
        """Take off those of which something holds."""
        self._stack = [one for one in self._stack if not which(one.query)]

    def clear(self) -> None:
        """Take off all of them."""
        self._stack.clear()

    def drop_typed(self) -> Filter | None:
        """Take off the typed one; None when there is none."""
        had = self.typed
        if had is not None:
            self._stack.remove(had)
        return had


# --- terms made of what stands on the screen --------------------------------------------------------------------


def _named(field: Literal["campaign", "list"], identity: str, name: str) -> Term:
    """By ID where there is one: two campaigns may bear one name. Shown by name."""
    subject = Subject(field, identity, name or identity) if identity else None
    shown = query.term(field, name or identity)
    return Term(query.term(field, identity or name), shown, shown, subject)


def of_cell(call: Call, column: str, glyphs: Glyphs, people: People) -> Term | None:
    """The exact term for a cell of a call's row; None for a column of times, which no two calls share, and for a field
    that the API's document does not know where no filter can name it.
    """
    if column.startswith(EXTRA):
        return _unknown(call, column.removeprefix(EXTRA))
    if column in ("campaign", "campaign_id"):
        return _named("campaign", call.campaign_id, call.campaign)
    if column in ("list", "list_id"):
        return _named("list", call.list_id, call.list)
    if column == "id":
        return _same(query.term("id", clean(call.id)))
    if column == "type":
        short = {"inbound": "in", "outbound": "out"}.get(call.type.casefold())
        return _same(f"type={short}" if short else query.term("type", clean(call.type)))
    if column == "agent":
        if not people.human(call):
            return _same("agent:none")
        return _whose(call.agent, people.claimed(call), people.row(people.key(call)), glyphs)
    if column == "contact":
        return _of("contact", clean(call.contact), mask_name(call.contact))
    if column in ("number_in", "number_out"):
        number: str = getattr(call, column)
        return _of(column.replace("_", ""), clean(number), mask_number(number))
    if column in ("queue", "talk", "hold", "handle", "acw", "total"):
        seconds: int | None = getattr(call, column)
        return _same(f"{column}:unknown" if seconds is None else f"{column}={duration(seconds)}")
    return None


def _unknown(call: Call, field: str) -> Term | None:
    named = next(tokens(f"{field}:x"), None)
    if named is None or named.field != field:
        return None
    return _of(field, clean(dict(call.extra or ()).get(field, "")), "…")


def of_agent(row: AgentRow, glyphs: Glyphs) -> Term:
    """The calls of the agent of a row, under any spelling of the name."""
    if row.rest and row.claimed is None:
        many = f" {glyphs.dot} {row.agents} agents"
        return _agent(row.name + many, row.name, many, row.key)
    return _whose(row.name, row.claimed, row.key, glyphs)


def _whose(name: str, agent_id: str | None, row: str, glyphs: Glyphs) -> Term:
    """The calls of a name; of a namesake whose calls are told apart, by ID, and shown as rows say it."""
    behind = told(agent_id, glyphs)
    return _agent(agent_id or (name + behind if behind else clean(name)), name, behind, row)


def _agent(text: str, name: str, behind: str, row: str) -> Term:
    """The calls that `text` asks for, of the agent of a row: a name, and what stands `behind` it."""
    subject = Subject("agent", row, clean(name) + behind, mask_name(name) + behind)
    shown, masked = (query.term("agent", said) for said in (subject.name, subject.masked))
    return Term(query.term("agent", text), shown, masked, subject)


def of_campaign(identity: str, name: str, part: tuple[str, str] | None = None) -> tuple[Term, ...]:
    """The calls of a campaign, or of one of its lists: ID and name of each."""
    whole = _named("campaign", identity, name)
    return (whole,) if part is None else (whole, _named("list", *part))


def of_rule(rule: Rule) -> tuple[Term, ...]:
    """The calls that a rule of `[[alerts]]` is about; none where it is about all, or about none."""
    if rule.calls is not None:
        return (typed(rule.calls),)
    terms = []
    if rule.of is not None:
        by, name = rule.of
        terms.append(_of(by, name, query.person(name) if by == "agent" else name))
    if rule.figure is not None and rule.above and rule.figure.name in _LONGEST:
        terms.append(_same(f"{_LONGEST[rule.figure.name]} queue>{duration(int(rule.bound))}"))
    return tuple(terms)


def typed(made: Query) -> Term:
    """What somebody has typed."""
    return Term(made.text, made.text, query.masked(made.tree))


def covered(text: str, ground: Ground) -> str:
    """What somebody has typed as it is seen where names and numbers are masked; … where it means nothing now."""
    try:
        made = query.parse(text, ground)
    except QueryError:
        return "…"
    return "" if made is None else query.masked(made.tree)


def _of(field: str, value: str, masked: str) -> Term:
    """All of a field, and the same where it is masked."""
    text = query.term(field, value)
    return Term(text, text, query.term(field, masked))


def _same(text: str) -> Term:
    return Term(text, text, text)
