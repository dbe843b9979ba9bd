"""Writes what is shown to a file, in slices between which keys have their turn, and says what came of it."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, cast

from dialer_tui import disk
from dialer_tui.charset import ascii_only
from dialer_tui.floor.facts import size
from dialer_tui.text import clean

if TYPE_CHECKING:
    from dialer_tui.export.files import Form
    from dialer_tui.model import Call
    from dialer_tui.ui.app import Console
    from dialer_tui.ui.messages import ExportWanted

_SLICE, _BREATH = 0.006, 0.002  # seconds of work, and between two of it
_BLOCK = 1 << 18  # bytes that are written at once


class Writing:
    """One file, written whole or not at all, for its owner alone."""

    def __init__(self, console: Console, wanted: ExportWanted) -> None:
        self._console = console
        self._wanted = wanted

    async def run(self) -> None:
        """Write it, and say where, how many and how large; or in one line why not."""
        main, path = self._console.main, self._wanted.path
        # While filters and figures are still looking, what they have so far is not what is shown; timers drive them.
        while main.state.busy:  # noqa: ASYNC110
            await asyncio.sleep(_BREATH)
        try:
            written, many = await self._write()
        except FileExistsError:  # since somebody was asked
            main.say(
                f"nothing written: {clean(path.name)} has come to be there meanwhile", "nothing written: it is there"
            )
        except OSError as error:
            main.say(f"nothing written to {_shown(path)}: {error.strerror}", f"nothing written: {error.strerror}")
        else:
            main.say(
                f"{written} written to {_shown(path)}, {size(many)}",
                f"{written}, {size(many)}: {clean(path.name)}",
                f"{written} written, {size(many)}",
            )

    async def _write(self) -> tuple[str, int]:
        """What was written, in words, and how many bytes. The disk's turns are in a thread: it may be slow."""
        pieces, what = await self._pieces()
        many = 0
        with await asyncio.to_thread(disk.Draft, self._wanted.path) as draft:
            async for data in _resting(pieces):
                many += len(data)
                await asyncio.to_thread(draft.write, data)
            await asyncio.to_thread(draft.settle, replace=self._wanted.replace)
        return what, many

    async def _pieces(self) -> tuple[Iterator[bytes], str]:
        if self._wanted.form == "report":
            return iter([await self._report()]), "report"
        pieces, count, noun = self._console.main.shown_pieces(self._wanted.pane, cast("Form", self._wanted.form))
        return pieces, f"{count:,} {noun}{'' if count == 1 else 's'}"

    async def _report(self) -> bytes:
        from dialer_tui.export.facts import Shift, longest
        from dialer_tui.export.report import page

        console, main = self._console, self._console.main
        settings, state, feed = console.settings, console.state, console.feed
        now = feed.now()
        start = settings.poll.start(now)
        entries = feed.window.shown()
        waits: tuple[Call, ...] = ()
        for at in range(0, len(entries), 2_000):
            calls = (entry.call for entry in entries[at : at + 2_000])
            waits = longest((*waits, *calls), int(now) - settings.figures.settle)
            await asyncio.sleep(0)
        shift = Shift(
            profile=settings.profile,
            zone=settings.timezone,
            scope=settings.scope,
            start=start,
            end=None,
            window=True,
            made=int(now),
            figures=state.figures,
            waits=waits,
            people=state.people,
            mask=main.text.mask,
            missing=tuple(feed.missing()),
            outages=feed.outages.since(start, now),
            watched=int(feed.outages.began),
        )
        return page(shift, plain=ascii_only() or settings.glyphs == "ascii").encode()


async def _resting(pieces: Iterator[bytes]) -> AsyncIterator[bytes]:
    """Pieces, many together, for each turn of the disk has its cost; with a breath for the keys every few ms."""
    until, ready, held = time.perf_counter() + _SLICE, list[bytes](), 0
    for piece in pieces:
        ready.append(piece)
        held += len(piece)
        if held >= _BLOCK:
            yield b"".join(ready)
            ready, held = [], 0
        if time.perf_counter() >= until:
            await asyncio.sleep(_BREATH)
            until = time.perf_counter() + _SLICE
    yield b"".join(ready)


def _shown(path: Path) -> str:
    """A path, the home folder as ~."""
    try:
        return clean(f"~/{path.absolute().relative_to(Path.home())}", None)
    except ValueError:
        return clean(str(path), None)
