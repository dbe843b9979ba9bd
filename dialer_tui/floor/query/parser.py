"""Pieces → tree: not binds faster than and (a blank), that faster than or.

The same parser reads a whole filter, where anything wrong ends it, and one that is still typed, where what is wrong is
noted and left out.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from dialer_tui.floor.query.errors import QueryError
from dialer_tui.floor.query.tokens import Token
from dialer_tui.floor.query.tree import KEYWORDS, And, Leaf, Node, Not, Or

_DEEPEST = 50  # parentheses in parentheses, or one not behind the other


def keyword(piece: Token) -> str:
    """The keyword that a piece is, "" for any other."""
    word = "" if piece.quoted or piece.field else piece.value.lower()
    return word if word in KEYWORDS else ""


def is_whole(piece: Token) -> bool:
    """Whether a piece may be the last of a filter, so that a keyword may stand behind it."""
    return piece.kind == ")" or (piece.kind == "value" and not keyword(piece))


def says_something(piece: Token) -> bool:
    """Whether a piece is more than an empty word, which every call has in it."""
    return piece.kind != "value" or piece.open or bool(piece.field or piece.value.strip())


class Parser:
    """Reads pieces once. `leaf` makes leaves, None of a piece that does not count yet.

    `wrong`: what was wrong first, where that is forgiven; what only lacks something comes after what will never do.
    """

    def __init__(
        self, pieces: Iterable[Token], leaf: Callable[[Token], Leaf | None], *, forgiving: bool = False
    ) -> None:
        self.wrong: QueryError | None = None
        self._pieces = [*filter(says_something, pieces)]
        self._leaf = leaf
        self._forgiving = forgiving
        self._at = 0
        self._depth = 0

    def whole(self) -> Node | None:
        """The tree of all pieces; None where there is nothing, or nothing right."""
        parts: list[Node | None] = []
        while (piece := self._next()) is not None:
            if piece.kind == ")":
                self._fault("this ) closes nothing", piece)
                self._at += 1
            else:
                parts.append(self._or())
        return _joined(And, parts)

    def _next(self) -> Token | None:
        return self._pieces[self._at] if self._at < len(self._pieces) else None

    def _take(self, word: str) -> bool:
        """Go past a keyword, if it is next."""
        piece = self._next()
        there = piece is not None and keyword(piece) == word
        self._at += there
        return there

    def _or(self) -> Node | None:
        parts = [self._and()]
        while self._take("or"):
            parts.append(self._and())
        return _joined(Or, parts)

    def _and(self) -> Node | None:
        parts = [self._not()]
        while (piece := self._next()) is not None and piece.kind != ")" and keyword(piece) != "or":
            self._take("and")
            parts.append(self._not())
        return _joined(And, parts)

    def _not(self) -> Node | None:
        signs = self._signs()
        piece = self._next()
        if piece is None or piece.kind == ")" or keyword(piece):
            self._missing(piece)
            return None
        if signs + self._depth > _DEEPEST:
            self._fault("this is too deep", piece)
            self._at = len(self._pieces)
            return None
        self._at += 1
        node = self._group(piece) if piece.kind == "(" else self._value(piece)
        for _ in range(signs if node is not None else 0):
            node = Not(node)  # type: ignore[arg-type]  # it is not None here
        return node

    def _signs(self) -> int:
        """Go past `not` and `-`, and say how many they are."""
        count = 0
        while (piece := self._next()) is not None and (piece.kind == "-" or keyword(piece) == "not"):
            self._at += 1
            count += 1
            after = self._next()
            if piece.kind == "-" and after is not None and after.at > piece.end:
                self._fault('- stands right before what must not be; as a word it is "-"', piece)
        return count

    def _group(self, opening: Token) -> Node | None:
        self._depth += 1
        node = self._or()
        self._depth -= 1
        piece = self._next()
        if piece is None:
            self._fault("this ( is not closed", opening, lacks=True)
        else:
            self._at += 1  # only ")" ends what is in parentheses
        return node

    def _value(self, piece: Token) -> Node | None:
        try:
            return self._leaf(piece)
        except QueryError as error:
            self._forgive(error)
            return None

    def _missing(self, piece: Token | None) -> None:
        """There is nothing where something must stand, before `piece` or the end."""
        before = self._pieces[self._at - 1] if self._at else None
        if before is not None and before.kind == "(" and (piece is None or piece.kind == ")"):
            if piece is not None:
                self._fault("nothing stands in ( )", before)
        elif before is not None and before.kind != "(":
            self._fault(f"nothing stands after {before.text}", before, lacks=piece is None)
        elif piece is not None:
            self._fault(f"nothing stands before {piece.text}", piece)

    def _fault(self, message: str, piece: Token, *, lacks: bool = False) -> None:
        self._forgive(QueryError(message, piece.at, piece.end, lacks=lacks))

    def _forgive(self, error: QueryError) -> None:
        """Note what is wrong; where nothing is forgiven it is the end."""
        if not self._forgiving:
            raise error
        if self.wrong is None or (self.wrong.lacks and not error.lacks):
            self.wrong = error


def _joined(kind: type[And | Or], parts: Sequence[Node | None]) -> Node | None:
    """Those that are there, joined; one is just itself."""
    there = tuple(part for part in parts if part is not None)
    return kind(there) if len(there) > 1 else there[0] if there else None
