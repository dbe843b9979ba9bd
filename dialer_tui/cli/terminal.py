"""What a screen needs of the terminal, checked before it is taken."""

from __future__ import annotations

import codecs
import os
import sys

from dialer_tui.config.errors import ConfigError


def check() -> None:
    """ConfigError where no screen can be drawn: no terminal, a dumb one, or one that is not UTF-8.

    The screen is drawn on stderr and read from stdin; stdout may be a file.
    """
    scripts = "for scripts there are the commands calls, agents, campaigns and watch"
    for stream, name in ((sys.stdin, "standard input"), (sys.stderr, "standard error")):
        if stream is None or not stream.isatty():
            raise ConfigError(f"the console needs a terminal, and {name} is none", hint=scripts)
    if os.environ.get("TERM", "") in ("", "dumb"):
        raise ConfigError(f"the console cannot draw on a terminal with TERM={os.environ.get('TERM', '')}", hint=scripts)
    encoding = sys.stderr.encoding or ""
    if codecs.lookup(encoding or "ascii").name != "utf-8":
        hint = "set LANG to a UTF-8 locale, such as C.UTF-8, and unset PYTHONIOENCODING"
        raise ConfigError(f"the console needs UTF-8, and the terminal's encoding is {encoding}", hint=hint)
