"""Each assumption about what the document does not say names the test that watches it; that test must be there."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

from dialer_tui.api.protocol import ASSUMPTIONS, Assumption

ROOT = Path(__file__).parents[2]


def is_watched(watched_by: str) -> bool:
    """Whether "FILE" or "FILE::test" names tests that exist."""
    file, _, name = watched_by.partition("::")
    path = ROOT / file
    if not path.is_file():
        return False
    names: set[str] = set()
    for node in ast.parse(path.read_text(encoding="utf-8")).body:
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            names.add(node.name)
        elif isinstance(node, ast.Assign):  # a state machine's TestCase
            names |= {target.id for target in node.targets if isinstance(target, ast.Name)}
    return name in names if name else any(it.startswith(("test", "Test")) for it in names)


@pytest.mark.parametrize("assumption", ASSUMPTIONS, ids=lambda assumption: assumption.unknown)
def test_every_assumption_is_watched(assumption: Assumption) -> None:
    assert is_watched(assumption.watched_by), assumption.watched_by
    assert all(assumption)


@pytest.mark.parametrize(
    "name",
    [
        "tests/api/test_nothing.py",
        "tests/api/test_assumptions.py::test_that_is_not_there",
        "tests/api/__init__.py",
        "tests/api",
    ],
)
def test_the_check_finds_what_is_not_there(name: str) -> None:
    assert not is_watched(name)


def test_unknowns_are_named_once() -> None:
    unknowns = [assumption.unknown for assumption in ASSUMPTIONS]
    assert len(set(unknowns)) == len(unknowns) >= 7
