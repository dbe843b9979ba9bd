"""A floor whose people have names as nobody else has, and the search for them in whatever leaves the program."""

from __future__ import annotations

import base64
import re
import unicodedata
from binascii import Error
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

import msgspec
import pytest

from dialer_tui.simulator import roster
from dialer_tui.simulator.names import Script
from dialer_tui.simulator.server import Server
from dialer_tui.simulator.world import World
from tests.conftest import FLOOR_TIME

# Of a name at most its initial may be seen. Each of these begins as no word does, so that a part of it gives it away.
SCRIPTS = (
    Script(
        6,
        ("Qxandor", "Zqilma", "Xjoren", "Wqesta", "Jxulin", "Vqéra", "Kqístof"),
        ("Xvorsk", "Qjarmund", "Zxelling", "Jqöberg", "Hxattrick", "Wxinter", "Xqo’Brine"),
    ),
    Script(2, ("Щъорд", "Жыхуна", "Ъйома"), ("Ыщенко", "Ъжеров", "Ьцкая")),
    Script(2, ("Ξψάλτης", "Ψξένια"), ("Ζξούλης", "Χψάρης")),
    Script(1, ("齾龘", "龗靐", "麤齉"), ("爨龖", "灪鱻")),
)
_LETTERS, _DIGITS = 3, 7  # of a name, and of a number, from which on a part of it is too much
_CONTROLS = re.compile(r"\x1b\[[0-?]*[ -/]*[@-~]|\x1b[()][A-Z0-9]|\x1b[@-Z\\^_=>]|\x1b\].*?(?:\x07|\x1b\\)", re.DOTALL)
_COPIED = re.compile(r"\x1b\]52;c;([A-Za-z0-9+/=]*)\x07")
_ESCAPED = re.compile(r"\\u([0-9a-fA-F]{4})")
_ENCODED = re.compile(r"[A-Za-z0-9+/_-]{12,}={0,2}")
_BETWEEN = re.compile(r"(?<=\d)[ ()+./\-]+(?=\d)")
_FIELDS = {"callContact", "callNumberInbound", "callNumberOutbound", "callAgentName"}


@contextmanager
def people() -> Iterator[None]:
    """From now on the worlds that are made are of such people."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(roster, "_SCRIPTS", [script for script in SCRIPTS for _ in range(script.weight)])
        yield


def world() -> World:
    """A floor on which nothing happens any more."""
    return World(seed=11, agents=24, campaigns=4, calls_per_hour=150, start=FLOOR_TIME, freeze=0)


@contextmanager
def floor() -> Iterator[Server]:
    """The API of a floor of such people."""
    with people(), Server(world()) as server:
        yield server


class Private:
    """The names and numbers of a floor."""

    def __init__(self, world: World) -> None:
        now = world.now()
        calls = [msgspec.json.decode(one.body) for one in world.records(now - 86_400, now + 3_600)]
        self.ids = {one.id for one in world.records(now - 86_400, now + 3_600)}
        self.numbers = {call[name] for call in calls for name in ("callNumberInbound", "callNumberOutbound")}
        self.people = {call["callContact"] for call in calls} | {agent.name for agent in world.roster.agents}
        self.people -= {""}
        self.places = {one.name for one in world.roster.campaigns}
        parts = {part for name in self.people for part in name.split() if not part.endswith(".")}
        self._words = {_folded(part) for part in parts}
        self._names = {word[:_LETTERS] for word in self._words}
        self._parts = {
            number[at : at + size]
            for number in self.numbers
            for size in range(_DIGITS, len(number))
            for at in range(len(number) - size + 1)
        }

    def found(self, text: str) -> set[str]:
        """What of them is in a text: beginnings of names, numbers however they are written, and parts of them."""
        text = _ESCAPED.sub(lambda match: chr(int(match[1], 16)), text)
        for ident in self.ids & set(re.findall(r"\d{16,}", text)):
            text = text.replace(ident, "")
        folded = _folded(text)
        parts = {run for run in re.findall(r"\d+", text) if run in self._parts}
        return {name for name in self._names if name in folded} | parts | self._whole(text)

    def _whole(self, text: str) -> set[str]:
        """What of them is in a text in full."""
        folded, runs = _folded(text), set(re.findall(r"\d+", _BETWEEN.sub("", text)))
        return {word for word in self._words if word in folded} | (self.numbers & runs)

    def sent(self, raw: bytes) -> set[str]:
        """What of them is in the bytes that a terminal was sent, its clipboard and its notifications too."""
        text = raw.decode(errors="replace")
        copied = [base64.b64decode(one).decode() for one in _COPIED.findall(text)]
        strings = re.findall(r"\x1b\](?!52;).*?(?:\x07|\x1b\\)", text, re.DOTALL)
        return set().union(*map(self.found, (*copied, *strings, _CONTROLS.sub("\n", text))))

    def encoded(self, text: str) -> set[str]:
        """What of them is whole in a text, or in what of it is base64: drawn letters and digits may be like a part."""
        return self._whole(text).union(*map(self._whole, _decoded(text)))

    def written(self, *folders: Path) -> set[str]:
        """What of them is in the files of folders."""
        files = [path for folder in folders for path in folder.rglob("*") if path.is_file()]
        return set().union(*(self.found(path.read_text(errors="replace") + path.name) for path in files))


def _decoded(text: str) -> Iterable[str]:
    for word in set(_ENCODED.findall(text)):
        try:
            yield base64.b64decode(word.rstrip("=") + "==", altchars=b"-_").decode()
        except (Error, UnicodeDecodeError):
            continue


def _folded(text: str) -> str:
    return unicodedata.normalize("NFC", text).casefold()
