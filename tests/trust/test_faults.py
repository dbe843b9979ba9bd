"""The short form of the fault table: some rows, one seed each. All of it: `python -m tests.trust.faults`."""

from __future__ import annotations

from pathlib import Path

import pytest

from dialer_tui.simulator.faults import KINDS
from tests.trust.causes import Blips, Floor
from tests.trust.replies import SPOILS
from tests.trust.rows import ROWS, Row
from tests.trust.trial import play

QUICK = [row for row in ROWS if row.quick]


@pytest.mark.parametrize("row", QUICK, ids=lambda row: row.name)
def test_a_fault_is_said_and_loses_and_doubles_nothing(row: Row, tmp_path: Path) -> None:
    outcome = play(row, 1, tmp_path)
    assert outcome.failed == []
    assert outcome.shown > 50


def test_no_fault_of_the_simulator_and_no_spoiled_answer_is_left_out_of_the_table() -> None:
    made = {row.cause.fault.partition("=")[0] for row in ROWS if isinstance(row.cause, Floor | Blips)}
    assert made >= KINDS.keys() - {"huge"}  # which is gzip's bomb without gzip
    assert {getattr(row.cause, "spoil", "") for row in ROWS} >= SPOILS.keys()
    assert len({row.name for row in ROWS}) == len(ROWS) > 30


def test_something_lost_or_unsaid_is_found(tmp_path: Path) -> None:
    """A row that promises what is not so: the trial says what was wrong."""
    (row,) = (row for row in QUICK if row.name == "http-503")
    wrong = Row(**{**row.__dict__, "code": 3, "line": "never said", "hold": 0.0})
    failed = play(wrong, 1, tmp_path).failed
    assert len(failed) == 2
    assert "ended with 5, not 3" in failed[0]
    assert "did not say 'never said'" in failed[1]
