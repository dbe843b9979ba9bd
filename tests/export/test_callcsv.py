"""Calls as CSV the fast way: the bytes are those of `sheet.as_csv` of `records.call`."""

from __future__ import annotations

import csv
import io

import pytest

from dialer_tui.export import callcsv, records
from dialer_tui.export.sheet import as_csv
from dialer_tui.floor.people import People
from dialer_tui.model import Call
from tests.export.test_calljson import FIELDS, PLAIN
from tests.export.test_sheet import HOSTILE, call


def whole(calls: list[Call], mask: People | None = None) -> str:
    return b"".join(callcsv.as_csv(calls, mask)).decode()


@pytest.mark.parametrize("many", [0, 1, 99, 100, 101, 2_500])
def test_pieces_make_one_document(many: int) -> None:
    assert whole(PLAIN[:many]) == as_csv([records.call(one, None) for one in PLAIN[:many]], records.CALL)


@pytest.mark.parametrize("field", FIELDS)
@pytest.mark.parametrize(
    "text", [HOSTILE, "=1+1", "+1 (555) 1", "-x", "@x", "\tx", "a|=b", "a|b", 'é "და", \\', "x\x7f", "a\r\nb", ""]
)
def test_every_text_is_cleaned_as_ever(field: str, text: str) -> None:
    calls = [*PLAIN[:3], call(**{field: text}), *PLAIN[3:6]]
    found = whole(calls)
    assert found == as_csv([records.call(one, None) for one in calls], records.CALL)
    assert len(list(csv.reader(io.StringIO(found)))) == 8


def test_unknown_fields_are_left_out_and_a_mask_is_as_ever() -> None:
    calls = [*PLAIN[:3], call(extra=(("callNote", "x"),)), call(agent="VDAD"), call(total=None, queue=90_061)]
    assert whole(calls) == as_csv([records.call(one, None) for one in calls], records.CALL)
    assert whole(calls, People()) == as_csv([records.call(one, People()) for one in calls], records.CALL)
