"""The keys in force: the table of `keys.py` with what `[keys]` changes. Bindings, footer, help and palette read it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from msgspec.structs import replace
from textual.binding import Binding, BindingsMap

from dialer_tui.config import ConfigError, Settings
from dialer_tui.config.errors import did_you_mean
from dialer_tui.ui import keynames
from dialer_tui.ui.keys import KEYS, PANES, TYPED, Key, Place
from dialer_tui.ui.tapekeys import ALONE, played


class Keymap:
    """Which key does what, where."""

    def __init__(self, keys: Sequence[Key] = KEYS) -> None:
        self.keys = tuple(keys)
        self._by_id = {key.id: key for key in keys}
        self._works = {(key.action.partition("(")[0], place) for key in keys for place in key.where}

    def bindings(self) -> BindingsMap:
        """The keys as Textual's bindings, for the one screen there is."""
        return BindingsMap(
            Binding(key.keys, key.action, key.word, show=False, priority=key.first, id=key.id)
            for key in self.keys
            if key.keys
        )

    def alts(self) -> frozenset[str]:
        """The keys with alt that mean something."""
        return frozenset(name for key in self.keys for name in key.keys.split(",") if "alt+" in name)

    def works(self, action: str, place: Place) -> bool:
        """Whether an action (without its arguments) means anything in a place."""
        return (action, place) in self._works

    def takes(self, name: str, place: Place) -> bool:
        """Whether a key, by Textual's name for it, does anything in a place."""
        return any(name in key.keys.split(",") and place in key.where for key in self.keys)

    def named(self, name: str) -> Key:
        """The key of an action's name."""
        return self._by_id[name]

    def shown(self, name: str) -> str:
        """How the key of an action's name is written, for sentences that speak of it."""
        return self._by_id[name].shown

    def both(self, one: str, other: str) -> str:
        """The keys of two actions that go together: "↑↓", "pgup pgdn"."""
        keys = self.shown(one), self.shown(other)
        return ("" if max(map(len, keys)) == 1 else " ").join(keys)

    def footer(self, place: Place) -> list[Key]:
        """The keys the footer shows in a place, the most wanted first."""
        keys = (key for key in self.keys if key.rank and key.shown and place in key.foot and place in key.where)
        return sorted(keys, key=lambda key: key.rank)

    def helped(self, place: Place) -> Iterator[Key]:
        """The keys that work in a place, for its help page."""
        return (key for key in self.keys if place in key.where and key.shown)

    def commands(self, place: Place) -> list[Key]:
        """Every action, for the palette laid over a place: those that work there first, each in the table's order.

        Not those that only move in a text.
        """
        found = [key for key in self.keys if key.id != "palette" and self.home_of(key, place)]
        return sorted(found, key=lambda key: place not in key.where)

    def home_of(self, key: Key, place: Place) -> Place | None:
        """Where a command of the palette is done: where it was called, else in the first pane that has it."""
        return place if place in key.where else next((pane for pane in PANES if pane in key.where), None)


def keymap(settings: Settings, *, replay: bool = False) -> Keymap:
    """The keys as `[keys]` has them. ConfigError for an unknown action, a key that is none, and a clash.

    `replay`: with those that there are while a recording is played alone.
    """
    keys = played() if replay else KEYS
    names = [key.id for key in (*KEYS, *ALONE)]
    for name in settings.keys:
        if name not in names:
            message = f"[keys] there is no action {name}{did_you_mean(name, names)}"
            raise _error(settings, name, message, f"actions: {', '.join(names)}")
    found = Keymap([_changed(key, settings) if key.id in settings.keys else key for key in keys])
    for key in found.keys:
        if key.id in settings.keys:
            _refuse_clash(key, found, settings)
    return found


def _changed(key: Key, settings: Settings) -> Key:
    read = []
    for word in settings.keys[key.id]:
        try:
            read.append(keynames.read(word))
        except keynames.NoKey as error:
            hint = 'allowed: a character, or a name such as "pgup", "f5", "ctrl+k"'
            raise _error(settings, key.id, f'[keys] {key.id} = "{word}"{error}', hint) from None
        typed = [place for place in key.where if place in TYPED]
        if typed and keynames.types(read[-1].textual):
            message = (
                f'[keys] {key.id} = "{word}": it works while a text is typed, where {word} is a character of the text'
            )
            raise _error(settings, key.id, message, 'allowed: a key that types nothing, such as "ctrl+k"')
    return replace(key, keys=",".join(name.textual for name in read), shown=read[0].shown)


def _refuse_clash(key: Key, found: Keymap, settings: Settings) -> None:
    for other in found.keys:
        places = [place for place in key.where if place in other.where]
        both = set(key.keys.split(",")) & set(other.keys.split(",")) - {""}
        if key.id != other.id and places and both:
            shown = next(word for word in settings.keys[key.id] if keynames.read(word).textual in both)
            message = f'[keys] {key.id} = "{shown}": that key is {other.id} already ({", ".join(places)})'
            raise _error(settings, key.id, message, f"take another key, or give {other.id} another one too")


def _error(settings: Settings, name: str, message: str, hint: str) -> ConfigError:
    return ConfigError(message, settings.file, settings.key_lines.get(name), hint)
