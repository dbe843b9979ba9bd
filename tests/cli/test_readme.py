"""README.md against what there is."""

from __future__ import annotations

import re
from pathlib import Path

from dialer_tui.cli.group import COMMANDS
from dialer_tui.floor.query.examples import EXAMPLES, fields
from dialer_tui.ui.keys import KEYS
from dialer_tui.ui.tapekeys import ALONE

ROOT = Path(__file__).parent.parent.parent
README = (ROOT / "README.md").read_text()


def section(title: str) -> str:
    return README.split(f"\n## {title}\n")[1].split("\n## ")[0]


def test_every_command_is_told_and_no_other() -> None:
    assert set(re.findall(r"\| `dialer-tui (\w+)`", section("Commands"))) == set(COMMANDS)


def test_every_key_is_told_and_no_other() -> None:
    told = {
        key for row in re.findall(r"^\| (`.*`) \|", section("Keys"), re.MULTILINE) for key in re.findall("`(.+?)`", row)
    }
    assert told == {key.shown for key in (*KEYS, *ALONE) if key.keys}


def test_the_filters_and_fields_are_those_of_the_console_s_help_which_a_test_reads() -> None:
    rows = [tuple(row.strip("| ").split(" | ")) for row in section("Filters").splitlines() if row.startswith("| `")]
    bare = [(text.replace("`", ""), words) for text, words in rows]
    assert bare == [*EXAMPLES, *fields()]


def test_the_test_line_is_the_one_that_ci_runs() -> None:
    ci = (ROOT / ".ci" / "run").read_text()
    line = next(line for line in section("Try it").splitlines() if "pytest" in line)
    for part in ("pip install", "'.[dev]'", "python -m pytest"):
        assert part in line
        assert part in ci


def test_the_honest_sentence_is_the_consoles() -> None:
    from dialer_tui.ui.words import HONEST

    assert HONEST in " ".join(section("What it cannot know").split())
