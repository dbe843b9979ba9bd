"""Which characters this locale has."""

from __future__ import annotations

import os
from collections.abc import Mapping


def ascii_only(environ: Mapping[str, str] = os.environ) -> bool:
    """Whether the locale is C, POSIX or not UTF-8, so that nothing beyond ASCII can be relied on.

    Python itself sets LC_CTYPE to a UTF-8 locale when it starts under LANG=C, so that value proves nothing there.
    """
    lang = environ.get("LANG", "")
    ctype = environ.get("LC_CTYPE", "")
    if lang in ("C", "POSIX") and ctype in ("C.UTF-8", "C.utf8", "UTF-8"):
        ctype = ""
    name = environ.get("LC_ALL", "") or ctype or lang
    plain = name.lower().replace("-", "")
    charset = plain.partition(".")[2].partition("@")[0]
    return plain in ("c", "posix") or charset not in ("", "utf8")
