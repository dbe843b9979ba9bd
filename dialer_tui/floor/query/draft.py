"""A filter while it is typed: half a term takes away neither the calls nor the other terms."""

from __future__ import annotations

import msgspec
from msgspec.structs import replace

from dialer_tui.floor.query.errors import QueryError
from dialer_tui.floor.query.fields import FIELDS, SHORT
from dialer_tui.floor.query.ground import Ground
from dialer_tui.floor.query.parser import Parser, is_whole, keyword, says_something
from dialer_tui.floor.query.query import Query
from dialer_tui.floor.query.read import leaf
from dialer_tui.floor.query.tokens import Token, tokens
from dialer_tui.floor.query.tree import KEYWORDS, Leaf, written

_LETTERS = 3  # from which on a word may be the beginning of a field's name


class Draft(msgspec.Struct, frozen=True):
    """What of a text that is still being typed is in force: its terms that are right, None while there are none.

    `wrong`: what the first of the others lacks. `field`: the name, or the keyword, that the last word may become, ""
    for none; until it is told from it, the word is not looked for. `open`: the last value is still read as the
    beginning of one: `agent=le` keeps what `agent:le` does, until a blank or the closing quote says that it is all.
    """

    query: Query | None = None
    wrong: QueryError | None = None
    field: str = ""
    open: bool = False


def draft(text: str, ground: Ground) -> Draft:
    """What is in force of a text while it is typed."""
    pieces = [*tokens(text)]
    last = pieces[-1] if pieces and pieces[-1].end == len(text) else None
    becoming = _becoming(last, len(pieces) > 1 and is_whole(pieces[-2])) if last else ""
    opens = last is not None and _opens(last)

    def read(piece: Token) -> Leaf | None:
        if piece is last and (becoming or not says_something(replace(piece, open=False))):
            return None
        return leaf(_closed(_opened(piece) if piece is last and opens else piece), ground)

    parser = Parser(pieces, read, forgiving=True)
    tree = parser.whole()
    if tree is None:
        return Draft(None, parser.wrong, becoming)
    as_typed = not (parser.wrong or becoming or opens or (last and last.open))
    said = text.strip() if as_typed else written(tree, lambda one: one.said)
    return Draft(Query.of(tree, said, ground), parser.wrong, becoming, opens)


def _becoming(piece: Token, follows: bool) -> str:
    """The field that a word may become while it is typed, or the keyword where it `follows` something; "" for none."""
    word = piece.text.lower()
    if word in FIELDS:
        return FIELDS[word].name
    if follows and not keyword(piece):
        for name in KEYWORDS:
            if name.startswith(word):
                return name
    return next((name for name in SHORT if len(word) >= _LETTERS and name.startswith(word)), "")


def _opens(piece: Token) -> bool:
    """Whether the value of the last piece may go on: nothing has closed it yet."""
    field = FIELDS.get(piece.field.lower())
    may = field is None or field.kind not in ("duration", "moment", "state")
    return piece.field != "" and (piece.open or (piece.sign == "=" and piece.value != "" and not piece.quoted and may))


def _closed(piece: Token) -> Token:
    """A piece as it is once its quote is closed, so that what is in force can be read again."""
    if not piece.open:
        return piece
    odd = (len(piece.text) - len(piece.text.rstrip("\\"))) % 2  # a backslash there would be before the quote
    return replace(piece, text=piece.text + "\\" * odd + '"', open=False)


def _opened(piece: Token) -> Token:
    """A term whose value is not closed yet: only some of its value is known, and none of it while there is none."""
    if not piece.value.strip():
        return replace(piece, value="", quoted=False)
    field = FIELDS.get(piece.field.lower())
    if piece.sign != "=" or (field is not None and field.kind in ("duration", "moment", "state")):
        return piece
    return replace(piece, sign=":", text=f"{piece.field}:{piece.text[len(piece.field) + 1 :]}")
