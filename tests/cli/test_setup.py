"""The forms of the set-up screen: what they ask, propose, refuse and write."""

from __future__ import annotations

import asyncio
import shlex
import sys
from pathlib import Path

import pytest

from dialer_tui import config
from dialer_tui.api.protocol import Fault, Kind, fault_of_code, fault_of_status
from dialer_tui.cli import account, setup
from dialer_tui.simulator.server import Server

ID, KEY = "ACME12345678", "0123456789abcdef0123456789abcdef"


@pytest.fixture
def place(tmp_path: Path) -> Path:
    return tmp_path / "config.toml"


def profile(**lines: str) -> str:
    values = {"url": "https://acme.example/", "affiliate_id": ID, "affiliate_key": KEY} | lines
    return "[profiles.acme]\n" + "".join(f"{name} = '''{value}'''\n" for name, value in values.items() if value)


def test_a_first_form_proposes_what_the_machine_and_the_file_say(place: Path) -> None:
    form = setup.new(place, account.present(place, environ={"TZ": "Asia/Tokyo"}))
    values = {field.name: field.value for field in form.fields}
    assert values == {
        "url": "https://api.infocu5.com/dialer/",
        "affiliate_id": "",
        "affiliate_key": "",
        "timezone": "Asia/Tokyo",
        "target": "80",
    }
    assert [field.name for field in form.fields if field.secret] == ["affiliate_key"]
    place.write_text('[view]\ntimezone = "Europe/Berlin"\n[figures]\nservice_level_target = 0.825\n')
    form = setup.new(place, account.present(place, environ={"TZ": "Asia/Tokyo"}), "https://other.example/")
    values = {field.name: field.value for field in form.fields}
    assert (values["url"], values["timezone"], values["target"]) == ("https://other.example/", "Europe/Berlin", "82.5")


@pytest.mark.parametrize("rule", ["CET-1CEST,M3.5.0,M10.5.0/3", "rubbish"])
def test_a_zone_that_no_file_can_hold_is_not_proposed(place: Path, rule: str) -> None:
    assert account.present(place, environ={"TZ": rule}).timezone == "UTC"


@pytest.mark.parametrize(("text", "share"), [("80", 0.8), (" 82,5 % ", 0.825), ("0.8", 0.8), ("1", 1.0), ("100%", 1.0)])
def test_a_target_is_a_percentage_or_a_share(text: str, share: float) -> None:
    assert account.target(text) == share


@pytest.mark.parametrize("text", ["", "0", "-1", "101", "nan", "inf", "eighty", "%"])
def test_what_is_no_target(text: str) -> None:
    with pytest.raises(ValueError, match="a percentage, such as 80"):
        account.target(text)


@pytest.mark.parametrize(
    ("name", "text", "words"),
    [
        ("url", "", "still missing"),
        ("url", "api.infocu5.com/dialer/", "must look like https://"),
        ("url", "http://api.infocu5.com/", "must begin with https://"),
        ("affiliate_id", "A" * 11, "12 letters and digits; this one has 11 characters"),
        ("affiliate_key", "A" * 31 + "-", "32 letters and digits; this one holds other characters"),
        ("timezone", "Berlin", "did you mean Europe/Berlin?"),
        ("target", "x", "such as 80"),
    ],
)
def test_what_is_wrong_is_told_beside_the_field(place: Path, name: str, text: str, words: str) -> None:
    form = setup.new(place, account.present(place, environ={}))
    said = form.check(name, text)
    assert words in said
    assert name == "url" or len(said) <= 56  # it stands on the field's own line at 80 columns
    assert not text or name != "affiliate_key" or text not in said


def test_what_is_right_says_what_it_means(place: Path) -> None:
    form = setup.new(place, account.present(place, environ={}))
    assert form.about("target", "75 %") == "target: 75 % of the inbound calls answered within 20 s"
    assert "there now" in form.about("timezone", "Asia/Tokyo")
    assert form.about("timezone", "no such") == form.about("target", "x") == ""


def test_a_change_keeps_the_key_and_everything_else(place: Path, still_floor: Server) -> None:
    world = still_floor.world
    before = "# mine\n" + profile(
        url=still_floor.url, affiliate_id=world.affiliate_id, affiliate_key=world.affiliate_key
    )
    place.write_text(before + "own = true\n")
    place.chmod(0o600)
    form = setup.change(config.load(place, environ={}))
    values = {field.name: field.value for field in form.fields}
    assert values == {"url": still_floor.url, "affiliate_id": world.affiliate_id, "affiliate_key": ""}
    assert asyncio.run(form.attempt(values)).well
    assert form.write(values).well
    found = config.load(place, environ={})
    assert (found.affiliate_key, found.scope.own) == (world.affiliate_key, True)
    assert place.read_text().startswith("# mine\n[profiles.acme]\n")
    assert not asyncio.run(form.attempt(values | {"affiliate_id": "B" * 12})).well


def test_a_key_command_is_named_and_stays(place: Path) -> None:
    command = shlex.join([sys.executable, "-c", f"print('{KEY}')"])
    place.write_text(profile(affiliate_key="", affiliate_key_command=command))
    form = setup.change(config.load(place, environ={}))
    key = next(field for field in form.fields if field.secret)
    assert key.kept == "what affiliate_key_command prints"
    assert form.write({"url": "https://new.example/", "affiliate_id": ID, "affiliate_key": ""}).well
    assert command in place.read_text()
    assert config.load(place, environ={}).url == "https://new.example/"


@pytest.mark.parametrize(
    ("environ", "overrides", "words"),
    [
        ({"DIALER_TUI_AFFILIATE_KEY": KEY}, {}, "comes from DIALER_TUI_AFFILIATE_KEY."),
        ({}, {"url": "https://option.example/"}, "comes from --url."),
    ],
)
def test_what_is_given_from_outside_is_not_changed_in_the_file(
    place: Path, environ: dict[str, str], overrides: dict[str, str], words: str
) -> None:
    place.write_text(profile())
    form = setup.change(config.load(place, environ=environ, overrides=overrides))
    assert form.fields == ()
    assert words in form.intro[0]
    assert [name for name, _ in form.choices] == ["left"]


def test_a_file_that_cannot_be_written_is_told(place: Path) -> None:
    place.write_text(profile())
    form = setup.change(config.load(place, environ={}))
    place.write_text("profiles.acme.affiliate_id = {}\n")
    verdict = form.write({"url": "https://new.example/", "affiliate_id": ID, "affiliate_key": KEY})
    assert not verdict.well
    assert "cannot be written" in verdict.words[0]
    assert KEY not in verdict.words[0]


@pytest.mark.parametrize(
    ("fault", "words", "field"),
    [
        (fault_of_code(100, "Invalid", 200), "Check both", "affiliate_key"),
        (fault_of_code(800, "Invalid function", 200), "please report it", ""),
        (fault_of_code(900, "Busy", 200), "Try again in a minute", ""),
        (fault_of_status(503), "Try again in a minute", ""),
        (fault_of_status(429), "Try again in a minute", ""),
        (fault_of_status(403), "Check the URL", "url"),
        (fault_of_status(302, "https://elsewhere.example/"), "check the url", "url"),
        (Fault(Kind.BUSY, "api.example did not answer within 30 s"), "Check the URL", "url"),
    ],
)
def test_each_fault_says_what_to_do_and_where(fault: Fault, words: str, field: str) -> None:
    said, where = account.said(fault)
    assert words in said
    assert said.lower().count("check the url") <= 1
    assert where == field
