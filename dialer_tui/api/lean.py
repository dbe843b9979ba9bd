"""httpx without what it would look for in vain.

Its command line, whose packages take three times as long to import as the rest. And sniffio, which httpcore tries to
import four times a request, to hear whether this is trio: where it is not installed, each try searches the whole path.
"""

from __future__ import annotations

import sys
from importlib.machinery import PathFinder

# None: "there is no such module", says the manual.
sys.modules.setdefault("httpx._main", None)  # type: ignore[arg-type]
if "sniffio" not in sys.modules and PathFinder.find_spec("sniffio") is None:
    sys.modules["sniffio"] = None  # type: ignore[assignment]

import httpx  # noqa: E402

__all__ = ["httpx"]
