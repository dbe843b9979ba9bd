"""Text to the terminal's clipboard: OSC 52, which passes SSH, and tmux where it is told to."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Mapping

MOST = 74_000  # bytes of base64: some terminals drop, or choke on, a longer sequence


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
    if not environ.get("TMUX"):
        return plain
    return plain + "\x1bPtmux;" + plain.replace("\x1b", "\x1b\x1b") + "\x1b\\"


def said(text: str, environ: Mapping[str, str]) -> str:
    """What was done, in words that hold nothing of the text. Whether the terminal obeyed, nobody is told."""
    many = f"copied {len(text):,} character{'s' if len(text) != 1 else ''}"
    if environ.get("TMUX"):
        return f"{many}, if tmux allows: set -g set-clipboard on"
    return f"{many}, if your terminal allows"
