"""Every JSON example of the document, verbatim in `document/`: what we send, and what we read."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from dialer_tui.api import protocol
from dialer_tui.api.decode import Decoder, envelope
from dialer_tui.api.protocol import Fault, Kind
from dialer_tui.model import Agent, Ask, Call, Campaign, CampaignList, Dialer, Function

from .server import client_of, http, serving

FOLDER = Path(__file__).parent / "document"
FUNCTIONS: list[Function] = ["getAgents", "getCalls", "getCampaigns"]
NIGHT, LAST = 1640995200, 1641081599  # 2022-01-01T00:00:00 and T23:59:59
ASKS = {
    "getAgents": Ask("getAgents"),
    "getCampaigns": Ask("getCampaigns"),
    # The edges as sent are the document's; `Ask.asked` widens a slice by its margins.
    "getCalls": Ask("getCalls", NIGHT + Ask.BEFORE, LAST - Ask.AFTER),
}
RECORDS = {
    "getAgents": [Agent("_AGENT_ID_", "First", "Last")],
    "getCalls": [
        Call(
            id="_CALL_ID_",
            date=1641070699,  # 20:58:19
            campaign_id="_CAMPAIGN_ID_",
            campaign="Campaign Name",
            list_id="_LIST_ID_",
            list="List Name",
            agent="Agent Name",
            contact="Contact Name",
            type="Inbound",
            number_in="8885551212",
            number_out="8885551313",
            total=20 * 60 + 27,
            queue=60 + 49,
            talk=24 * 60 + 7,  # more than the total: as the document has it
            hold=0,
            handle=18 * 60 + 37,
            acw=3,
        )
    ],
    "getCampaigns": [
        Campaign(
            "1111",
            "Campaign Name",
            (
                CampaignList(
                    "111000",
                    "List Name",
                    (
                        Dialer(
                            "_UNIQUE_DIALER_ID_",
                            "Dialer Name",
                            (
                                "leadNameFirst",
                                "leadNameLast",
                                "leadAddress",
                                "leadAddress2",
                                "leadCity",
                                "leadState",
                                "leadZip",
                                "leadCountry",
                                "leadPhone",
                                "leadPhone2",
                                "leadEmail",
                                "leadIPAddress",
                                "leadCompany",
                                "leadGender",
                                "leadCCNumber",
                                "leadProductList",
                            ),
                        ),
                    ),
                ),
            ),
        )
    ],
}


def example(function: str, kind: str) -> bytes:
    return (FOLDER / f"{function}-{kind}.json").read_bytes()


def test_every_example_has_its_file() -> None:
    assert len(list(FOLDER.iterdir())) == 3 * 3


@pytest.mark.parametrize("function", FUNCTIONS)
def test_request_is_the_documents(function: Function) -> None:
    written = example(function, "request").replace(b",\n}", b"\n}")
    sent = protocol.body(ASKS[function], "_AFFILIATE_ID_", "_AFFILIATE_KEY_")
    assert json.loads(sent) == json.loads(written)
    assert list(json.loads(sent)) == list(json.loads(written))


def test_the_example_with_a_trailing_comma_is_no_json_and_ours_is() -> None:
    with pytest.raises(json.JSONDecodeError):
        json.loads(example("getCalls", "request"))
    json.loads(protocol.body(ASKS["getCalls"], "_AFFILIATE_ID_", "_AFFILIATE_KEY_"))


@pytest.mark.parametrize("function", FUNCTIONS)
def test_response_is_read(function: Function) -> None:
    outer = envelope(example(function, "response"))
    reading = Decoder().read(function, outer)
    assert len(list(reading)) == 1
    assert (outer.code, outer.message, outer.repaired) == (1, "Success", False)
    assert (reading.records, reading.count, bool(reading.oddities)) == (RECORDS[function], 1, False)


@pytest.mark.parametrize("function", FUNCTIONS)
async def test_examples_over_the_wire(function: Function) -> None:
    async with (
        serving(http(example(function, "response")), http(example(function, "refusal"))) as server,
        client_of(server.url) as client,
    ):
        answer = await client.fetch(ASKS[function])
        assert answer.records == RECORDS[function]
        with pytest.raises(Fault) as refused:
            await client.fetch(ASKS[function])
    assert (refused.value.kind, refused.value.code) == (Kind.REFUSED, 100)
    assert refused.value.message == "Invalid ID and Transaction Key combination"
