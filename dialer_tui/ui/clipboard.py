"""Text to the terminal's clipboard: OSC 52, which passes SSH, GNU screen where it is wrapped, and tmux where it may."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Callable, Mapping

from dialer_tui.multiplexer import Multiplexer, multiplexer

MOST = 74_000  # bytes of base64: some terminals drop, or choke on, a longer sequence
_STRING = 764  # bytes GNU screen takes between the two bytes that begin a string and the two that end it
_SET = "set -s set-clipboard on"


class TooLong(ValueError):
    """More than terminals take."""


def sequence(text: str, environ: Mapping[str, str]) -> str:
    """What puts a text into the clipboard. The text must have been cleaned. TooLong where it is.

    Inside tmux both ways at once: tmux's own buffer and clipboard (`set-clipboard on`), and through it to the terminal
    outside (`allow-passthrough on`). Whichever is allowed, the text is the same.
    """
    encoded = b64encode(text.encode()).decode()
    if len(encoded) > MOST:
        raise TooLong(text[:0])
    plain = f"\x1b]52;c;{encoded}\x07"
    return wrapped(plain, environ)


def wrapped(plain: str, environ: Mapping[str, str]) -> str:
    """A sequence for the terminal, as it passes what stands between: in each of the ways that may be needed."""
    return "".join(way(plain) for way in _WAYS[multiplexer(environ)])


def said(what: str, text: str, environ: Mapping[str, str], *, again: bool = False) -> tuple[str, ...]:
    """What was done, in words that hold nothing of the text, the fullest first. `what`: what the text is.

    Whether the terminal obeyed, nobody is told: on what it depends is said once, and not `again`.
    """
    many = f"copied {what}, {len(text):,} character{'s' if len(text) != 1 else ''}"
    if again:
        return (many,)
    if multiplexer(environ) in ("tmux", "either"):
        return f"{many}, if tmux allows: {_SET}", f"{many}; tmux: {_SET}", f"copied {what}; tmux: {_SET}"
    return (f"{many}, if your terminal allows",)


def _through_tmux(plain: str) -> str:
    return "\x1bPtmux;" + plain.replace("\x1b", "\x1b\x1b") + "\x1b\\"


def _through_screen(plain: str) -> str:
    """GNU screen hands strings on as they are, 768 bytes at most, of which the terminal makes one again."""
    parts = (plain[at : at + _STRING] for at in range(0, len(plain), _STRING))
    return "".join(f"\x1bP{part}\x1b\\" for part in parts)


def _if_short(plain: str) -> str:
    """Of a longer string GNU screen would draw the rest as text."""
    return plain if len(plain) <= _STRING else ""


_WAYS: Mapping[Multiplexer, tuple[Callable[[str], str], ...]] = {
    "": (str,),
    "tmux": (str, _through_tmux),
    "screen": (_through_screen,),
    "either": (_if_short, _through_screen),
}
