"""Strictness: what the document asks for, and its code for everything else."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest

from dialer_tui.simulator.server import Server
from tests.simulator.floor import NOON, ask, iso, send, world

RANGE = {"dateStart": "2026-11-25T11:00:00+00:00", "dateEnd": "2026-11-25T12:00:00+00:00"}

MESSAGES = {
    1: "Success",
    80: "Improperly formatted request (JSON format required)",
    100: "Invalid ID and Transaction Key combination",
    800: "Invalid function",
}


@pytest.fixture(scope="module")
def server() -> Iterator[Server]:
    with Server(world()[0]) as running:
        yield running


def account(server: Server) -> dict[str, Any]:
    return {"affiliateID": server.world.affiliate_id, "affiliateKey": server.world.affiliate_key}


@pytest.mark.parametrize(
    ("function", "variables"),
    [
        ("getAgents", {"showAll": "y"}),
        ("getAgents", {"showAll": "n"}),
        ("getCampaigns", {"showAll": "y"}),
        ("getCampaigns", {"showAll": "n"}),
        ("getCalls", RANGE),
        ("getCalls", {**RANGE, "filterCampaigns": ["1111", "1112"]}),
        ("getCalls", {**RANGE, "filterAgents": ["nobody"], "filterCampaigns": ["1111"]}),
        ("getCalls", {"dateStart": "2026-11-25T12:00:00+01:00", "dateEnd": "2026-11-25T06:30:00-05:30"}),
    ],
)
def test_what_the_document_allows_is_answered(server: Server, function: str, variables: dict[str, Any]) -> None:
    heard = ask(server, function, **variables)
    assert heard.status == 200
    assert heard.headers["Content-Type"] == "application/json"
    assert heard.code in ((1, 340) if "filterAgents" in variables else (1,))


@pytest.mark.parametrize(
    ("function", "variables"),
    [
        ("getAgents", {}),
        ("getAgents", {"showAll": "Y"}),
        ("getAgents", {"showAll": True}),
        ("getCampaigns", {"showAll": "all"}),
        ("getCampaigns", {"showAll": "y", "dateStart": RANGE["dateStart"]}),
        ("getCalls", {}),
        ("getCalls", {"dateStart": RANGE["dateStart"]}),
        ("getCalls", {**RANGE, "showAll": "y"}),
        ("getCalls", {**RANGE, "dateStart": "2026-11-25T11:00:00"}),
        ("getCalls", {**RANGE, "dateStart": "2026-11-25T11:00:00Z"}),
        ("getCalls", {**RANGE, "dateStart": "2026-11-25T11:00:00.5+00:00"}),
        ("getCalls", {**RANGE, "dateStart": "2026-11-25 11:00:00+00:00"}),
        ("getCalls", {**RANGE, "dateStart": "2026-02-30T11:00:00+00:00"}),
        ("getCalls", {**RANGE, "dateEnd": "٢٠٢٦-11-25T11:00:00+00:00"}),
        ("getCalls", {**RANGE, "dateEnd": 1795608000}),
        ("getCalls", {**RANGE, "filterCampaigns": "1111"}),
        ("getCalls", {**RANGE, "filterCampaigns": [1111]}),
        ("getCalls", {**RANGE, "filterCampaigns": []}),
        ("getCalls", {**RANGE, "filterAgents": None}),
        ("getCalls", {**RANGE, "filterAgents": {"4100": True}}),
        ("getCalls", {**RANGE, "filterCampaign": ["1111"]}),
    ],
)
def test_what_it_does_not_is_improperly_formatted(server: Server, function: str, variables: dict[str, Any]) -> None:
    heard = ask(server, function, **variables)
    assert heard.said == {"responseCode": 80, "responseMessage": MESSAGES[80]}
    assert server.api.refused[-1]


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"{",
        b"null",
        b"[]",
        b'"getAgents"',
        b"affiliateID=1&showAll=y",
        b'\xff\xfe{"a": 1}',
        b'{"a": NaN}',
        b"[" * 20_000,
    ],
)
def test_a_body_that_is_no_json_object(server: Server, body: bytes) -> None:
    assert send(server, body).said == {"responseCode": 80, "responseMessage": MESSAGES[80]}


def test_the_trailing_comma_of_the_documents_example_is_no_json(server: Server) -> None:
    good = json.dumps({**account(server), "dialerFunction": "getCalls", **RANGE})
    assert send(server, good.encode()).code == 1
    assert send(server, good.replace("}", ",}").encode()).code == 80


@pytest.mark.parametrize("method", ["GET", "PUT", "PATCH", "DELETE", "OPTIONS"])
def test_only_a_post_is_heard(server: Server, method: str) -> None:
    body = json.dumps({**account(server), "dialerFunction": "getAgents", "showAll": "y"}).encode()
    assert send(server, body, method).code == 80
    assert send(server, body, "POST").code == 1


@pytest.mark.parametrize("path", ["/", "/dialer", "/dialer/", "/any/where?at=all"])
def test_any_path_will_do(server: Server, path: str) -> None:
    body = json.dumps({**account(server), "dialerFunction": "getAgents", "showAll": "y"}).encode()
    assert send(server, body, path=path).code == 1


@pytest.mark.parametrize("missing", ["affiliateID", "affiliateKey", "dialerFunction"])
@pytest.mark.parametrize("instead", [None, 5, ["x"]])
def test_the_three_variables_of_every_request(server: Server, missing: str, instead: Any) -> None:
    whole = {**account(server), "dialerFunction": "getAgents", "showAll": "y"}
    assert send(server, json.dumps({**whole, missing: instead}).encode()).code == 80
    del whole[missing]
    assert send(server, json.dumps(whole).encode()).code == 80


@pytest.mark.parametrize("wrong", [{"affiliateID": "x" * 12}, {"affiliateKey": "x" * 32}, {"affiliateKey": ""}])
def test_wrong_credentials_are_refused_before_anything_else_is_read(server: Server, wrong: dict[str, str]) -> None:
    for rest in (
        {"dialerFunction": "getAgents", "showAll": "y"},
        {"dialerFunction": "addLeads"},
        {"dialerFunction": "getCalls"},
    ):
        heard = send(server, json.dumps({**account(server), **rest, **wrong}).encode())
        assert heard.said == {"responseCode": 100, "responseMessage": MESSAGES[100]}


@pytest.mark.parametrize("function", ["addLeads", "getcalls", "", "getCalls "])
def test_other_functions_are_invalid(server: Server, function: str) -> None:
    assert ask(server, function, showAll="y").said == {"responseCode": 800, "responseMessage": MESSAGES[800]}


def test_a_range_too_long_for_any_database_is_an_error_of_the_interface(server: Server) -> None:
    assert ask(server, "getCalls", dateStart=iso(0), dateEnd=iso(NOON)).code == 900
    assert ask(server, "getCalls", dateStart=iso(NOON), dateEnd="9999-12-31T23:59:59+00:00").code == 340
