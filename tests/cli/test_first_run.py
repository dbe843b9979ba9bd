"""The first run and the change of an account, as their user has them: a process on a pseudo-terminal."""

from __future__ import annotations

import re
import signal
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from dialer_tui import config
from dialer_tui.simulator.faults import parse
from dialer_tui.simulator.server import Server
from dialer_tui.simulator.world import World
from dialer_tui.ui.words import RECORDS
from tests.conftest import FLOOR_TIME, Dialer, Opened
from tests.ui.terminal import Terminal

SIZES = [(80, 24), (120, 36)]
WRONG = "Z" * 32
EMPTY, BACK, CTRL_C, CTRL_D = "\x15", "\x1b[Z", "\x03", "\x04"


@pytest.fixture
def place(home: Path) -> Path:
    """Where the settings file would be."""
    return home / ".config" / "dialer-tui" / "config.toml"


@pytest.fixture
def now_floor() -> Iterator[Server]:
    """A floor whose clock is this machine's."""
    with Server(World(seed=6, agents=20, campaigns=3, calls_per_hour=300, even=True)) as server:
        yield server


def form(terminal: Terminal) -> str:
    """Wait for the form."""
    return terminal.until(lambda text: "Set up an account" in text and "esc leave" in text)


def flat(text: str) -> str:
    """A screen's text without frames and line breaks."""
    return " ".join(re.sub("[│\n]", " ", text).split())


def pasted(text: str) -> str:
    return f"\x1b[200~{text}\x1b[201~"


def fill(terminal: Terminal, url: str, affiliate_id: str, key: str, zone: str = "") -> None:
    """Fill in a form whose cursor is on the ID, all at once, and go to the first choice."""
    terminal.send(BACK, EMPTY, url, "tab", EMPTY, affiliate_id, "tab", pasted(f"  {key}\r\n"), "tab")
    terminal.send(*((EMPTY, zone) if zone else ()), "tab", "tab")


def account(server: Server) -> tuple[str, str, str]:
    return server.url, server.world.affiliate_id, server.world.affiliate_key


def nowhere_but(place: Path, key: str, terminal: Terminal, home: Path) -> None:
    """The key is in no byte the terminal got and in no file but the one."""
    assert key.encode() not in terminal.raw
    files = [path for path in home.rglob("*") if path.is_file()]
    assert [path for path in files if key.encode() in path.read_bytes()] == [place]


@pytest.mark.parametrize("size", SIZES)
def test_a_newcomer_is_on_a_live_floor(
    opened: Opened, stranger: Dialer, now_floor: Server, place: Path, home: Path, size: tuple[int, int]
) -> None:
    terminal = opened(stranger, size, TZ="Asia/Tokyo")
    text = form(terminal)
    assert RECORDS in flat(text)
    for words in ("https://api.infocu5.com/dialer/", "Affiliate ID", "Asia/Tokyo", "80 %", "~/.config/dialer-tui"):
        assert words in text
    url, affiliate_id, key = account(now_floor)
    fill(terminal, url, affiliate_id, key, "Europe/Berlin")
    text = terminal.until(lambda text: "▸ Try this account" in text)
    assert "32 characters, not shown" in text
    assert not place.parent.exists()
    terminal.send("enter")
    terminal.until(lambda text: "● LIVE" in text and "default" in text and "Berlin" in text)
    terminal.send("q")
    assert terminal.end() == 0
    found = config.load(environ={})
    assert (found.url, found.affiliate_id, found.affiliate_key) == (url, affiliate_id, key)
    assert (found.profile, found.timezone.key) == ("default", "Europe/Berlin")
    nowhere_but(place, key, terminal, home)


@pytest.mark.parametrize(
    ("arguments", "profile"), [(("--profile", "acme"), "acme"), (("--config", "~/new/my.toml"), "default")]
)
def test_what_is_named_and_not_there_yet_is_what_is_set_up(
    opened: Opened,
    stranger: Dialer,
    now_floor: Server,
    place: Path,
    home: Path,
    arguments: tuple[str, str],
    profile: str,
) -> None:
    place = home / "new" / "my.toml" if arguments[0] == "--config" else place
    terminal = opened(stranger, (80, 24), *arguments)
    text = form(terminal)
    assert f"written to ~/{place.relative_to(home)} as the profile {profile}" in flat(text)
    terminal.send(CTRL_D)
    terminal.until(lambda text: "DEMO" in text and "● LIVE" in text)
    terminal.send("q")
    assert terminal.end() == 0
    assert not place.parent.exists()
    terminal = opened(stranger, (80, 24), *arguments)
    form(terminal)
    fill(terminal, *account(now_floor))
    terminal.send("enter")
    terminal.until(lambda text: "● LIVE" in text and profile in text)
    terminal.send("q")
    assert terminal.end() == 0
    assert config.load(place, environ={}).profile == profile


@pytest.mark.parametrize("size", SIZES)
def test_what_is_wrong_is_said_and_mended_and_then_it_opens(
    opened: Opened, stranger: Dialer, now_floor: Server, place: Path, home: Path, size: tuple[int, int]
) -> None:
    url, affiliate_id, key = account(now_floor)
    terminal = opened(stranger, size)
    form(terminal)
    fill(terminal, "http://127.0.0.1:9/", affiliate_id, WRONG, "Europe/Belrin")
    terminal.send("enter")
    terminal.until(lambda text: "▸ Time zone" in text and "did you mean Europe/Berlin?" in text)
    terminal.send(EMPTY, "Europe/Berlin", "tab", "tab", "enter")
    terminal.until(lambda text: "▸ URL" in text and "▲ Cannot reach 127.0.0.1:9: it refused" in flat(text))
    for other, words in (
        (
            "https://api.nowhere.invalid/",
            "▲ Cannot reach api.nowhere.invalid: its name could not be found: check the url",
        ),
        ("http://api.example/dialer/", "▲ the url must begin with https://, or the key would travel in the clear"),
        ("api.example/dialer/", "▲ the url must look like https://HOST/PATH"),
        ("https://api.example:port/", "▲ the url's host or port is not readable"),
    ):
        terminal.send(EMPTY, other, "up", "up", "enter")
        terminal.until(lambda text, words=words: "▸ URL" in text and words in flat(text))
        lines = terminal.lines
        at = next(at for at, line in enumerate(lines) if "▸ URL" in line)
        assert other in lines[at]
        assert "▲" in lines[at + 1]
        assert affiliate_id in terminal.text
    terminal.send(EMPTY, url, "up", "up", "enter")
    text = terminal.until(lambda text: "▸ Affiliate key" in text and "Invalid ID and Transaction Key" in flat(text))
    assert "Check both" in text
    assert not place.parent.exists()
    terminal.send(pasted(key), "tab", "tab", "tab", "enter")
    terminal.until(lambda text: "● LIVE" in text)
    terminal.send("q")
    assert terminal.end() == 0
    assert WRONG.encode() not in terminal.raw
    nowhere_but(place, key, terminal, home)


@pytest.mark.parametrize(
    ("fault", "words"),
    [
        ("404", "HTTP 404"),
        ("garbage", "not JSON that can be read. Check the URL"),
        ("900", "Try again in a minute"),
        ("80", "please report it"),
        ("302", "no redirect is followed"),
    ],
)
def test_each_fault_of_a_try_is_a_sentence_and_nothing_is_written(
    opened: Opened, stranger: Dialer, place: Path, fault: str, words: str
) -> None:
    world = World(seed=4, agents=5, campaigns=1, calls_per_hour=60, start=FLOOR_TIME, freeze=0)
    with Server(world, faults=[parse(fault)]) as server:
        terminal = opened(stranger)
        form(terminal)
        fill(terminal, *account(server))
        terminal.send("enter")
        terminal.until(lambda text: "▲" in text and words in flat(text))
        terminal.send("esc")
        assert terminal.end() == 0
    assert not place.parent.exists()


def test_a_try_can_be_stopped(opened: Opened, stranger: Dialer, place: Path) -> None:
    world = World(seed=4, agents=5, campaigns=1, calls_per_hour=60, start=FLOOR_TIME, freeze=0)
    with Server(world, faults=[parse("slow=30")]) as server:
        terminal = opened(stranger)
        form(terminal)
        fill(terminal, *account(server))
        terminal.send("enter")
        terminal.until(lambda text: "Trying it" in text and "esc stop" in text)
        terminal.send("esc")
        terminal.until(lambda text: "Stopped. Nothing was written." in text and "esc leave" in text)
        terminal.send("enter")
        terminal.until(lambda text: "Trying it" in text)
        terminal.send(CTRL_C)
        assert terminal.end() == 130
    assert not place.parent.exists()


def test_a_clock_that_is_off_is_said_before_the_console_opens(opened: Opened, stranger: Dialer) -> None:
    world = World(seed=4, agents=5, campaigns=1, calls_per_hour=60, start=int(time.time()) - 600)
    with Server(world) as server:
        terminal = opened(stranger)
        form(terminal)
        fill(terminal, *account(server))
        terminal.send("enter")
        text = terminal.until(lambda text: "enter go on" in text)
        assert "clock is 10 minutes ahead of the server's" in flat(text)
        terminal.send("enter")
        terminal.until(lambda text: "● LIVE" in text)
        terminal.send("q")
        assert terminal.end() == 0


@pytest.mark.parametrize(("key", "code"), [("esc", 0), (CTRL_C, 130)])
def test_it_can_be_left_without_a_trace(opened: Opened, stranger: Dialer, home: Path, key: str, code: int) -> None:
    terminal = opened(stranger)
    form(terminal)
    terminal.send("half an ID", key)
    assert terminal.end() == code
    assert [path for path in home.rglob("*") if path.is_file()] == []


def test_a_signal_leaves_the_terminal_as_it_was(opened: Opened, stranger: Dialer) -> None:
    terminal = opened(stranger)
    form(terminal)
    terminal.kill(signal.SIGTERM)
    assert terminal.end() == 128 + signal.SIGTERM
    assert b"\x1b[?1049l" in terminal.raw


@pytest.mark.parametrize("keys", [(CTRL_D,), ("up", "up", "enter")])
def test_the_demo_opens_from_it(opened: Opened, stranger: Dialer, home: Path, keys: tuple[str, ...]) -> None:
    terminal = opened(stranger)
    form(terminal)
    terminal.send(*keys)
    terminal.until(lambda text: "DEMO" in text and "● LIVE" in text)
    terminal.send("u")
    terminal.until(lambda text: "a simulated floor, with an account of its own" in text)
    terminal.send("enter")
    terminal.until(lambda text: "DEMO" in text)
    terminal.send("q")
    assert terminal.end() == 0
    assert [path for path in home.rglob("*.toml") if path.is_file()] == []


def test_typed_fast_no_character_is_lost_and_pasted_ones_are_cleaned(opened: Opened, stranger: Dialer) -> None:
    terminal = opened(stranger)
    form(terminal)
    terminal.send("q w?/e", "tab", "x" * 5, "tab", EMPTY, "New York", BACK, BACK)
    terminal.until(lambda text: "qw?/e" in text and "5 characters, not shown" in text and "New York" in text)
    terminal.send(EMPTY, pasted("AB\x1b[31mC\r\n D\x07\tE"))
    terminal.until(lambda text: "AB[31mCDE" in text)
    assert "did you mean America/New_York?" in terminal.text
    terminal.send(EMPTY, pasted(WRONG))
    terminal.until(lambda text: "This looks like the affiliate key" in text)
    assert WRONG.encode() not in terminal.raw


def test_no_colour_and_no_glyph_where_there_is_none(opened: Opened, stranger: Dialer) -> None:
    terminal = opened(stranger, (80, 24), NO_COLOR="1", LANG="C")
    terminal.until(lambda text: "Set up an account" in text and "esc leave" in text)
    terminal.send("short", "tab")
    terminal.until(lambda text: "! 12 letters and digits" in text)
    assert terminal.text.isascii()
    codes = {code for match in re.findall(rb"\x1b\[[0-9;]*m", terminal.raw) for code in match[2:-1].split(b";")}
    assert codes <= {b"", b"0", b"1", b"2", b"4", b"7", b"39", b"49"}


def test_a_small_screen_scrolls_to_the_row(opened: Opened, stranger: Dialer) -> None:
    terminal = opened(stranger, (60, 12))
    terminal.until(lambda text: "▸ Affiliate ID" in text)
    terminal.send("up", "up", "up")
    terminal.until(lambda text: "▸ Try this account" in text)
    terminal.send("down", "down")
    terminal.until(lambda text: "▸ URL" in text)


# The change of an account


def configured(place: Path, server: Server, key: str, more: str = "") -> str:
    place.parent.mkdir(parents=True)
    text = (
        f'# mine\n[profiles.acme]\nurl = "{server.url}"\naffiliate_id = "{server.world.affiliate_id}" # contract 7\n'
        f'affiliate_key = "{key}"\n{more}\n[view]\nmask = true # on purpose\n'
    )
    place.write_text(text)
    place.chmod(0o600)
    return text


def test_a_refused_account_is_changed_and_the_console_goes_on(
    opened: Opened, stranger: Dialer, now_floor: Server, place: Path, home: Path
) -> None:
    before = configured(place, now_floor, WRONG)
    key = now_floor.world.affiliate_key
    terminal = opened(stranger)
    terminal.until(lambda text: "▲ REFUSED" in text and "u changes the account" in text)
    terminal.send("u")
    text = terminal.until(lambda text: "Account acme" in text and "left empty, it stays" in text)
    assert now_floor.world.affiliate_id in text
    terminal.send("esc")
    terminal.until(lambda text: "▲ REFUSED" in text)
    terminal.send("u")
    terminal.until(lambda text: "Account acme" in text)
    terminal.send("tab", "tab", pasted(key), "tab", "tab", "tab", "enter")
    terminal.until(lambda text: "● LIVE" in text)
    assert place.read_text() == before.replace(WRONG, key)
    terminal.send("u")
    terminal.until(lambda text: "Account acme" in text)
    terminal.send("up", "up", "up", "up", EMPTY, "Asia/Tokyo", "tab", "tab", "enter")
    terminal.until(lambda text: "● LIVE" in text and "Tokyo" in text)
    terminal.send("q")
    assert terminal.end() == 0
    assert place.read_text() == before.replace(WRONG, key) + 'timezone = "Asia/Tokyo"\n'
    assert WRONG.encode() not in terminal.raw
    nowhere_but(place, key, terminal, home)


def test_a_console_that_was_masked_stays_so_when_its_account_is_changed(
    opened: Opened, stranger: Dialer, now_floor: Server, place: Path
) -> None:
    plain = configured(place, now_floor, now_floor.world.affiliate_key).replace("mask = true", "mask = false")
    place.write_text(plain)
    terminal = opened(stranger)
    terminal.until(lambda text: "● LIVE" in text and "masked" not in text)
    for _ in range(2):  # the second time it is masked by the first
        terminal.send(*(() if "masked" in terminal.text else ("m",)), "u")
        terminal.until(lambda text: "Account acme" in text)
        terminal.send("up", "up", "up", "up", EMPTY, "Asia/Tokyo", "tab", "tab", "enter")
        terminal.until(lambda text: "masked  ● LIVE" in text and "Tokyo" in text)
    terminal.send("q")
    assert terminal.end() == 0


def test_a_change_that_is_refused_too_changes_nothing(
    opened: Opened, stranger: Dialer, now_floor: Server, place: Path
) -> None:
    before = configured(place, now_floor, now_floor.world.affiliate_key)
    terminal = opened(stranger)
    terminal.until(lambda text: "● LIVE" in text)
    terminal.send("u")
    terminal.until(lambda text: "Account acme" in text)
    terminal.send("tab", EMPTY, "A" * 12, "tab", "tab", "tab", "tab", "enter")
    terminal.until(lambda text: "Invalid ID and Transaction Key" in flat(text))
    terminal.send("esc")
    terminal.until(lambda text: "● LIVE" in text)
    assert place.read_text() == before


@pytest.mark.parametrize("profile", [False, True])
def test_an_account_of_the_environment_is_told_where_to_change(
    opened: Opened, stranger: Dialer, still_floor: Server, place: Path, profile: bool
) -> None:
    """Wholly, or the key alone beside a profile."""
    if profile:
        configured(place, still_floor, still_floor.world.affiliate_key)
    both = "DIALER_TUI_AFFILIATE_ID and DIALER_TUI_AFFILIATE_KEY"
    brief, whole = ("DIALER_TUI_AFFILIATE_KEY",) * 2 if profile else ("DIALER_TUI_AFFILIATE_ID and _KEY", both)
    dialer = stranger if profile else Dialer(still_floor)
    dialer.env["DIALER_TUI_AFFILIATE_KEY"] = WRONG
    terminal = opened(dialer)
    text = terminal.until(lambda text: "▲ REFUSED" in text and "start again" in flat(text))
    assert f" · change {brief} " in terminal.lines[0] + " "
    assert f"Change {whole}, then start again." in flat(text)
    assert "u changes" not in text
    terminal.send("u")
    text = terminal.until(lambda text: "This account comes from" in text)
    assert f"comes from {whole}. Change it there" in flat(text)
    terminal.send("esc")
    terminal.until(lambda text: "▲ REFUSED" in text)
    terminal.send("q")
    assert terminal.end() == 0


# When it does not ask


def test_a_file_without_an_account_keeps_its_lines(
    opened: Opened, stranger: Dialer, now_floor: Server, place: Path
) -> None:
    place.parent.mkdir(parents=True)
    place.write_text('# mine\n[view]\ntimezone = "Asia/Tokyo" # theirs\n[figures]\nservice_level_target = 0.9\n')
    place.chmod(0o600)
    terminal = opened(stranger)
    text = form(terminal)
    assert "Asia/Tokyo" in text
    assert "90 %" in text
    fill(terminal, *account(now_floor))
    terminal.send("enter")
    terminal.until(lambda text: "● LIVE" in text and "Tokyo" in text)
    assert place.read_text().startswith('profile = "default"\n# mine\n[view]\ntimezone = "Asia/Tokyo" # theirs\n')


@pytest.mark.parametrize("variable", ["DIALER_TUI_URL", "DIALER_TUI_AFFILIATE_ID", "DIALER_TUI_AFFILIATE_KEY"])
def test_half_an_account_in_the_environment_is_told_in_a_line(opened: Opened, stranger: Dialer, variable: str) -> None:
    terminal = opened(stranger, (200, 24), **{variable: "A" * 12})
    assert terminal.end() == 2
    assert "no account is set up" in terminal.text
    assert b"\x1b[?1049h" not in terminal.raw


def test_half_a_profile_is_told_in_a_line(opened: Opened, stranger: Dialer, place: Path) -> None:
    place.parent.mkdir(parents=True)
    place.write_text(f'[profiles.acme]\naffiliate_id = "{"A" * 12}"\n')
    terminal = opened(stranger, (250, 24))
    assert terminal.end() == 2
    assert "affiliate_key is missing" in terminal.text
    assert "under [profiles.acme]" in terminal.text


def test_a_wrong_file_is_told_in_a_line(opened: Opened, stranger: Dialer, place: Path) -> None:
    place.parent.mkdir(parents=True)
    place.write_text("[poll]\nintervall = 3\n")
    terminal = opened(stranger, (200, 24))
    assert terminal.end() == 2
    assert "line 2: [poll] there is no setting intervall, did you mean interval?" in terminal.text
