"""Text that tries to be more than text: one generator for every road that leads to a screen, a file or a line."""

from __future__ import annotations

import random
from collections.abc import Iterator

from dialer_tui.simulator.hostile import NAMES

LONG = 10_000
_C0 = "".join(map(chr, range(0x20))) + "\x7f"
_C1 = "".join(map(chr, range(0x80, 0xA0)))
_TURNS = "\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
_NOTHING = "\u00ad\u034f\u180e\u200b\u200c\u200d\u2060\u2061\u2063\ufeff\ufe0f\U000e0001\U000e0041"
_SEQUENCES = (
    *("\x1b[2J\x1b[H", "\x1b[?1049l", "\x1b]0;owned\x07", "\x1b]2;owned\x1b\\", "\x1b]52;c;b3duZWQ=\x07"),
    *("\x1b]8;;http://x\x07", "\x1b]9;owned\x07", "\x1b]777;notify;a;b\x07", "\x1b[6n", "\x1b[c", "\x1b[5i"),
    *("\x1bP$qm\x1b\\", "\x1bPtmux;\x1b\x1b]0;x\x07\x1b\\", "\x1b_Gf=100;AAAA\x1b\\", "\x1b#8", "\x1bc", "\x1b(0"),
    *("\x0e", "\x9b31m", "\x9d0;owned\x9c", "\x90q\x9c", "\x1b[1000000C", "\x1b[>4;2m", "\x1b[200~", "\x1b[21t"),
)
_MARKUP = (
    "[bold]",
    "[/]",
    "[@click=app.quit]x[/]",
    "[link=https://x]",
    "\\[",
    "{0}",
    "%n",
    "<b>",
    "&lt;",
    "$(id)",
    "`id`",
)
_FORMULAS = ("=1+1", "+1+1|calc", "-2+3", "@SUM(A1)", "\t=1+1", "\r=1+1", '=HYPERLINK("http://x")', "\uff1d1+1")
_WIDE = "漢字かな한글ＦＵＬＬ👩‍👩‍👧‍👦🇩🇪👍🏽✈️ﷺ𒐫"
_MARKS = "e\u0301" + "\u0301" * 40 + "ก็็็็็็็" + "Z" + "".join(map(chr, range(0x300, 0x340)))

KINDS: dict[str, tuple[str, ...]] = {
    "controls": (_C0, _C1, *_C0, *_C1),
    "sequences": _SEQUENCES,
    "turns": tuple(_TURNS),
    "nothing": tuple(_NOTHING),
    "markup": _MARKUP,
    "formulas": _FORMULAS,
    "wide": (_WIDE, *_WIDE),
    "marks": (_MARKS,),
    "breaks": ("\u2028", "\u2029", "\x85", "\x0b", "\x0c", "\r\n", "\n"),
    "known": tuple(name for name in NAMES if len(name) < 1_000),
    "long": ("x" * LONG, "漢" * LONG, "\u0301" * LONG, "\x1b[31m" * (LONG // 5)),
    "broken": ("\ud800", "\udfff", "\uffff", "\ue000", "\U0010ffff"),
}
"""By kind: pieces of such text."""


def texts(seed: int = 1, mixed: int = 60, *, broken: bool = True) -> Iterator[str]:
    """A text of each kind beside plain letters, and many of several kinds. `broken`: surrogates too."""
    dice = random.Random(seed)
    kinds = {name: pieces for name, pieces in KINDS.items() if broken or name != "broken"}
    for name, pieces in kinds.items():
        for piece in pieces if name in ("sequences", "markup", "formulas", "turns", "known", "long") else pieces[:1]:
            yield piece
            yield f"Ann{piece}Lee"
    for _ in range(mixed):
        chosen = dice.choices([name for name in kinds if name != "long"], k=dice.randint(2, 6))
        yield "".join(f"{dice.choice(kinds[name])}{dice.choice(('', ' ', 'a', '7', 'é'))}" for name in chosen)
