"""Each fault by name, over a real socket; their times on a clock that is moved by hand."""

from __future__ import annotations

import http.client
import json
import math
import socket
import time
from collections.abc import Callable, Iterator
from urllib.parse import urlsplit

import pytest

from dialer_tui.simulator.damage import DAMAGES, damage
from dialer_tui.simulator.faults import FIRES, KINDS, described, parse
from dialer_tui.simulator.server import Server
from tests.simulator.floor import NOON, Clock, ask, calls, dated, found, send, world

HOUR = 3600


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def server(clock: Clock) -> Iterator[Server]:
    with Server(world(tick=clock)[0]) as running:
        yield running


@pytest.mark.parametrize(
    ("text", "name", "argument", "start", "duration"),
    [
        ("900", "900", 0, 0, math.inf),
        ("900@30s+10s", "900", 0, 30, 10),
        ("cut@1m", "cut", 0, 60, math.inf),
        ("429", "429", 20, 0, math.inf),
        ("429=5@2+3", "429", 5, 2, 3),
        ("slow=250ms@1.5m+1h", "slow", 0.25, 90, 3600),
        ("http503", "http503", 0, 0, math.inf),
        ("503=7", "503", 7, 0, math.inf),
        ("code555@1s", "code555", 0, 1, math.inf),
        ("burn@1m", "burn", 0, 60, math.inf),
        ("burn=1111", "burn", 1111, 0, math.inf),
    ],
)
def test_faults_are_read(text: str, name: str, argument: float, start: float, duration: float) -> None:
    fault = parse(text)
    assert (fault.name, fault.argument, fault.start, fault.duration) == (name, argument, start, duration)
    assert not fault.active(start - 0.01)
    assert fault.active(start)
    assert fault.active(start + min(duration, 1e9) - 0.01)
    assert not fault.active(start + duration)


@pytest.mark.parametrize(
    "text", ["", "nonsense", "900@", "900@soon", "900@1s+", "900+5s", "=5", "200", "999", "slow=fast", "@3s", "burn=5m"]
)
def test_other_words_are_refused_in_a_sentence(text: str) -> None:
    with pytest.raises(ValueError, match=r"is not|no fault is called"):
        parse(text)


def test_every_fault_is_described() -> None:
    assert (KINDS | FIRES).keys() < {name for name, _ in described()}


def _refused_or_cut(heard: Callable[[], object]) -> bool:
    try:
        heard()
    except (ConnectionError, http.client.HTTPException):
        return True
    return False


@pytest.mark.parametrize("code", [80, 100, 341, 800, 900])
def test_response_codes(server: Server, code: int) -> None:
    server.faults.append(parse(str(code)))
    heard = ask(server, "getAgents", showAll="y")
    assert (heard.status, heard.code) == (200, code)
    assert heard.said["responseMessage"]
    server.faults[:] = [parse("code555")]
    assert ask(server, "getAgents", showAll="y").said == {"responseCode": 555, "responseMessage": "Code 555"}


def test_340_empties_calls_alone(server: Server) -> None:
    server.faults.append(parse("340"))
    assert calls(server, NOON - HOUR, NOON).said == {"responseCode": 340, "responseMessage": "No Calls found"}
    assert ask(server, "getAgents", showAll="y").code == 1


@pytest.mark.parametrize("status", [301, 302, 304, 400, 401, 403, 404, 429, 500, 502, 503, 504])
def test_http_statuses(server: Server, status: int) -> None:
    server.faults.append(parse(f"{status}=7"))
    heard = ask(server, "getAgents", showAll="y")
    assert heard.status == status
    assert b"responseCode" not in heard.body
    assert heard.headers["Retry-After"] == (None if status == 304 else "7")
    assert (heard.headers["Location"] is not None) == (status in (301, 302))
    assert heard.headers["Date"]


def test_429_asks_to_wait_by_itself_and_503_does_not(server: Server) -> None:
    server.faults.append(parse("429"))
    assert ask(server, "getAgents", showAll="y").headers["Retry-After"] == "20"
    server.faults[:] = [parse("http503")]
    assert ask(server, "getAgents", showAll="y").headers["Retry-After"] is None
    server.faults[:] = [parse("http340")]
    assert ask(server, "getAgents", showAll="y").status == 340


@pytest.mark.parametrize(
    ("name", "kind", "piece"),
    [
        ("garbage", "application/json", b"\xff\xfe"),
        ("html", "text/html", b"<!doctype html>"),
        ("empty", "application/json", b""),
        ("null", "application/json", b'"responseDetails":null'),
        ("hollow", "application/json", b'"responseMessage":"Success"}'),
        ("deep", "application/json", b"[" * 100_000),
    ],
)
def test_bodies_that_are_no_answer(server: Server, name: str, kind: str, piece: bytes) -> None:
    server.faults.append(parse(name))
    heard = calls(server, NOON - HOUR, NOON)
    assert heard.status == 200
    assert heard.headers["Content-Type"] == kind
    assert piece in heard.body
    assert b"callDate" not in heard.body


def test_huge_bodies_are_right_but_for_their_blanks(server: Server) -> None:
    plain = calls(server, NOON - HOUR, NOON).body
    server.faults.append(parse("huge=3"))
    assert calls(server, NOON - HOUR, NOON).body == b" " * 3 * 2**20 + plain


def test_slow_answers_come_whole_but_late(server: Server) -> None:
    server.faults.append(parse("slow=300ms"))
    began = time.monotonic()
    assert ask(server, "getAgents", showAll="y").code == 1
    assert time.monotonic() - began >= 0.3


def _open(server: Server) -> socket.socket:
    """A request for an hour of calls, sent; its answer is still to be read."""
    at = urlsplit(server.url)
    sock = socket.create_connection((at.hostname, at.port), timeout=5)
    floor = server.world
    body = json.dumps(
        {
            "affiliateID": floor.affiliate_id,
            "affiliateKey": floor.affiliate_key,
            "dialerFunction": "getAgents",
            "showAll": "y",
        }
    ).encode()
    sock.sendall(b"POST /dialer/ HTTP/1.1\r\nHost: floor\r\nContent-Length: %d\r\n\r\n%b" % (len(body), body))
    return sock


def test_drip_sends_a_byte_at_a_time(server: Server) -> None:
    server.faults.append(parse("drip=20ms"))
    with _open(server) as sock:
        head = b""
        while b"\r\n\r\n" not in head:
            head += sock.recv(1)
        sizes = [len(sock.recv(65536)) for _ in range(5)]
    assert sum(sizes) < 20
    began = time.monotonic()
    server.stop()
    assert time.monotonic() - began < 3


def test_cut_closes_the_connection_in_mid_body(server: Server) -> None:
    server.faults.append(parse("cut"))
    with pytest.raises(http.client.IncompleteRead) as caught:
        ask(server, "getAgents", showAll="y")
    assert caught.value.partial.startswith(b'{"responseCode":1')
    assert caught.value.expected


def test_refused_closes_the_socket_and_opens_it_again_on_its_port(server: Server, clock: Clock) -> None:
    at = urlsplit(server.url)
    kept = http.client.HTTPConnection(str(at.hostname), at.port, timeout=5)
    kept.request("POST", "/dialer/", b"{}")
    assert json.loads(kept.getresponse().read())["responseCode"] == 80
    kept.auto_open = 0
    server.faults.append(parse("refused@30s+10s"))
    assert ask(server, "getAgents", showAll="y").code == 1
    clock.at = 30
    _eventually(lambda: _refused_or_cut(lambda: send(server, b"{}")))
    for _ in range(3):
        with pytest.raises(ConnectionRefusedError):
            send(server, b"{}")
    with pytest.raises((ConnectionError, http.client.HTTPException)):  # the open connection was dropped too
        _read(kept)
    clock.at = 40
    _eventually(lambda: not _refused_or_cut(lambda: send(server, b"{}")))
    assert ask(server, "getAgents", showAll="y").code == 1


def _read(kept: http.client.HTTPConnection) -> None:
    kept.request("POST", "/dialer/", b"{}")
    kept.getresponse().read()


def _eventually(true: Callable[[], bool]) -> None:
    until = time.monotonic() + 5
    while not true():
        assert time.monotonic() < until
        time.sleep(0.02)


def test_a_floor_that_refuses_from_the_start() -> None:
    with Server(world()[0], faults=[parse("refused")]) as server:
        _eventually(lambda: _refused_or_cut(lambda: send(server, b"{}")))


def test_a_busy_answer_dies_with_its_server(server: Server) -> None:
    server.faults.append(parse("slow=30s"))
    with _open(server) as sock:
        _eventually(lambda: server.api.asked == 0 and bool(server.active()))
        time.sleep(0.1)
        server.faults[:] = [parse("refused")]
        assert not _received(sock)


def _received(sock: socket.socket) -> bytes:
    try:
        return sock.recv(1)
    except ConnectionError:
        return b""


def test_bad_breaks_some_records_and_leaves_the_others_alone(server: Server) -> None:
    whole = found(calls(server, NOON - 12 * HOUR, NOON))
    server.faults.append(parse("bad"))
    heard = calls(server, NOON - 12 * HOUR, NOON)
    broken = json.loads(heard.body)["responseDetails"]
    assert broken.keys() == whole.keys()
    hit = {ident: damage(ident) for ident in whole}
    assert {kind.name for kind in hit.values() if kind} == {kind.name for kind in DAMAGES}
    assert 0.08 < sum(kind is not None for kind in hit.values()) / len(whole) < 0.2
    for ident, kind in hit.items():
        if kind is None:
            assert broken[ident] == whole[ident]
        else:
            assert broken[ident] != whole[ident]
            assert _readable(broken[ident]) is not kind.lost
    for piece in (rb"\ud800", b"NaN", b"Infinity", b'"yesterday"', b":null", b'"callCampaignID": 1'):
        assert piece in heard.body


def _readable(record: object) -> bool:
    try:
        return isinstance(record, dict) and dated(record) > 0
    except (ValueError, KeyError):
        return False


def test_bad_has_numbers_for_ids_in_the_array(clock: Clock) -> None:
    from dialer_tui.simulator.answers import Behaviour

    with Server(world(tick=clock)[0], Behaviour("table"), [parse("bad")]) as server:
        details = json.loads(calls(server, NOON - 6 * HOUR, NOON).body)["responseDetails"]
        ids = [record["callID"] for record in details if isinstance(record, dict)]
        assert {type(ident) for ident in ids} == {str, int}
        assert {str(ident) for ident in ids} < set(server.world.ids(NOON - 6 * HOUR, NOON + 1))
        assert None in details
        assert "record" in details


def test_double_repeats_some_ids(server: Server) -> None:
    whole = found(calls(server, NOON - HOUR, NOON))
    server.faults.append(parse("double"))
    pairs: list[tuple[str, object]] = []
    heard = calls(server, NOON - HOUR, NOON)
    json.loads(heard.body, object_pairs_hook=lambda found: pairs.extend(found) or dict(found))
    seen = [(key, value) for key, value in pairs if key in whole]
    assert len(seen) > len(whole) + 20
    assert {key for key, _ in seen} == whole.keys()
    assert any(value != whole[key] for key, value in seen)
    assert heard.body.count(b'"callDate"') == len(seen)


def test_faults_come_and_go_by_the_real_time_since_the_start(server: Server, clock: Clock) -> None:
    server.faults[:] = [parse("900@30s+10s"), parse("503@35s+10s")]
    seen = []
    for at in (0, 29.9, 30, 36, 40, 44.9, 45):
        clock.at = at
        heard = ask(server, "getAgents", showAll="y")
        seen.append(heard.status if heard.status != 200 else heard.code)
    assert seen == [1, 1, 900, 900, 503, 503, 1]


def test_faults_of_different_kinds_hold_together(server: Server) -> None:
    server.faults[:] = [parse("double"), parse("bad"), parse("slow=100ms"), parse("cut")]
    began = time.monotonic()
    with pytest.raises(http.client.IncompleteRead):
        calls(server, NOON - HOUR, NOON)
    assert time.monotonic() - began >= 0.1
