"""Plain words as a filter."""

from __future__ import annotations

import pytest

from dialer_tui.floor.query import fold, parse
from tests.floor.world import BASE, call

CALL = call(
    "C-204417", BASE, agent="Zoë Ångström", contact="Dee Brown", campaign="Renewals", number_in="+1 (888) 555-1212"
)


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("zoe", True),
        ("ANGSTROM", True),
        ("dee renew", True),
        ("dee sales", False),
        ('"dee brown"', True),
        ('"brown dee"', False),
        ("5551212", True),
        ("888555", True),
        ("204417", True),
        ("999", False),
        ('"dee', True),
    ],
)
def test_words(text: str, kept: bool) -> None:
    query = parse(text)
    assert query is not None
    assert query.keep(CALL) is kept


def test_blank_is_no_filter() -> None:
    assert parse("  ") is None
    assert parse('""') is None


def test_fold_takes_case_and_accents_off_in_any_script() -> None:
    assert fold("ΣΊΣΥΦΟΣ") == fold("σίσυφος")
    assert fold("한국") == fold("한국")
