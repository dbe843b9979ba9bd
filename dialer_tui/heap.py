"""The C library's heap, for a program that runs for days."""

from __future__ import annotations

_LARGE = 256 * 1024  # bytes of a piece of memory from which it is the system's again as soon as it is free
_M_MMAP_THRESHOLD = -3  # malloc.h


def settle() -> None:
    """Have large pieces of memory given back for good.

    glibc learns from each that is given back to keep the next ones of its size in its heap, where what comes to lie
    behind them keeps them for ever. Other libraries have no such setting.
    """
    import ctypes

    mallopt = getattr(ctypes.CDLL(None), "mallopt", None)
    if mallopt is not None:
        mallopt(_M_MMAP_THRESHOLD, _LARGE)
