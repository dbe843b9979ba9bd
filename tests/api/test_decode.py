"""Bodies to records: every shape the document leaves open, and what is odd in them."""

from __future__ import annotations

import json
from typing import Any

import msgspec
import pytest

from dialer_tui.api import calls as calls_module
from dialer_tui.api.decode import CHUNK, Decoder, Reading, envelope
from dialer_tui.api.protocol import Fault, Kind
from dialer_tui.model import Agent, Call, Campaign, CampaignList, Dialer, Function

DATE = "2022-01-01T20:58:19+00:00"
EVENING = 1641070699


def read(function: Function, details: Any, decoder: Decoder | None = None) -> Reading:
    return read_body(function, json.dumps({"responseCode": 1, "responseDetails": details}).encode(), decoder)


def read_body(function: Function, body: bytes, decoder: Decoder | None = None) -> Reading:
    reading = (decoder or Decoder()).read(function, envelope(body))
    for _ in reading:
        pass
    return reading


def record(**fields: Any) -> dict[str, Any]:
    return {"callDate": DATE, **fields}


def one(**fields: Any) -> Call:
    """The call of an answer with one record of these fields."""
    (call,) = read("getCalls", {"C1": record(**fields)}).records
    return call


# --- the outer level ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("written", "code"),
    [
        ("1", 1),
        ('"1"', 1),
        ("1.0", 1),
        ('" 340 "', 340),
        ('"0100"', 100),
        ("-1", None),
        ("1.5", None),
        ("true", None),
        ("null", None),
        ('""', None),
        ('"one"', None),
        ('"١"', None),
        ("[1]", None),
        ("9" * 400, None),
    ],
)
def test_response_code_is_a_number_or_a_numeric_string(written: str, code: int | None) -> None:
    assert envelope(f'{{"responseCode": {written}}}'.encode()).code == code


def test_absent_code_and_message() -> None:
    outer = envelope(b"{}")
    assert (outer.code, outer.message, outer.details) == (None, "", None)


@pytest.mark.parametrize("details", ["null", "1", "1e999", '"text"', "true", "NaN"])
def test_details_that_are_no_array_or_object_are_none(details: str) -> None:
    assert envelope(f'{{"responseCode": 1, "responseDetails": {details}}}'.encode()).details is None


@pytest.mark.parametrize("details", ["[]", "{}"])
@pytest.mark.parametrize("function", ["getAgents", "getCalls", "getCampaigns"])
def test_empty_details_are_empty_either_way(function: Function, details: str) -> None:
    reading = read_body(function, f'{{"responseCode": 1, "responseDetails": {details}}}'.encode())
    assert (reading.records, reading.count, bool(reading.oddities)) == ([], 0, False)


@pytest.mark.parametrize(
    ("body", "says"),
    [
        (b"", "is empty"),
        (b" \n", "is empty"),
        (b"<br />\n<b>Warning</b>: mysqli_connect()<br />\n" + b'{"responseCode": 1}', "is not JSON"),
        (b"<!doctype html><title>Down</title>", "is not JSON"),
        (b'{"responseCode": 1, "responseDetails": {"C1": {"callDate"', "is not JSON"),
        (b'{"responseCode": 1,}', "is not JSON"),
        (b"[]", "is not JSON"),
        (b"null", "is not JSON"),
        (b'"text"', "is not JSON"),
        (b'{"responseCode": 1} {"responseCode": 1}', "is not JSON"),
        (b'{"a":' * 100_000 + b"1" + b"}" * 100_000, "is not JSON"),
        (b'{"responseCode": 1, "responseDetails": ' + b"[" * 100_000 + b"]" * 100_000 + b"}", "is not JSON"),
        ('{"responseCode": 1}'.encode("utf-16"), "is not JSON"),
        (b"\x00\xff\xfe", "is not JSON"),
    ],
)
def test_broken_bodies_are_a_fault_that_may_pass(body: bytes, says: str) -> None:
    with pytest.raises(Fault, match=says) as broken:
        envelope(body)
    assert (broken.value.kind, broken.value.code) == (Kind.BUSY, None)


def test_byte_order_mark_is_dropped_and_said() -> None:
    reading = read_body("getCalls", b"\xef\xbb\xbf" + json.dumps({"responseDetails": {"C1": record()}}).encode())
    assert [call.id for call in reading.records] == ["C1"]
    assert reading.oddities.repaired


@pytest.mark.parametrize("place", ["key", "agent"])
def test_invalid_utf8_is_replaced_and_said(place: str) -> None:
    names = {"key": "C1", "agent": "Ann"} | {place: "Zo@"}
    details = {"C0": record(), names["key"]: record(callAgentName=names["agent"])}
    reading = read_body("getCalls", json.dumps({"responseDetails": details}).encode().replace(b"@", b"\xeb"))
    good, mended = reading.records
    assert (good.id, mended.id, mended.agent) == ("C0", *(text.replace("@", "\ufffd") for text in names.values()))
    assert reading.oddities.repaired
    assert not reading.oddities.bad


# --- calls --------------------------------------------------------------------------------------------------------


def test_fields_stand_in_the_order_of_call() -> None:
    """They are given to Call by position."""
    fields = calls_module.FIELDS[2:]
    values = {name: f"00:00:{place:02}" for place, name in enumerate(fields)}
    call = one(**values)
    first, last = Call.__struct_fields__.index("campaign_id"), Call.__struct_fields__.index("acw")
    seen = msgspec.structs.astuple(call)[first : last + 1]
    assert seen == tuple(place if name.endswith("Time") else values[name] for place, name in enumerate(fields))


@pytest.mark.parametrize("shape", ["object", "array"])
def test_both_shapes_of_calls(shape: str) -> None:
    records = {"C1": record(callAgentName="Ann"), "C2": record(callAgentName="Bob")}
    array = [{"callID": key, **fields} for key, fields in records.items()]
    reading = read("getCalls", records if shape == "object" else array)
    assert reading.records == [Call("C1", EVENING, agent="Ann"), Call("C2", EVENING, agent="Bob")]


def test_object_of_numbered_records_goes_by_the_ids_inside() -> None:
    reading = read("getCalls", {"0": record(callID="C1"), "2": record(callID=17), "C3": record(callID="")})
    assert [call.id for call in reading.records] == ["C1", "17", "C3"]


def test_ids_and_names_may_be_numbers() -> None:
    call = one(callID=204417, callCampaignID=1111, callListID=111000.0, callContact=7, callNumberInbound=8885551212)
    assert (call.id, call.campaign_id, call.list_id) == ("204417", "1111", "111000")
    assert (call.contact, call.number_in) == ("7", "8885551212")


def test_id_zero_is_an_id() -> None:
    assert [call.id for call in read("getCalls", [record(callID=0)]).records] == ["0"]


def test_id_longer_than_64_bits_keeps_its_digits() -> None:
    reading = read_body(
        "getCalls", b'{"responseDetails": [{"callID": 123456789012345678901, "callDate": "%s"}]}' % DATE.encode()
    )
    assert [call.id for call in reading.records] == ["123456789012345678901"]


def test_absent_null_and_empty_are_unknown() -> None:
    bare = Call("C1", EVENING)
    names = calls_module.FIELDS[2:]
    assert one() == one(**dict.fromkeys(names)) == one(**dict.fromkeys(names, "")) == bare


def test_nested_and_true_values_in_known_fields() -> None:
    call = one(callAgentName={"first": "Ann"}, callTime=[5], callQueueTime=True, callType=True, callTalkTime="00:00:09")
    assert (call.agent, call.total, call.queue, call.type, call.talk) == ("", None, None, "true", 9)
    assert call.extra is None


def test_unreadable_durations_are_unknown_not_bad() -> None:
    call = one(callTime="00:61:00", callQueueTime=-1, callTalkTime="long", callHoldTime="27:00:00", callHandleTime=5)
    assert (call.total, call.queue, call.talk, call.hold, call.handle) == (None, None, None, 97200, 5)


def test_numbers_that_are_not_finite_are_unknown() -> None:
    odd = '"callTime": NaN, "callQueueTime": -Infinity, "callHoldTime": 1e999, "callListID": Infinity'
    body = f'{{"responseDetails": {{"C1": {{"callDate": "{DATE}", {odd}, "callTalkTime": 4}}}}}}'
    reading = read_body("getCalls", body.encode())
    assert reading.records == [Call("C1", EVENING, talk=4)]
    assert not reading.oddities


def test_lone_surrogate_becomes_a_replacement_and_a_pair_its_character() -> None:
    names = r'"callAgentName": "\udc00Ann", "callContact": "\ud83d\ude00"'
    body = rf'{{"responseDetails": {{"C\ud800": {{"callDate": "{DATE}", {names}}}}}}}'
    (call,) = read_body("getCalls", body.encode()).records
    assert (call.id, call.agent, call.contact) == ("C\ufffd", "\ufffdAnn", "\U0001f600")


def test_text_is_kept_as_sent() -> None:
    text = " \x1b[31m[bold]\u202eAnn\u0301\u0301\u0301\x00 "
    assert one(callAgentName=text).agent == text


def test_unknown_fields_are_kept_by_name_whatever_their_order() -> None:
    fields = {"zoo": 1.0, "callRecording": "yes", "callTags": ["a", {"b": None}], "callScore": None}
    call = one(**fields)
    assert call.extra == (("callRecording", "yes"), ("callScore", ""), ("callTags", '["a",{"b":null}]'), ("zoo", "1"))
    assert call == one(**dict(reversed(fields.items())))


def test_call_date_is_the_start_unless_the_setting_says_the_end() -> None:
    details = {"C1": record(callTime="00:01:00")}
    (start,) = read("getCalls", details).records
    (end,) = read("getCalls", details, Decoder(dated_at_end=True)).records
    assert (start.began_at, start.ended_at) == (EVENING, EVENING + 60)
    assert (end.began_at, end.ended_at) == (EVENING - 60, EVENING)


BAD = [
    (None, "a record that is no object"),
    ("text", "a record that is no object"),
    ([1], "a record that is no object"),
    ({"callID": "X"}, "a record without a readable callDate"),
    ({"callID": "X", "callDate": "yesterday"}, "a record without a readable callDate"),
    ({"callID": "X", "callDate": "0001-01-01T00:00:00+14:00"}, "a record without a readable callDate"),
    ({"callID": "X", "callDate": 5}, "a record without a readable callDate"),
    ({"callID": "X", "callDate": [DATE]}, "a record without a readable callDate"),
    (record(), "a record without a callID"),
    (record(callID=" "), "a record without a callID"),
    (record(callID=None), "a record without a callID"),
    (record(callID=[]), "a record without a callID"),
]


@pytest.mark.parametrize(("bad", "reason"), BAD)
@pytest.mark.parametrize("place", [0, 1, CHUNK + 1])
def test_bad_record_is_counted_and_costs_no_other(bad: Any, reason: str, place: int) -> None:
    records: list[Any] = [record(callID=f"C{number}") for number in range(CHUNK + 2)]
    records.insert(place, bad)
    reading = read("getCalls", records)
    assert reading.count == CHUNK + 3
    assert [call.id for call in reading.records] == [f"C{number}" for number in range(CHUNK + 2)]
    assert reading.oddities.bad == (reason,)


def test_every_kind_of_bad_record_at_once() -> None:
    reading = read("getCalls", [*(bad for bad, _ in BAD), record(callID="C1", extra=1)])
    assert reading.records == [Call("C1", EVENING, extra=(("extra", "1"),))]
    assert sorted(reading.oddities.bad) == sorted(reason for _, reason in BAD)
    assert reading.count == len(BAD) + 1


@pytest.mark.parametrize("shape", ["object", "array"])
def test_two_records_of_one_id_are_one_by_a_rule_that_knows_no_order(shape: str) -> None:
    versions = [
        record(callTime="00:01:00", callAgentName="Ann"),
        record(callTime="00:02:00", callAgentName="A"),
        record(),
    ]
    seen = []
    for order in (versions, versions[::-1], versions[1:] + versions[:1]):
        if shape == "array":
            details = json.dumps([{"callID": "C1", **fields} for fields in order])
        else:
            details = "{" + ",".join(f'"C1": {json.dumps(fields)}' for fields in order) + "}"
        reading = read_body("getCalls", f'{{"responseCode": 1, "responseDetails": {details}}}'.encode())
        assert (reading.count, reading.oddities.doubled, reading.oddities.bad) == (3, 2, ())
        seen += reading.records
    assert seen == [Call("C1", EVENING, agent="A", total=120)] * 3


def test_doubled_keys_go_by_the_ids_inside_where_there_are_any() -> None:
    records = [record(callID=inner) for inner in (None, "C2", "")]
    details = "{" + ",".join(f'"C1": {json.dumps(fields)}' for fields in records) + ', "C3": null}'
    reading = read_body("getCalls", f'{{"responseDetails": {details}}}'.encode())
    assert sorted(call.id for call in reading.records) == ["C1", "C2"]
    assert (reading.count, reading.oddities.doubled, len(reading.oddities.bad)) == (4, 1, 1)


def test_doubles_of_equal_length_are_settled_by_the_rest() -> None:
    doubles = [record(callID="C1", callAgentName=name) for name in ("Ann", "Bob")]
    assert read("getCalls", doubles).records == read("getCalls", doubles[::-1]).records


def test_the_shortest_record_under_a_doubled_key_is_found() -> None:
    details = envelope(b'{"responseDetails":{"":{"callDate":0},"":{"callDate":1}}}').details
    assert details is not None
    assert len(details) == 2


def test_a_nested_call_date_is_no_double() -> None:
    reading = read("getCalls", {"C1": record(previous={"callDate": DATE}), "C2": record()})
    assert [call.id for call in reading.records] == ["C1", "C2"]
    assert (reading.count, bool(reading.oddities)) == (2, False)


def test_names_are_one_object_across_answers() -> None:
    decoder = Decoder()
    first, second = (
        read("getCalls", {key: record(callAgentName="Ann Lee")}, decoder).records[0].agent for key in ("C1", "C2")
    )
    assert first is second


def test_reading_rests_after_each_chunk() -> None:
    reading = Decoder().read(
        "getCalls",
        envelope(json.dumps({"responseDetails": {f"C{number}": record() for number in range(CHUNK * 2 + 1)}}).encode()),
    )
    steps = [len(reading.records) for _ in reading]
    assert steps == [CHUNK, CHUNK * 2, CHUNK * 2 + 1]


# --- agents and campaigns -----------------------------------------------------------------------------------------


def test_agents() -> None:
    reading = read(
        "getAgents",
        [
            {"agentID": "4711", "agentNameFirst": "Ann", "agentNameLast": "Lee"},
            {"agentID": 4712, "agentNameFirst": None},
            {"agentNameFirst": "Nobody"},
            "text",
        ],
    )
    assert reading.records == [Agent("4711", "Ann", "Lee"), Agent("4712")]
    assert set(reading.oddities.bad) == {"an agent without an agentID", "a record that is no object"}
    assert reading.count == 4


def test_agents_in_an_object() -> None:
    numbered = {"0": {"agentID": "4711"}, "3": {"agentID": "4712"}}
    keyed = {"4711": {"agentNameFirst": "Ann"}}
    assert read("getAgents", numbered).records == [Agent("4711"), Agent("4712")]
    assert read("getAgents", keyed).records == [Agent("4711", "Ann")]


def test_agents_with_one_id_are_one() -> None:
    twice = [{"agentID": "1", "agentNameFirst": name} for name in ("Ann", "Bob")]
    forth, back = read("getAgents", twice), read("getAgents", twice[::-1])
    assert forth.records == back.records
    assert (forth.oddities.doubled, len(forth.records)) == (1, 1)


DIALER = {"dialerID": "D-01", "dialerName": "North", "fields": ["leadNameFirst", "leadPhone"]}
READ_DIALER = Dialer("D-01", "North", ("leadNameFirst", "leadPhone"))


@pytest.mark.parametrize(
    ("fields", "lists"),
    [
        ({}, ()),
        ({"campaignProducts": None}, ()),
        ({"campaignProducts": {}}, ()),
        ({"campaignLists": []}, ()),
        ({"campaignLists": "none"}, ()),
        ({"campaignLists": [DIALER]}, (CampaignList(None, "", (READ_DIALER,)),)),
        ({"campaignLists": DIALER}, (CampaignList(None, "", (READ_DIALER,)),)),
        ({"campaignLists": {"0": DIALER, "1": None}}, (CampaignList(None, "", (READ_DIALER,)),)),
        (
            {"campaignProducts": [{"listID": 111000, "listName": "A", "listMapping": [DIALER, 5]}]},
            (CampaignList("111000", "A", (READ_DIALER,)),),
        ),
        ({"campaignProducts": [{"listID": "1", "listMapping": {}}]}, (CampaignList("1"),)),
        (
            {"campaignProducts": [{"listID": "1", "dialerID": "D", "listMapping": [DIALER]}]},
            (CampaignList("1", "", (READ_DIALER,)),),
        ),
        ({"campaignLists": [{"listID": "1", "listMapping": [DIALER]}]}, (CampaignList("1", "", (READ_DIALER,)),)),
        (
            {"campaignProducts": [{"listID": "1", "listMapping": []}], "campaignLists": [DIALER]},
            (CampaignList("1"), CampaignList(None, "", (READ_DIALER,))),
        ),
    ],
)
def test_campaign_trees(fields: dict[str, Any], lists: tuple[CampaignList, ...]) -> None:
    reading = read("getCampaigns", [{"campaignID": 1111, "campaignName": "Spring", **fields}])
    assert reading.records == [Campaign("1111", "Spring", lists)]


@pytest.mark.parametrize(
    ("written", "names"),
    [
        (None, ()),
        ("leadPhone", ()),
        ([], ()),
        ({}, ()),
        ({"0": "leadCity", "1": "leadZip"}, ("leadCity", "leadZip")),
        ({"leadCity": "text", "leadZip": ""}, ("leadCity", "leadZip")),
        (["leadCity", None, 5, {}, ""], ("leadCity", "5")),
    ],
)
def test_fields_of_a_dialer(written: Any, names: tuple[str, ...]) -> None:
    (campaign,) = read(
        "getCampaigns", [{"campaignID": "1", "campaignLists": [{"dialerID": "D", "fields": written}]}]
    ).records
    assert campaign.lists[0].dialers[0].fields == names


def test_campaign_without_an_id_is_bad() -> None:
    reading = read("getCampaigns", [{"campaignName": "Spring"}, {"campaignID": "1"}])
    assert reading.records == [Campaign("1")]
    assert reading.oddities.bad == ("a campaign without a campaignID",)
