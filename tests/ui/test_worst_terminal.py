"""The worst queue at a terminal: the console as a process, against the simulated API, on which a queue burns."""

from __future__ import annotations

import re
from itertools import takewhile
from pathlib import Path

import pytest

from dialer_tui.simulator.burning import Burn
from dialer_tui.simulator.server import Server
from dialer_tui.simulator.world import World
from tests.conftest import Dialer, Opened

BURNS = "1111"  # the first campaign
WORST = re.compile(r"worst Spring Sale +[\d.]+ %▲ since (≤?)(\d\d:\d\d) ")


@pytest.mark.parametrize("size", [(120, 36), (80, 24)])
def test_the_top_line_says_which_queue_is_worst_and_since_when(
    opened: Opened, tmp_path: Path, size: tuple[int, int]
) -> None:
    """And the head above its calls, quarter hour by quarter hour, says the same: they are read from one screen."""
    world = World(seed=1, agents=200, calls_per_hour=2_000, even=True, freeze=0, burning=[Burn(BURNS, -2_800)])
    with Server(world) as server:
        config = tmp_path / "config.toml"
        config.write_text(
            f'[profiles.acme]\nurl = "{server.url}"\naffiliate_id = "{world.affiliate_id}"\n'
            f'affiliate_key = "{world.affiliate_key}"\n'
        )
        config.chmod(0o600)
        terminal = opened(Dialer(None), size, DIALER_TUI_CONFIG=str(config))
        terminal.until(lambda text: "● LIVE" in text and WORST.search(text) is not None)
        terminal.send("3", "enter")
        text = terminal.until(lambda text: "by quarter hour" in text and WORST.search(text) is not None)
        found = WORST.search(text)
        assert found is not None
        line = next(line for line in text.splitlines() if "by quarter hour" in line)
        judged = re.findall(r"(\d\d:\d\d) [\d.]+ %([✓▲])", line)
        row = [at for at, _ in takewhile(lambda one: one[1] == "▲", reversed(judged))]
        assert row
        if len(row) < len(judged):
            assert (found[1], found[2]) == ("", row[-1]), line
        else:
            assert found[1] == "≤" or "…" in line, line
            assert found[2] == row[-1] or "…" in line, line


def test_a_demo_shows_a_queue_that_misses_its_target_and_since_when(opened: Opened) -> None:
    terminal = opened(Dialer(None), (120, 36), "demo")
    terminal.until(lambda text: re.search(r"worst \S.* %▲ since ≤?\d\d:\d\d ", text), 60)
    terminal.send("a")
    terminal.until(lambda text: re.search(r"▲ longest wait +since", text))
