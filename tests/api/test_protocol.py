"""Request bodies, credentials, faults: the document's tables."""

from __future__ import annotations

import json

import pytest

from dialer_tui.api import protocol
from dialer_tui.api.protocol import Fault, Kind
from dialer_tui.model import Ask, Scope

from .server import ID, KEY


def sent(ask: Ask) -> dict[str, object]:
    return json.loads(protocol.body(ask, ID, KEY))


def test_slice_is_sent_in_whole_seconds_with_its_margins_and_offset() -> None:
    fields = sent(Ask("getCalls", 1641038400, 1641042000))  # 12:00 and 13:00
    assert fields["dateStart"] == "2022-01-01T11:59:58+00:00"
    assert fields["dateEnd"] == "2022-01-01T13:00:01+00:00"


def test_times_out_of_the_calendar_are_sent_as_its_ends() -> None:
    fields = sent(Ask("getCalls", -(10**12), 10**15))
    assert (fields["dateStart"], fields["dateEnd"]) == ("1970-01-01T00:00:00+00:00", "9999-12-31T23:59:59+00:00")


@pytest.mark.parametrize(
    ("scope", "filters"),
    [
        (Scope(), {}),
        (Scope(campaigns=("1111", "1112")), {"filterCampaigns": ["1111", "1112"]}),
        (Scope(agents=("4711",)), {"filterAgents": ["4711"]}),
        (Scope(("1",), ("2",)), {"filterCampaigns": ["1"], "filterAgents": ["2"]}),
    ],
)
def test_filters_are_left_out_when_empty(scope: Scope, filters: dict[str, list[str]]) -> None:
    fields = sent(Ask("getCalls", 1641038400, 1641042000, scope))
    assert {name: ids for name, ids in fields.items() if name.startswith("filter")} == filters
    assert "showAll" not in fields


@pytest.mark.parametrize("function", ["getAgents", "getCampaigns"])
@pytest.mark.parametrize(("own", "show_all"), [(False, "y"), (True, "n")])
def test_show_all(function: str, own: bool, show_all: str) -> None:
    fields = sent(Ask(function, scope=Scope(("1111",), ("4711",), own)))  # type: ignore[arg-type]
    assert fields == {"affiliateID": ID, "affiliateKey": KEY, "dialerFunction": function, "showAll": show_all}


def test_good_credentials_pass() -> None:
    protocol.check_credentials(ID, KEY)


@pytest.mark.parametrize(
    ("affiliate_id", "affiliate_key", "says"),
    [
        ("", KEY, "affiliate ID is 12 letters and digits; this one has 0"),
        (ID + "x", KEY, "affiliate ID is 12 letters and digits; this one has 13"),
        ("Affiliate 12", KEY, "affiliate ID is 12 letters and digits; this one holds other"),
        ("Affiliaté012", KEY, "affiliate ID is 12 letters and digits; this one holds other"),
        ("Affiliate01٣", KEY, "affiliate ID is 12 letters and digits; this one holds other"),
        (ID, KEY[1:], "affiliate key is 32 letters and digits; this one has 31"),
        (ID, KEY + "\n", "affiliate key is 32 letters and digits; this one has 33"),
        (ID, KEY[1:] + "-", "affiliate key is 32 letters and digits; this one holds other"),
    ],
)
def test_bad_credentials_are_refused_without_an_echo(affiliate_id: str, affiliate_key: str, says: str) -> None:
    with pytest.raises(ValueError, match=says) as refused:
        protocol.check_credentials(affiliate_id, affiliate_key)
    assert affiliate_key[:8] not in str(refused.value)


def test_credentials_hide_the_key() -> None:
    assert KEY not in repr(protocol.Credentials(ID, KEY))


@pytest.mark.parametrize(
    ("code", "kind", "exit_code", "retriable"),
    [
        (80, Kind.REQUEST, 4, False),
        (800, Kind.REQUEST, 4, False),
        (100, Kind.REFUSED, 3, False),
        (900, Kind.BUSY, 5, True),
        (2, Kind.CODE, 4, False),
        (0, Kind.CODE, 4, False),
    ],
)
def test_codes(code: int, kind: Kind, exit_code: int, retriable: bool) -> None:
    fault = protocol.fault_of_code(code, "Its words.", 200)
    assert (fault.kind, fault.code, fault.status) == (kind, code, 200)
    assert (fault.exit_code, fault.retriable) == (exit_code, retriable)
    assert f"(code {code}): Its words." in str(fault)


@pytest.mark.parametrize(
    ("status", "kind", "exit_code"),
    [
        (301, Kind.STATUS, 4),
        (308, Kind.STATUS, 4),
        (401, Kind.STATUS, 4),
        (403, Kind.STATUS, 4),
        (404, Kind.STATUS, 4),
        (429, Kind.BUSY, 5),
        (500, Kind.BUSY, 5),
        (503, Kind.BUSY, 5),
        (599, Kind.BUSY, 5),
    ],
)
def test_statuses(status: int, kind: Kind, exit_code: int) -> None:
    fault = protocol.fault_of_status(status)
    assert (fault.kind, fault.code, fault.status, fault.exit_code) == (kind, None, status, exit_code)
    assert f"HTTP {status}" in str(fault)


def test_fault_is_a_sentence_without_controls() -> None:
    fault = Fault(Kind.CODE, "Bad \x1b[31mthing\x07\u202e happened\n", code=7)
    assert str(fault) == "The API answered with an error (code 7): Bad [31mthing happened."


def test_every_kind_has_its_meaning() -> None:
    for kind in Kind:
        fault = Fault(kind, "Words")
        assert fault.exit_code in (3, 4, 5)
        assert fault.retriable == (kind is Kind.BUSY)
