"""Calls as JSON the fast way: the bytes are those of `sheet.as_json` of `records.call`."""

from __future__ import annotations

import pytest

from dialer_tui.export import calljson, records
from dialer_tui.export.sheet import as_json
from dialer_tui.floor.people import People
from dialer_tui.model import Call
from tests.export.test_sheet import HOSTILE, call

PLAIN = [call(id=f"C{at}", contact=f"Jo {at}", total=at, talk=None) for at in range(2_500)]
FIELDS = ("id", "campaign_id", "campaign", "list_id", "list", "agent", "contact", "type", "number_in", "number_out")


def whole(calls: list[Call], mask: People | None = None) -> str:
    return b"".join(calljson.as_json(calls, mask)).decode()


@pytest.mark.parametrize("many", [0, 1, 999, 1_000, 1_001, 2_500])
def test_pieces_make_one_array(many: int) -> None:
    assert whole(PLAIN[:many]) == as_json([records.call(one, None) for one in PLAIN[:many]])


@pytest.mark.parametrize("field", FIELDS)
@pytest.mark.parametrize("text", [HOSTILE, "\x7f", "\x9b", "a\u202eb", "\u061c", "\n", 'é "და" \\', ""])
def test_every_text_is_escaped_as_ever(field: str, text: str) -> None:
    calls = [*PLAIN[:3], call(**{field: text}), *PLAIN[3:6]]
    found = whole(calls)
    assert found == as_json([records.call(one, None) for one in calls])
    assert "\x7f" not in found
    assert "\u202e" not in found


def test_unknown_fields_and_a_mask_are_as_ever() -> None:
    calls = [*PLAIN[:3], call(extra=(("callNote", "x\x9by"), ("callID", "forged"))), call(agent="VDAD")]
    assert whole(calls) == as_json([records.call(one, None) for one in calls])
    assert whole(calls, People()) == as_json([records.call(one, People()) for one in calls])


def test_lines_are_the_array_without_its_brackets() -> None:
    calls = [*PLAIN, call(agent=HOSTILE), call(extra=(("callNote", "x"),))]
    for mask in (None, People()):
        lines = b"".join(calljson.as_lines(calls, mask)).decode()
        assert [f"{line}\n" for line in whole(calls, mask)[2:-3].split(",\n")] == lines.splitlines(keepends=True)
    assert list(calljson.as_lines([], None)) == []
