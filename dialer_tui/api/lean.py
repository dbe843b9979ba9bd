"""httpx without the command line it brings along, whose packages take three times as long to import as the rest."""

from __future__ import annotations

import sys

sys.modules.setdefault("httpx._main", None)  # type: ignore[arg-type]  # None: "there is no such module", says the manual

import httpx  # noqa: E402

__all__ = ["httpx"]
