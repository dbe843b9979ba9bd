"""Which characters this locale has."""

from __future__ import annotations

import os
from collections.abc import Mapping

_PLAIN = ("C", "POSIX")


def locale(environ: Mapping[str, str] = os.environ) -> tuple[str, str]:
    """The variable that says which characters there are, and what it says; "" twice where none does.

    Python itself sets LC_CTYPE to a UTF-8 locale when it starts under LANG=C, so that value proves nothing there.
    """
    for name in ("LC_ALL", "LC_CTYPE", "LANG"):
        said = environ.get(name, "")
        coerced = name == "LC_CTYPE" and environ.get("LANG") in _PLAIN and said in ("C.UTF-8", "C.utf8", "UTF-8")
        if said and not coerced:
            return name, said
    return "", ""


def ascii_only(environ: Mapping[str, str] = os.environ) -> bool:
    """Whether the locale is C, POSIX or not UTF-8, so that nothing beyond ASCII can be relied on."""
    _, said = locale(environ)
    charset = said.lower().replace("-", "").partition(".")[2].partition("@")[0]
    return said.upper() in _PLAIN or charset not in ("", "utf8")
