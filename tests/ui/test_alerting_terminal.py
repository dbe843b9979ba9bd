"""A queue on fire at a real terminal: the console rings once, notifies once, and is quiet when that is acked."""

from __future__ import annotations

import re
from pathlib import Path

from dialer_tui.simulator.burning import Burn
from dialer_tui.simulator.server import Server
from dialer_tui.simulator.world import World
from tests.conftest import Dialer, Opened
from tests.simulator.test_simulate import simulate
from tests.ui.terminal import ESC, Terminal

RULES = '[[alerts]]\nname = "fire"\nfigure = "longest_wait"\nabove = 600.0\nfor = "1s"\nbell = true\nnotify = true\n'
BELLS = """
[[alerts]]
name = "longest wait"
figure = "longest_wait"
above = 600.0
for = "20s"
bell = true
notify = true
[[alerts]]
name = "service level"
figure = "service_level"
below = 0.30
bell = true
notify = true
"""
STRINGS = re.compile(rb"\x1b\].*?(\x07|\x1b\\)", re.DOTALL)
RUNG = re.compile(rb"\x1b\]9;dialer-tui: longest wait (at least )?[\d:]+, above 10:00\x07")
NOTIFIED = re.compile(rb"\x1b\]9;dialer-tui: fire: longest wait [\d:]+, above 10:00\x07")


def test_a_queue_on_fire_rings_once_and_no_more_once_it_is_acked(opened: Opened, tmp_path: Path) -> None:
    (tmp_path / "config.toml").write_text(RULES)
    with Server(World(seed=1, calls_per_hour=400, even=True, burning=[Burn("1111", -600)])) as server:
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


def test_a_simulated_fire_is_one_alert_one_bell_acked_and_over_once_the_fire_has_left_the_window(
    terminals: list[Terminal], tmp_path: Path
) -> None:
    (tmp_path / "config.toml").write_text(BELLS)
    # Half a minute of the floor's in each second: what burnt has left the window of ten minutes twenty seconds later.
    with simulate("--speed", "30", "--calls-per-hour", "3000", "--fault", "burn@25s+4s") as (_, said):
        nobody = Dialer(None)
        argv = nobody.argv("--window", "10m", "--interval", "1s", "--config", str(tmp_path / "config.toml"))
        terminal = Terminal(argv, nobody.environ(**said), 120, 36)
        terminals.append(terminal)
        terminal.until(lambda _: RUNG.search(terminal.raw), 90)
        terminal.send("a")
        terminal.until(lambda text: "Alerts · 1 of 3 raised" in text)
        terminal.send("home", "k")
        terminal.until(lambda text: re.search(r"longest wait .*since [\d:]+, acked", text))
        terminal.until(lambda text: "Alerts · 0 of 3 raised" in text, 90)
        assert "over: longest wait" in terminal.text
        terminal.send(ESC)
        terminal.until(lambda text: "/ filter" in text.splitlines()[-1])
        assert "alerts 1" not in terminal.text
        terminal.send("q")
        assert terminal.end() == 0
    assert len(RUNG.findall(terminal.raw)) == 1
    assert terminal.raw.count(b"\x1b]9;") == 1, "of nothing else either"
    assert STRINGS.sub(b"", terminal.raw).count(b"\x07") == 1
