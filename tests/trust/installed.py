"""`python -m tests.trust.installed PROGRAM`: an installed dialer-tui does what it is for, outside of this repository.

The simulated floor as a server, commands on it, and the console on a terminal, each a process of the program given.
"""

from __future__ import annotations

import json
import os
import re
import signal
import subprocess
import sys
import tempfile
from pathlib import Path

from tests.ui.terminal import Terminal

_CONNECTS = re.compile(r"(DIALER_TUI_\w+)=(\S+)")


def main() -> None:
    """Raise AssertionError or CalledProcessError where something is not as it should be."""
    program = str(Path(sys.argv[1]).absolute())
    with tempfile.TemporaryDirectory() as home:
        env = {"PATH": os.environ["PATH"], "HOME": home, "LANG": "C.UTF-8", "TERM": "xterm-256color", "TZ": "UTC"}
        said = _run(program, "--version", env=env, home=home)
        floor = subprocess.Popen(
            [program, "simulate", "--port", "0"], env=env, cwd=home, stderr=subprocess.PIPE, text=True
        )
        try:
            assert floor.stderr is not None
            line = next(line for line in floor.stderr if "DIALER_TUI_URL=" in line)
            env |= dict(_CONNECTS.findall(line))
            agents, calls = (
                json.loads(_run(program, name, "--format", "json", env=env, home=home)) for name in ("agents", "calls")
            )
            assert len(agents) == 80, len(agents)
            assert len(calls) > 50, len(calls)
            _look(program, env)
        finally:
            floor.send_signal(signal.SIGTERM)
            floor.wait(20)
    print(f"{said.strip()}: {len(agents)} agents, {len(calls)} calls, and the console was live")


def _run(program: str, *arguments: str, env: dict[str, str], home: str) -> str:
    done = subprocess.run([program, *arguments], env=env, cwd=home, capture_output=True, text=True, check=True)
    return done.stdout


def _look(program: str, env: dict[str, str]) -> None:
    terminal = Terminal([program], env, 120, 40)
    try:
        terminal.until(lambda text: "● LIVE" in text, 60)
        terminal.send("q")
        assert terminal.end(20) == 0
    finally:
        terminal.close()


if __name__ == "__main__":
    main()
