"""What somebody does with each program, a step after another: the keys and commands come from the program's tables."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from dialer_tui.cli.group import COMMANDS
from dialer_tui.ui.keys import KEYS, PANES, Place
from tests.test_privacy import keys_of
from tests.ui.terminal import ESC, Terminal
from tests.ui.test_every_key import characters

CTRL_C, CTRL_P = "\x03", "\x10"
ACCOUNT = ("DIALER_TUI_URL", "DIALER_TUI_AFFILIATE_ID", "DIALER_TUI_AFFILIATE_KEY")
_LIVE, _RESTS = 60.0, 6.0  # seconds until what is waited for is there; and until it rests, which is not needed
_RULES = """\
[poll]
interval = "1s"
[[alerts]]
name = "slow"
figure = "aht"
above = 1.0
minimum = 1
for = "1s"
bell = true
notify = true
"""


@dataclass(frozen=True)
class Step:
    """Keys that are pressed, and words that are then on the screen, where it matters."""

    keys: tuple[str, ...] = ()
    words: str = ""
    size: tuple[int, int] | None = None

    def take(self, terminal: Terminal) -> None:
        """Take it, as far as the program is still there."""
        try:
            if self.size:
                terminal.resize(*self.size)
            terminal.send(*self.keys)
            if self.words:
                terminal.until(lambda text: self.words in text, _LIVE)
            terminal.still(limit=_RESTS)
        except (OSError, AssertionError):
            pass  # it is no more, or has more to do than rest; what came of it is judged at its end


@dataclass(frozen=True)
class Road:
    """A program, what is done with it and how it is left. Each step but the first is good without those before it.

    `codes`: how it may end. `slow`: no crash of it is over soon. `without`: variables of the account that are not set.
    """

    name: str
    arguments: tuple[str, ...]
    steps: tuple[Step, ...]
    out: tuple[Step, ...] = ()
    codes: tuple[int, ...] = (0,)
    config: str = _RULES
    slow: bool = False
    without: tuple[str, ...] = ()


def _keys(place: Place, *road: str) -> Step:
    """Everything that can be done in a place, each time anew from the end of a road, as fast as it can be typed."""
    typed: list[str] = []
    for key in keys_of(place):
        first = key.keys.partition(",")[0]
        last = (characters(first),) if first else (CTRL_P, key.help, "enter")
        typed += (ESC, ESC, *road, *last)
    return Step((*typed, ESC, ESC))


def _shapes() -> Iterator[Step]:
    """What happens to a terminal."""
    yield Step((ESC, ESC, "\x1b[200~pasted\x1b[201~"))
    yield Step((ESC, ESC, "/", "\x1b[200~pasted\x1b[201~", "enter"))
    yield Step(("\x1b[<0;20;9M", "\x1b[<0;20;9m", "\x1b[<65;20;9M"))
    yield Step(size=(80, 24))
    yield Step(size=(40, 10))
    yield Step(size=(120, 36))
    yield Step(("\x1b[O", "\x1b[I"))  # another window has the keyboard, and then this one


def _typed() -> Iterator[Step]:
    """What is done with a form."""
    yield Step(("x", "tab", "ACME12345678", "tab", "0" * 32, "tab", "\x1b[Z", "up", "down", "bksp", "x"))
    yield Step(("enter",) * 6)  # from field to field, and tries it
    yield Step(("?", ESC, "\x1bOP", ESC))


def _number(pane: Place) -> str:
    return next(key.keys for key in KEYS if key.id == pane)


_ROADS: dict[Place, tuple[str, ...]] = {
    **{pane: (_number(pane), "home", "down") for pane in PANES},
    "details": ("1", "home", "enter"),
    "help": ("?",),
    "diagnostics": ("d",),
    "alerts": ("a",),
    "filter": ("/", "ann"),
    "range": ("w", "p", "yesterday"),
    "palette": (CTRL_P, "sort"),
    "menu": ("s",),
    "columns": ("1", "c"),
    "path": ("1", "e", "c"),
    "board": ("b",),
}
_THERE = Step(words="● LIVE")
_QUIT = (Step((ESC, ESC, ESC, ESC, "q")), Step((CTRL_C,)))

ROADS: tuple[Road, ...] = (
    Road("console", (), (_THERE, *_shapes(), *(_keys(place, *road) for place, road in _ROADS.items())), _QUIT),
    Road(
        "set-up",
        (),
        (Step(words="Set up an account"), *_typed(), *_shapes()),
        (Step((CTRL_C,)),),
        (0, 130),
        without=ACCOUNT,
    ),
    Road("board", ("board",), (_THERE, *_shapes()), _QUIT),
    Road("demo", ("demo",), (_THERE,), _QUIT, slow=True),
    Road("calls", ("calls",), ()),
    Road("agents", ("agents",), ()),
    Road("campaigns", ("campaigns",), ()),
    Road("figures", ("figures", "--by", "campaign"), ()),
    Road("report", ("report",), ()),
    Road("check", ("check",), ()),
    Road("watch", ("watch", "--states", "--alerts", "--all"), (Step(words="LIVE"),), (Step((CTRL_C,)),), (130,)),
    Road("record", ("record", "{home}/tape.gz"), (Step(words="recording"),), (Step((CTRL_C,)),), (130,)),
)
"""Programs by what is done with them."""


def left_out() -> set[str]:
    """Commands that no road is of."""
    return set(COMMANDS) - {word for road in ROADS for word in road.arguments[:1]}
