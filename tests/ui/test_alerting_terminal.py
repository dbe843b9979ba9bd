"""A queue on fire at a real terminal: the console rings once, notifies once, and is quiet when that is acked."""

from __future__ import annotations

import re
from pathlib import Path

from dialer_tui.simulator.burning import Burn
from dialer_tui.simulator.server import Server
from dialer_tui.simulator.world import World
from tests.conftest import Dialer, Opened
from tests.ui.terminal import ESC

RULES = '[[alerts]]\nname = "fire"\nfigure = "longest_wait"\nabove = 600.0\nfor = "1s"\nbell = true\nnotify = true\n'
STRINGS = re.compile(rb"\x1b\].*?(\x07|\x1b\\)", re.DOTALL)
NOTIFIED = re.compile(rb"\x1b\]9;dialer-tui: fire: longest wait [\d:]+, above 10:00\x07")


def test_a_queue_on_fire_rings_once_and_no_more_once_it_is_acked(opened: Opened, tmp_path: Path) -> None:
    (tmp_path / "config.toml").write_text(RULES)
    with Server(World(seed=1, calls_per_hour=400, burning=[Burn("1111", -600)])) as server:
        terminal = opened(Dialer(server), (80, 24), "--config", str(tmp_path / "config.toml"))
        terminal.until(lambda _: NOTIFIED.search(terminal.raw), 60)
        terminal.until(lambda text: re.search(r"a alerts [12] ▲", text.splitlines()[-1]))
        terminal.send("a")
        terminal.until(lambda text: "Alerts · " in text)
        terminal.send("home", "k", "down", "k")
        terminal.until(lambda text: ", acked" in text)
        terminal.send(ESC)
        terminal.until(lambda text: "▲" not in text.splitlines()[-1])
        terminal.settle(1.5, 4)
        terminal.send("q")
        assert terminal.end() == 0
    assert len(NOTIFIED.findall(terminal.raw)) == 1
    assert STRINGS.sub(b"", terminal.raw).count(b"\x07") == 1
