"""Reading is not slow: measured against the least that could be done with the same bytes."""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from typing import Any

import msgspec

from dialer_tui.api.calls import FIELDS
from dialer_tui.api.decode import Decoder, envelope

RECORDS = 20_000
MOST = 3.5  # the figure is about 2.0; the rest is for a busy machine


def body() -> bytes:
    records = {
        f"C{number:08}": {
            "callDate": time.strftime("%Y-%m-%dT%H:%M:%S+00:00", time.gmtime(1640995200 + number // 9)),
            "callCampaignID": str(1111 + number % 9),
            "callCampaignName": f"Campaign {number % 9}",
            "callListID": str(111000 + number % 40),
            "callListName": f"List {number % 40}",
            "callAgentName": f"Agent {number % 300}",
            "callContact": f"Contact {number}",
            "callType": "Inbound" if number % 3 else "Outbound",
            "callNumberInbound": f"888{number:07}",
            "callNumberOutbound": f"888{number * 7:07}",
            **{
                name: f"00:{number * factor // 60 % 60:02}:{number * factor % 60:02}"
                for name, factor in zip(FIELDS[-6:], (7, 11, 13, 17, 19, 23), strict=True)
            },
        }
        for number in range(RECORDS)
    }
    return json.dumps({"responseCode": 1, "responseMessage": "Success", "responseDetails": records}).encode()


def cpu(work: Callable[[], Any]) -> float:
    """The least of some runs, in seconds of this process."""
    least = float("inf")
    for _ in range(5):
        began = time.process_time()
        work()
        least = min(least, time.process_time() - began)
    return least


def test_reading_calls_takes_a_small_multiple_of_plain_decoding() -> None:
    data = body()
    record = msgspec.defstruct("Record", [(name, str, "") for name in FIELDS], gc=False)
    plain = msgspec.json.Decoder(msgspec.defstruct("Plain", [("responseDetails", dict[str, record])]))  # type: ignore[valid-type]
    decoder = Decoder()

    def read() -> None:
        reading = decoder.read("getCalls", envelope(data))
        for _ in reading:
            pass
        assert len(reading.records) == RECORDS

    assert cpu(read) < MOST * cpu(lambda: plain.decode(data))
