"""Whether there may be requests: somebody may hold them off, and waits for the one that is under way."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager


class Gate:
    """Open at first. For one event loop."""

    def __init__(self) -> None:
        self._open = asyncio.Event()
        self._open.set()
        self._empty = asyncio.Event()
        self._empty.set()

    @property
    def shut(self) -> bool:
        """Whether nobody may go through."""
        return not self._open.is_set()

    def close(self) -> None:
        """Let nobody through from now on; whoever is on the way looks at `shut` by itself."""
        self._open.clear()

    def open(self) -> None:
        """Let through again."""
        self._open.set()

    async def empty(self) -> None:
        """Wait until nobody is on the way."""
        await self._empty.wait()

    async def opened(self) -> None:
        """Wait until it is open."""
        await self._open.wait()

    @contextmanager
    def passing(self) -> Iterator[None]:
        """Be on the way."""
        self._empty.clear()
        try:
            yield
        finally:
            self._empty.set()
