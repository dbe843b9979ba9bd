"""Commands that last: they go on until a signal comes, or nothing more can come of them."""

from __future__ import annotations

import asyncio
import signal
from collections.abc import Coroutine
from functools import partial
from typing import Any

from dialer_tui import heap
from dialer_tui.feed import Feed


class Lasting:
    """The end of such a command: an exit code, or the error that it is. To be made on the loop it runs on."""

    def __init__(self) -> None:
        heap.settle()
        loop = asyncio.get_running_loop()
        self._ended: asyncio.Future[int] = loop.create_future()
        loop.set_exception_handler(self._stray)
        for number in _signals():
            loop.add_signal_handler(number, partial(self._stop, 128 + number))

    @property
    def over(self) -> bool:
        """Whether it is to end."""
        return self._ended.done()

    def fail(self, error: Exception) -> None:
        """End with an error: raised where it happened it would go through the feed."""
        if not self.over:
            self._ended.set_exception(error)

    def heed(self, feed: Feed) -> bool:
        """End where nothing is asked any more until a person asks for it; whether that is so."""
        if feed.pulse.stopped and feed.pulse.fault is not None:
            self.fail(feed.pulse.fault)
        return self.over

    async def run(self, *work: Coroutine[Any, Any, Any]) -> int:
        """Work at all of it until the end, which the end or an error of any of it is too: the exit code."""
        tasks = [asyncio.create_task(one) for one in work]
        try:
            ends: list[asyncio.Future[Any]] = [self._ended, *tasks]
            done, _ = await asyncio.wait(ends, return_when=asyncio.FIRST_COMPLETED)
            return int((self._ended if self.over else done.pop()).result())
        finally:
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)

    def _stray(self, _: asyncio.AbstractEventLoop, context: dict[str, Any]) -> None:
        """What fails on the loop, and nobody waits for, ends it: it may be the end itself that has failed.

        A transport that complains of its peer is the client's business, which has its own way to say so.
        """
        error = context.get("exception")
        if isinstance(error, Exception) and not {"transport", "protocol"} & context.keys():
            self.fail(error)

    def _stop(self, code: int) -> None:
        if not self.over:
            self._ended.set_result(code)


def _signals() -> list[signal.Signals]:
    """The signals that end it. A hang-up that is ignored (nohup) stays so."""
    found = [signal.SIGINT, signal.SIGTERM]
    return found if signal.getsignal(signal.SIGHUP) is signal.SIG_IGN else [*found, signal.SIGHUP]
