"""What the API says, over a real socket: both shapes of the document, and each mode for what it leaves open."""

from __future__ import annotations

import gzip
import http.client
import json
import time
from email.utils import parsedate_to_datetime
from typing import Any
from urllib.parse import urlsplit

import pytest

from dialer_tui.simulator.answers import EDGES, Api, Behaviour
from dialer_tui.simulator.server import Server
from tests.simulator.floor import NOON, ask, calls, dated, found, iso, send, world

HOUR = 3600

CALL = {
    "callDate",
    "callCampaignID",
    "callCampaignName",
    "callListID",
    "callListName",
    "callAgentName",
    "callContact",
    "callType",
    "callNumberInbound",
    "callNumberOutbound",
    "callTime",
    "callQueueTime",
    "callTalkTime",
    "callHoldTime",
    "callHandleTime",
    "callAfterCallWorkTime",
}


def serve(behaviour: Behaviour | None = None, **parameters: Any) -> Server:
    return Server(world(**parameters)[0], behaviour)


@pytest.mark.parametrize("shape", ["example", "table"])
def test_calls_come_in_either_shape_of_the_document(shape: str) -> None:
    with serve(Behaviour(shape)) as server:
        heard = calls(server, NOON - HOUR, NOON)
        details = heard.said["responseDetails"]
        assert heard.said.keys() == {"responseCode", "responseMessage", "responseDetails"}
        assert (heard.code, heard.said["responseMessage"]) == (1, "Success")
        if shape == "example":
            assert isinstance(details, dict)
            assert all(record.keys() == CALL for record in details.values())
        else:
            assert isinstance(details, list)
            assert all(record.keys() == CALL | {"callID"} for record in details)
        assert found(heard) == server.world.listed(NOON - HOUR, NOON + 1)
        assert len(details) > 300


def test_campaigns_as_in_the_example_have_lists() -> None:
    with serve() as server:
        campaigns = ask(server, "getCampaigns", showAll="y").said["responseDetails"]
        assert len(campaigns) == 8
        assert all(campaign.keys() == {"campaignID", "campaignName", "campaignProducts"} for campaign in campaigns)
        lists = [dialled for campaign in campaigns for dialled in campaign["campaignProducts"]]
        assert all(dialled.keys() == {"listID", "listName", "listMapping"} for dialled in lists)
        dialers = [dialer for dialled in lists for dialer in dialled["listMapping"]]
        assert all(dialer.keys() == {"dialerID", "dialerName", "fields"} for dialer in dialers)
        assert all(dialer["fields"][:2] == ["leadNameFirst", "leadNameLast"] for dialer in dialers)
        assert [] in [campaign["campaignProducts"] for campaign in campaigns]
        known = {dialled["listID"] for dialled in lists} | {"", "109000"}
        seen = {record["callListID"] for record in server.world.listed(NOON - 12 * HOUR, NOON).values()}
        assert seen == known


def test_campaigns_as_in_the_table_have_dialers_straight_away() -> None:
    with serve(Behaviour("table")) as server:
        campaigns = ask(server, "getCampaigns", showAll="y").said["responseDetails"]
        assert all(campaign.keys() == {"campaignID", "campaignName", "campaignLists"} for campaign in campaigns)
        dialers = [dialer for campaign in campaigns for dialer in campaign["campaignLists"]]
        assert dialers
        assert all(dialer.keys() == {"dialerID", "dialerName", "fields"} for dialer in dialers)


@pytest.mark.parametrize(("function", "key"), [("getAgents", "agentID"), ("getCampaigns", "campaignID")])
def test_show_all_n_leaves_out_what_others_own(function: str, key: str) -> None:
    with serve() as server:
        everything = [each[key] for each in ask(server, function, showAll="y").said["responseDetails"]]
        own = [each[key] for each in ask(server, function, showAll="n").said["responseDetails"]]
        assert own == [ident for place, ident in enumerate(everything) if place % 3 != 2]


def test_empty_floors_say_so() -> None:
    with serve(agents=0, campaigns=0) as server:
        assert ask(server, "getAgents", showAll="y").said == {
            "responseCode": 341,
            "responseMessage": "No Agents available",
        }
        assert ask(server, "getCampaigns", showAll="n").said == {
            "responseCode": 340,
            "responseMessage": "No Campaigns available",
        }
        assert calls(server, NOON - HOUR, NOON).said == {"responseCode": 340, "responseMessage": "No Calls found"}


def test_filters_by_campaign_and_by_agent_tell_namesakes_apart() -> None:
    with serve(agents=60) as server:
        whole = found(calls(server, NOON - 2 * HOUR, NOON))
        some = found(calls(server, NOON - 2 * HOUR, NOON, filterCampaigns=["1111", "1113"]))
        assert some == {key: record for key, record in whole.items() if record["callCampaignID"] in {"1111", "1113"}}
        assert some
        agents = server.world.roster.agents
        shared = {agent.name for agent in agents if sum(agent.name == other.name for other in agents) > 1}
        taken: dict[str, dict[str, Any]] = {}
        groups = 0
        for agent in agents:
            if agent.name in shared:
                theirs = found(calls(server, NOON - 2 * HOUR, NOON, filterAgents=[agent.id]))
                assert not taken.keys() & theirs.keys()
                taken |= theirs
                groups += bool(theirs)
        assert groups > 1
        assert taken == {key: record for key, record in whole.items() if record["callAgentName"] in shared}


@pytest.mark.parametrize(
    ("edges", "first", "last"),
    [("both", True, True), ("start", True, False), ("end", False, True), ("none", False, False)],
)
def test_edges(edges: str, first: bool, last: bool) -> None:
    assert len(EDGES) == 4
    with serve(Behaviour(edges=edges), calls_per_hour=3000) as server:
        dates = sorted(dated(record) for record in server.world.listed(NOON - HOUR, NOON - 1800).values())
        start, end = dates[10], dates[-10]
        got = {dated(record) for record in found(calls(server, start, end)).values()}
        assert got == {date for date in dates if start < date < end} | ({start} if first else set()) | (
            {end} if last else set()
        )


def test_a_capped_answer_holds_the_newest_silently() -> None:
    with serve(Behaviour(cap=100)) as server:
        heard = calls(server, NOON - HOUR, NOON)
        assert heard.code == 1
        assert list(found(heard)) == server.world.ids(NOON - HOUR, NOON + 1)[-100:]
        few = calls(server, NOON - 300, NOON)
        assert list(found(few)) == server.world.ids(NOON - 300, NOON + 1)
        assert 0 < len(found(few)) < 100


def test_a_lagging_replica_answers_half_of_the_time() -> None:
    def answers() -> list[int]:
        with serve(Behaviour(lag=60)) as server:
            now = server.world.ids(NOON - HOUR, NOON + 1)
            then = server.world.ids(NOON - HOUR, NOON + 1, NOON - 60)
            assert now != then
            got = [list(found(calls(server, NOON - HOUR, NOON))) for _ in range(20)]
            assert all(each in (now, then) for each in got)
            return [len(each) for each in got]

    lengths = answers()
    assert 4 < lengths.count(max(lengths)) < 16
    assert lengths == answers()


def test_the_date_is_the_floors() -> None:
    with serve(skew=-7200) as server:
        heard = calls(server, NOON - 3 * HOUR, NOON)
        assert parsedate_to_datetime(heard.headers["Date"]).timestamp() == NOON - 7200
        assert NOON - 7200 - 600 < max(dated(record) for record in found(heard).values()) <= NOON - 7200
        assert heard.headers.get_all("Date") == [heard.headers["Date"]]
        assert "Server" not in heard.headers


def test_the_date_may_be_missing() -> None:
    with serve(Behaviour(date="none")) as server:
        assert "Date" not in calls(server, NOON - HOUR, NOON).headers


def test_gzip_for_those_who_accept_it() -> None:
    with serve(Behaviour(gzip=True)) as server:
        plain = calls(server, NOON - HOUR, NOON)
        assert "Content-Encoding" not in plain.headers
        account = {"affiliateID": server.world.affiliate_id, "affiliateKey": server.world.affiliate_key}
        span = {"dateStart": iso(NOON - HOUR), "dateEnd": iso(NOON)}
        body = json.dumps({**account, "dialerFunction": "getCalls", **span}).encode()
        packed = send(server, body, **{"Accept-Encoding": "gzip, deflate"})
        assert packed.headers["Content-Encoding"] == "gzip"
        assert gzip.decompress(packed.body) == plain.body
        assert len(packed.body) < len(plain.body) / 3


def test_one_connection_serves_many_requests() -> None:
    with serve() as server:
        at = urlsplit(server.url)
        connection = http.client.HTTPConnection(str(at.hostname), at.port, timeout=10)
        connection.connect()
        own = connection.sock.getsockname()
        for _ in range(3):
            connection.request("POST", "/dialer/", b"{}")
            assert json.loads(connection.getresponse().read())["responseCode"] == 80
            assert connection.sock.getsockname() == own
        connection.close()
        assert server.api.asked == 3


def test_a_stopped_server_listens_no_more_and_its_port_can_be_had_again() -> None:
    first = serve().start()
    port = int(first.url.split(":")[2].split("/")[0])
    first.stop()
    with pytest.raises(ConnectionRefusedError):
        send(first, b"{}")
    with Server(world()[0], port=port) as second:
        assert second.url == first.url
        with pytest.raises(OSError, match="in use"):
            Server(world()[0], port=port).start()


def test_two_thousand_records_cost_less_than_encoding_them() -> None:
    floor, _ = world(agents=500, calls_per_hour=40_000)
    records = floor.records(NOON - HOUR, NOON - HOUR + 160)
    assert len(records) > 2000
    plain = [json.loads(record.body) for record in records]
    api = Api(floor, Behaviour())
    account = {"affiliateID": floor.affiliate_id, "affiliateKey": floor.affiliate_key}
    span = {"dateStart": iso(NOON - HOUR), "dateEnd": iso(NOON - HOUR + 159)}
    body = json.dumps({**account, "dialerFunction": "getCalls", **span}).encode()

    def answer() -> bytes:
        listed = api.answer(body)
        assert isinstance(listed, list)
        return api.calls((record.id, record.body) for record in listed)

    def quickest(work: Any) -> float:
        times = []
        for _ in range(5):
            began = time.perf_counter()
            work()
            times.append(time.perf_counter() - began)
        return min(times)

    assert json.loads(answer())["responseDetails"].keys() == {record.id for record in records}
    assert quickest(answer) < quickest(lambda: json.dumps(plain))
