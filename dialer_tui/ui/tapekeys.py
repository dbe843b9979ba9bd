"""The keys that there are while a recording is played, beside or in place of those of `keys.py`."""

from __future__ import annotations

from msgspec.structs import replace

from dialer_tui.ui.keys import KEYS, PANES, Key, Place

MINUTE = 60  # seconds that a jump goes
_PLAYED: tuple[Place, ...] = (*PANES, "details", "diagnostics", "alerts")
_FOOT: tuple[Place, ...] = (*PANES, "diagnostics")
_HELP = next(key for key in KEYS if key.id == "help")


def _key(name: str, keys: str, shown: str, word: str, help: str, action: str, rank: int = 1) -> Key:
    return Key(name, keys, shown, word, help, action, _PLAYED, rank, foot=_FOOT)


TAPE_KEYS: tuple[Key, ...] = (
    _key("pause", "space", "space", "pause", "the recording stands still; again: go on", "tape('pause')"),
    _key("tape_step", "full_stop", ".", "step", "pause, and play the next recorded answer", "tape('step')"),
    _key(
        "jump_back",
        "left_square_bracket,shift+left",
        "[",
        "back",
        "a minute back in the recording; shift+← too",
        f"jump(-{MINUTE})",
    ),
    _key(
        "jump_on",
        "right_square_bracket,shift+right",
        "]",
        "on",
        "a minute on in the recording; shift+→ too",
        f"jump({MINUTE})",
    ),
    _key("moment", "g", "g", "go to", "go to a time of the recording: 14:05, +5m, -90s", "moment"),
    replace(_HELP, rank=1),
    _key("slower", "less_than_sign", "<", "slower", "play the recording slower", "tape('slower')", 17),
    _key("faster", "greater_than_sign", ">", "faster", "play the recording faster", "tape('faster')", 17),
    Key("go_to", "enter", "enter", "go", "go to the time that is typed", "go_to", ("moment",)),
)


ALONE: tuple[Key, ...] = tuple(key for key in TAPE_KEYS if key.id not in {key.id for key in KEYS})
"""Those of actions that a floor has not."""


def played() -> tuple[Key, ...]:
    """All keys while a recording is played: one of the same name stands in the place of that of a floor."""
    names = {key.id for key in TAPE_KEYS}
    return (*TAPE_KEYS, *(key for key in KEYS if key.id not in names))
