"""Records as JSON, CSV and tables, without any process."""

from __future__ import annotations

import csv
import io
import json

import pytest

from dialer_tui.cli.calls import _COLUMNS as COLUMNS
from dialer_tui.export import records
from dialer_tui.export.sheet import Column, as_csv, as_json, as_table
from dialer_tui.floor.people import People
from dialer_tui.model import Agent, Call, Campaign, CampaignList, Dialer
from dialer_tui.text import width

NOON = 1_795_521_600  # 2026-11-24T12:00:00+00:00
HOSTILE = "\x1b[31mA\x9bn\u202en\r\nL\x00ee" + "\u0301" * 300


def call(**fields: object) -> Call:
    known = {
        "id": "C-1",
        "date": NOON,
        "campaign_id": "1111",
        "campaign": "Spring Sale",
        "list_id": "111000",
        "list": "Leads A",
        "agent": "Ann Lee",
        "contact": "Jo Smith",
        "type": "Inbound",
        "number_in": "8885551212",
        "number_out": "+1 (888) 555-1313",
        "total": 3723,
        "queue": 0,
        "talk": None,
    }
    return Call(**{**known, **fields})  # type: ignore[arg-type]  # a table of fields, as a test writes them


def as_records(*calls: Call) -> list[records.Record]:
    return [records.call(one, None) for one in calls]


def test_a_call_has_the_documents_names_in_the_documents_order() -> None:
    record = records.call(call(extra=(("callNote", "x"), ("callID", "forged"))), None)
    assert tuple(record) == (*records.CALL, "callNote")
    assert record["callID"] == "C-1"
    assert record["callDate"] == "2026-11-24T12:00:00+00:00"
    assert (record["callTime"], record["callQueueTime"], record["callTalkTime"]) == (3723, 0, None)


def test_a_mask_leaves_initials_and_last_digits_and_nothing_unknown() -> None:
    masked = records.call(call(extra=(("callNote", "Jo Smith"),)), People())
    assert masked["callAgentName"] == "A. L."
    assert masked["callContact"] == "J. S."
    assert records.call(call(agent="VDAD"), People())["callAgentName"] == "VDAD", "nobody is to be masked"
    assert masked["callNumberInbound"] == "…1212"
    assert "Smith" not in json.dumps(masked)
    assert masked["callCampaignName"] == "Spring Sale"
    assert records.agent(Agent("7", "Ann", "Lee"), True) == {
        "agentID": "7",
        "agentNameFirst": "A.",
        "agentNameLast": "L.",
    }


def test_json_is_one_array_and_escapes_what_moves_a_terminal() -> None:
    document = as_json(as_records(call(agent=HOSTILE, contact="Zoë \ud800")))
    assert json.loads(document)[0]["callAgentName"] == HOSTILE
    assert "Zoë" in document
    assert not [char for char in document if char != "\n" and (ord(char) < 32 or 0x7F <= ord(char) < 0xA0)]
    assert "\u202e" not in document
    document.encode()
    assert json.loads(as_json([])) == []
    assert as_json([]).endswith("\n")


def test_csv_writes_durations_out_and_leaves_unknown_empty() -> None:
    row = next(csv.DictReader(io.StringIO(as_csv(as_records(call(total=90_061)), records.CALL))))
    assert tuple(row) == records.CALL
    assert (row["callTime"], row["callQueueTime"], row["callTalkTime"]) == ("25:01:01", "00:00:00", "")


@pytest.mark.parametrize(
    ("text", "cell"),
    [
        ("=1+1", "'=1+1"),
        ("@x", "'@x"),
        ("-x", "'-x"),
        ("+1 (888) 555-1313", "+1 (888) 555-1313"),
        ("a\r\nb\tc", "a  b c"),
        ('say "x", y', 'say "x", y'),
        ("\x1b]0;x\x07", "]0;x"),
    ],
)
def test_csv_cells_are_no_formulas_and_one_line(text: str, cell: str) -> None:
    document = as_csv(as_records(call(contact=text)), records.CALL)
    assert document.count("\n") == 2
    assert next(csv.DictReader(io.StringIO(document)))["callContact"] == cell


def test_a_table_for_a_pipe_cuts_nothing() -> None:
    name = "N" * 400
    table = as_table("Title", COLUMNS, as_records(call(contact=name)), None)
    assert name in table
    assert "+1 (888) 555-1313" in table
    assert table.splitlines()[0] == "Title"


@pytest.mark.parametrize("cells", [200, 136, 120, 100, 80, 60, 40, 20, 1])
def test_a_table_for_a_terminal_is_never_wider(cells: int) -> None:
    calls = as_records(call(agent=HOSTILE), call(contact="名前" * 40), call(campaign="x" * 300))
    for line in as_table("A title " * 9, COLUMNS, calls, cells).splitlines():
        assert width(line) <= cells


def readable(*calls: Call) -> list[records.Record]:
    return [record | {"callDate": "2026-11-24 12:00:00"} for record in as_records(*calls)]


def test_columns_leave_a_narrow_terminal_in_order() -> None:
    calls = readable(call(contact="x" * 30, campaign="y" * 30, list="z" * 30))
    gone: list[str] = []
    for cells in range(220, 62, -1):
        header = as_table("", COLUMNS, calls, cells).splitlines()[1].split("  ")
        heads = {part.strip() for part in header}
        short = [column.title for column in COLUMNS if width(column.title) <= 6]
        gone += [title for title in short if title not in heads and title not in gone]
    assert gone == ["List", "Handle", "Hold", "Total", "ACW"]


def test_at_80_columns_the_times_are_whole() -> None:
    table = as_table("", COLUMNS, readable(call(contact="x" * 50, campaign="y" * 50, queue=3599)), 80)
    for text in ("2026-11-24 12:00:00", "Inbound", "Ann Lee", "59:59", "—"):
        assert text in table


def test_rows_are_aligned_whatever_their_names() -> None:
    names = ["Ann", "名前", HOSTILE, "👩‍👩‍👧", "e\u0301\u0301\u0301\u0301"]
    columns = (Column("callContact", "Contact"), Column("callType", "Type"))
    rows = as_table("", columns, as_records(*(call(contact=name) for name in names)), None).splitlines()[1:]
    assert len({width(row[: row.index("Inbound" if "Inbound" in row else "Type")]) for row in rows}) == 1
    assert not any("\x1b" in row or "\u202e" in row for row in rows)


def test_campaigns_have_the_examples_shape_and_flat_rows() -> None:
    dialer = Dialer("D-1", "North", ("leadPhone", "leadZip"))
    full = Campaign("1", "Sale", (CampaignList("10", "A", (dialer,)), CampaignList(None, "", (dialer,))))
    assert records.campaign(full)["campaignProducts"] == [
        {
            "listID": list_id,
            "listName": name,
            "listMapping": [{"dialerID": "D-1", "dialerName": "North", "fields": ["leadPhone", "leadZip"]}],
        }
        for list_id, name in (("10", "A"), (None, ""))
    ]
    rows = [tuple(row.values()) for row in records.dialers(full)]
    assert rows[1] == ("1", "Sale", None, "", "D-1", "North", "leadPhone, leadZip")
    assert [tuple(row.values()) for row in records.dialers(Campaign("2", "Empty"))] == [
        ("2", "Empty", None, None, None, None, None)
    ]
