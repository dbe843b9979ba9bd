"""The table of faults: how each is made, what the screen must say, what a command returns, and how it ends."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from tests.trust.causes import (
    Blips,
    Cause,
    Certified,
    Floor,
    FullDisk,
    Manner,
    Nothing,
    OurClock,
    ReadOnlyConfig,
    Reset,
    ServersClock,
    Spoiled,
    Stopped,
    Unnamed,
)

CALLS = ("calls", "--format", "json")
INIT = ("init", "--no-try", "--profile", "new", "--affiliate-id", "ACME12345678", "--timezone", "UTC")
_KEY = "Zq4" * 10 + "Zz\n"


@dataclass(frozen=True)
class Row:
    """One fault.

    `words`: state words that the screen may show while it lasts, the first of which it must show (LIVE first: it must
    stay live, or come back to it, meanwhile). `code` and `line`: how `command` ends meanwhile, and words of what it
    says. `hold`: seconds for which it lasts at least, once the word was seen. `ends`: what brings the screen back to
    LIVE once the fault is over, "" for nothing but time, else a key; `within`: seconds that this may take. `said`:
    words that `watch` must have said on stderr.
    `through`: see Stage. `mounts`: it needs mounts of its own. `back`: time
    itself goes back, so that calls which had left the window are in it once more. `typed`: what the command reads.
    `full`: words of the screen when it exports to the disk meanwhile. `stays`: the fault is not over at the end.
    """

    name: str
    how: str
    cause: Cause
    words: tuple[str, ...] = ("OFFLINE",)
    code: int = 5
    line: str = ""
    said: str = ""
    hold: float = 2.0
    ends: str = ""
    within: float = 75.0
    through: str = ""
    mounts: bool = False
    command: tuple[str, ...] = CALLS
    floor: dict[str, Any] = field(default_factory=dict)
    typed: str = ""
    back: bool = False
    full: str = ""
    stays: bool = False
    quick: bool = False


def _floor(name: str, fault: str, how: str, said: str, **more: Any) -> Row:
    return Row(name, how, Floor(fault), said=said, line=more.pop("line", said), **more)


def _spoiled(name: str, how: str, said: str, **more: Any) -> Row:
    return Row(name, how, Spoiled(name), said=said, line=said, through="front", **more)


def _unhurt(name: str, how: str, cause: Cause, *others: str, **more: Any) -> Row:
    """Nothing is hurt by it, though the screen may say `others` for a while."""
    return Row(name, how, cause, words=("LIVE", *others), code=0, **{"hold": 8.0, **more})


_AFTER_R = {"ends": "r", "within": 20.0}
_MUTE = ("OFFLINE", "STALE")

ROWS: tuple[Row, ...] = (
    # --- what the API says -------------------------------------------------------------------------------------
    _floor("code-80", "80", "response code 80", "Improperly formatted", words=("ERROR 80",), code=4, **_AFTER_R),
    _floor(
        "code-100",
        "100",
        "response code 100 in mid-shift",
        "",
        line="refused the affiliate ID and key",
        words=("STALE", "REFUSED"),
        code=3,
    ),
    _floor("code-340", "340", "response code 340: no calls, all the time", "", words=("PARTIAL",), code=0),
    _floor("code-341", "341", "response code 341 for everything", "", words=("PARTIAL",), code=0),
    _floor("code-800", "800", "response code 800", "Invalid function", words=("ERROR 800",), code=4, **_AFTER_R),
    _floor("code-900", "900", "response code 900", "encountered an error", quick=True),
    _floor("code-77", "code77", "a response code that the document lacks", "77", words=("ERROR 77",), code=4),
    _floor("http-302", "302", "HTTP 302: a redirect", "no redirect is followed", words=("ERROR 302",), code=4),
    _floor("http-404", "404", "HTTP 404", "404", words=("ERROR 404",), code=4),
    _floor("http-429", "429=5", "HTTP 429 with Retry-After: 5", "429"),
    _floor("http-503", "503", "HTTP 503", "503", quick=True),
    # --- the way there -----------------------------------------------------------------------------------------
    _floor("refused", "refused", "nobody listens, what is connected is reset", "Cannot reach"),
    Row(
        "reset",
        "each connection is reset when asked",
        Reset(),
        line="connection",
        said="connection",
        through="front",
        quick=True,
    ),
    Row("name", "the API's name is found nowhere", Unnamed(), line="name", said="name", through="name", mounts=True),
    Row(
        "tls-self-signed",
        "a certificate of nobody's",
        Certified("self-signed"),
        line="certificate",
        said="certificate",
        through="tls",
        quick=True,
    ),
    Row(
        "tls-expired",
        "a certificate that was good until yesterday",
        Certified("expired"),
        line="expired",
        said="expired",
        through="tls",
    ),
    Row(
        "tls-other-host",
        "a certificate for another host",
        Certified("other-host"),
        line="certificate",
        said="certificate",
        through="tls",
    ),
    Row("tls-none", "the server speaks no TLS any more", Certified(""), line="TLS", said="TLS", through="tls"),
    # --- slow and broken answers -------------------------------------------------------------------------------
    _floor("slow", "slow=25s", "answers come after 25 s", "", words=("STALE", "OFFLINE"), within=90.0),
    _floor("drip", "drip", "20 bytes a second", "", words=_MUTE[::-1], line="did not answer", within=90.0),
    _floor("cut", "cut", "the connection is closed in mid-body", "cut short"),
    _spoiled("longer", "Content-Length says 500 bytes too many", "cut short"),
    _spoiled("shorter", "Content-Length says 500 bytes too few", "not JSON"),
    _floor("garbage", "garbage", "bytes that are not JSON", "not JSON"),
    _spoiled("chatter", "another protocol answers", "no HTTP"),
    _floor("html", "html", "a web page with status 200", "not JSON but HTML"),
    _floor("empty", "empty", "no bytes with status 200", "is empty"),
    _floor("null", "null", "code 1 with null for details", "without any details"),
    _floor("hollow", "hollow", "code 1 without details", "without any details"),
    Row("bom", "a byte order mark before the JSON", Spoiled("bom"), ("LIVE",), 0, hold=8.0, through="front"),
    _spoiled("warning", "a PHP warning before the JSON", "not JSON but HTML"),
    _spoiled("utf16", "the JSON in UTF-16", "not JSON"),
    Row("utf8", "names in broken UTF-8", Spoiled("utf8"), ("LIVE",), 0, hold=8.0, through="front"),
    _spoiled("gzip", "gzip that is broken in the middle", "cannot be decompressed"),
    _spoiled("bomb", "gzip of 256 MB of blanks", "larger than 64 MB"),
    _floor("deep", "deep", "arrays nested 100,000 deep", "not JSON that can be read"),
    Row("numbers", "durations of 5,000 digits", Spoiled("numbers"), ("LIVE",), 0, hold=8.0, through="front"),
    # --- a floor that is hard to follow ------------------------------------------------------------------------
    _unhurt("blips", "340 for a second, every three seconds", Blips("340", 1.0, 3.0), "PARTIAL", quick=True),
    _unhurt("lag", "half the answers are of a replica 20 s behind", Manner({"lag": 20.0}), "PARTIAL", hold=12.0),
    _unhurt(
        "capped", "answers hold the newest 60 calls, silently", Manner({"cap": 60}), "FILLING", "PARTIAL", hold=12.0
    ),
    _unhurt("moved", "calls change their callDate after they were listed", Nothing(), hold=20.0, floor={"moved": True}),
    _unhurt("vanished", "listed calls disappear for good", Nothing(), "PARTIAL", hold=20.0, floor={"vanish": True}),
    _unhurt("late", "calls are listed minutes after their end", Nothing(), hold=20.0, floor={"late": True}),
    _unhurt("doubled", "one call ID in seven comes twice", Floor("double")),
    _unhurt("bad", "one record in seven is broken", Floor("bad"), "PARTIAL"),
    # --- this machine ------------------------------------------------------------------------------------------
    _unhurt("server-ahead", "the server's clock is set an hour ahead", ServersClock(3600.0), "PARTIAL", back=True),
    _unhurt("server-back", "the server's clock is set ten minutes back", ServersClock(-600.0), "PARTIAL", back=True),
    _unhurt("ours-ahead", "this machine's clock is set an hour ahead", OurClock(3600.0)),
    _unhurt("ours-back", "this machine's clock is set an hour back", OurClock(-3600.0)),
    _unhurt("suspended", "the processes are stopped for 20 s", Stopped(), hold=20.0),
    _unhurt("disk-full", "no room on the disk of state and exports", FullDisk(), mounts=True, full="No space left"),
    _unhurt("disk-full-at-end", "still none when it is left", FullDisk(), mounts=True, stays=True),
    Row(
        "read-only",
        "the folder of the settings cannot be written",
        ReadOnlyConfig(),
        ("LIVE",),
        1,
        line="Read-only",
        command=INIT,
        typed=_KEY,
        mounts=True,
    ),
)
BY_NAME = {row.name: row for row in ROWS}
