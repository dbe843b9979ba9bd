"""Completion in real shells, and examples that run. zsh and fish are tried where they are installed, bash always."""

from __future__ import annotations

import re
import shlex
import shutil
import signal
import subprocess
import sys
from pathlib import Path

import click
import pytest

from dialer_tui.cli import completing
from dialer_tui.cli.examples import EXAMPLES
from dialer_tui.cli.group import COMMANDS
from tests.conftest import Dialer

CONFIG = '[profiles.acme]\naffiliate_id = "A1B2C3D4E5F6"\n[profiles.alpha]\n[profiles.beta]\n'
SHELLS = {
    "bash": """
eval "$(_DIALER_TUI_COMPLETE=bash_source dialer-tui)"
COMP_WORDS=({words} '{typed}') COMP_CWORD={at} COMPREPLY=()
_dialer_tui_completion dialer-tui
printf '%s\\n' "${{COMPREPLY[@]}}"
""",
    "zsh": """
autoload -U compinit && compinit -u -D
eval "$(_DIALER_TUI_COMPLETE=zsh_source dialer-tui)"
COMP_WORDS="{words} {typed}" COMP_CWORD={at} _DIALER_TUI_COMPLETE=zsh_complete dialer-tui
""",
    "fish": """
_DIALER_TUI_COMPLETE=fish_source dialer-tui | source
complete -C "{words} {typed}"
""",
}
ASKED = (
    ("dialer-tui", "rep", "report"),
    ("dialer-tui --profile", "al", "alpha"),
    ("dialer-tui calls --format", "c", "csv"),
    ("dialer-tui figures --by", "qu", "quarter"),
    ("dialer-tui calls --where", "qu", "queue>"),
    ("dialer-tui calls --where", "is", "is:unanswered"),
    ("dialer-tui figures --where", "hold", "hold>="),
    ("dialer-tui simulate --fault", "90", "900"),
)


@pytest.fixture
def path(home: Path) -> str:
    """A PATH on which the program of this Python is `dialer-tui`."""
    folder = home / "bin"
    folder.mkdir()
    program = folder / "dialer-tui"
    code = "from dialer_tui.cli import main; import sys; sys.argv[0] = 'dialer-tui'; main()"
    program.write_text(f'#!/bin/sh\nexec {shlex.quote(sys.executable)} -c {shlex.quote(code)} "$@"\n')
    program.chmod(0o755)
    return f"{folder}:/usr/local/bin:/usr/bin:/bin"


@pytest.mark.parametrize("shell", SHELLS)
def test_a_shell_completes_commands_profiles_choices_terms_and_faults(shell: str, path: str, home: Path) -> None:
    if shutil.which(shell) is None:
        assert shell != "bash"
        pytest.skip(f"{shell} is not installed here")
    config = home / "config.toml"
    config.write_text(CONFIG)
    config.chmod(0o600)
    for words, typed, wanted in ASKED:
        script = SHELLS[shell].format(words=words, typed=typed, at=len(words.split()))
        done = subprocess.run(
            [shell, "-c", script],
            env={"PATH": path, "HOME": str(home), "DIALER_TUI_CONFIG": str(config), "LANG": "C.UTF-8"},
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            timeout=60,
            check=False,
        )
        assert wanted in re.split(r"\s+", done.stdout), (shell, words, typed, done.stdout, done.stderr)
        assert "beta" not in done.stdout


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("agent:lee -ty", ["agent:lee -type:", "agent:lee -type:in", "agent:lee -type:out"]),
        ("is:un", ["is:unanswered", "is:unclear"]),
        ("ann o", ["ann or"]),
        ("is:n", []),  # what is new only the console knows
        ("callCont", ["callContact:"]),
    ],
)
def test_the_last_word_of_a_filter_is_completed_as_in_the_console(typed: str, words: list[str]) -> None:
    context = click.Context(click.Command("calls"))
    assert completing.terms(context, click.Argument(["where"]), typed) == words


def test_a_broken_file_completes_nothing_and_says_nothing(path: str, home: Path) -> None:
    (home / "config.toml").write_text("[profiles")
    done = subprocess.run(
        ["bash", "-c", SHELLS["bash"].format(words="dialer-tui --profile", typed="a", at=2)],
        env={"PATH": path, "HOME": str(home), "DIALER_TUI_CONFIG": str(home / "config.toml")},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert (done.stdout.strip(), done.stderr) == ("", "")


def test_every_command_has_examples_in_its_help(dialer: Dialer) -> None:
    assert set(EXAMPLES) == {"", *COMMANDS}
    for name, examples in EXAMPLES.items():
        told = dialer(*filter(None, (name, "--help"))).out
        assert "Examples:" in told, name
        for line, words in examples:
            assert line in told
            assert words in told


LASTING = ("watch", "simulate")
SCREENS = ("", "board", "demo", "init", "replay")  # these open a screen, or ask for an account
WRITING = ("record",)  # see test_record.py
RUN = [line for name, lines in EXAMPLES.items() if name not in (*SCREENS, *LASTING, *WRITING) for line, _ in lines]


@pytest.mark.parametrize("line", RUN)
def test_an_example_runs(dialer: Dialer, line: str) -> None:
    ran = dialer(*shlex.split(line)[1:])
    assert ran.code == 0, ran.err
    assert ran.out


@pytest.mark.parametrize("line", [line for name in LASTING for line, _ in EXAMPLES[name]])
def test_a_lasting_example_runs_until_it_is_interrupted(dialer: Dialer, line: str) -> None:
    running = dialer.start(*shlex.split(line)[1:])
    try:
        with pytest.raises(subprocess.TimeoutExpired):
            running.wait(3)
        running.send_signal(signal.SIGINT)
        assert running.wait(20) == 130
    finally:
        running.kill()
        running.communicate()


def test_the_cron_line_and_the_jq_line_of_the_readme_run(dialer: Dialer, path: str, home: Path) -> None:
    readme = (Path(__file__).parents[2] / "README.md").read_text()
    cron = re.search(r"^    0 14 \* \* \* (.*)$", readme, re.MULTILINE)
    assert cron is not None
    env = dialer.environ(PATH=path)
    subprocess.run(["sh", "-c", cron[1].replace(r"\%", "%")], env=env, check=True, timeout=60)
    (kept,) = home.glob("shift-*.txt")
    assert kept.read_text().startswith("REPORT")
    assert kept.stat().st_mode & 0o077 == 0
    if shutil.which("jq") is not None:
        line = re.search(r"^    (dialer-tui calls .* jq .*)$", readme, re.MULTILINE)
        assert line is not None
        done = subprocess.run(["sh", "-c", line[1]], env=env, capture_output=True, text=True, check=True, timeout=60)
        assert int(done.stdout) >= 0
