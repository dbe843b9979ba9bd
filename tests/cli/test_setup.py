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
from dialer_tui.ui.form import Form

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


def shown(form: Form) -> dict[str, str]:
    return {field.name: field.value for field in form.fields}


def test_a_change_holds_what_a_first_form_holds_and_writes_only_what_changes(place: Path, still_floor: Server) -> None:
    world = still_floor.world
    before = (
        f"# mine\n[profiles.acme]\nurl='{still_floor.url}'\naffiliate_id = '{world.affiliate_id}' # contract 7\n"
        f"affiliate_key='{world.affiliate_key}'\nown = true\n[figures]\nservice_level_target = 0.80 # of the contract\n"
    )
    place.write_text(before)
    place.chmod(0o600)
    form = setup.change(config.load(place, environ={}))
    first = setup.new(place, account.present(place))
    assert [field.label for field in form.fields] == [field.label for field in first.fields]
    values = shown(form)
    assert values == {
        "url": still_floor.url,
        "affiliate_id": world.affiliate_id,
        "affiliate_key": "",
        "timezone": "UTC",
        "target": "80",
    }
    assert asyncio.run(form.attempt(values)).well
    assert not asyncio.run(form.attempt(values | {"affiliate_id": "B" * 12})).well
    assert form.write(values | {"affiliate_key": world.affiliate_key}).well
    assert place.read_text() == before
    assert form.write(values | {"timezone": "Asia/Tokyo", "target": "85 %"}).well
    assert place.read_text() == before.replace("0.80 #", "0.85 #") + '\n[view]\ntimezone = "Asia/Tokyo"\n'


def test_the_default_url_need_not_stand_in_the_file(place: Path) -> None:
    before = profile(url="")
    place.write_text(before)
    form = setup.change(config.load(place, environ={}))
    assert form.write(shown(form) | {"affiliate_id": "B" * 12}).well
    lines = place.read_text().splitlines()
    assert [line for line in before.splitlines() if line not in lines] == [f"affiliate_id = '''{ID}'''"]
    assert len(lines) == len(before.splitlines())


def test_with_several_profiles_it_says_what_they_share(place: Path) -> None:
    place.write_text(profile())
    assert "every profile" not in " ".join(setup.change(config.load(place, environ={})).intro)
    place.write_text('profile = "acme"\n' + profile() + "[profiles.zeta]\n")
    intro = setup.change(config.load(place, environ={})).intro
    assert "Time zone and service level are those of every profile" in intro[1]


def test_a_key_command_is_named_and_stays(place: Path) -> None:
    command = shlex.join([sys.executable, "-c", f"print('{KEY}')"])
    place.write_text(profile(affiliate_key="", affiliate_key_command=command))
    form = setup.change(config.load(place, environ={}))
    key = next(field for field in form.fields if field.secret)
    assert key.kept == "what affiliate_key_command prints"
    assert form.write(shown(form) | {"url": "https://new.example/"}).well
    assert command in place.read_text()
    assert config.load(place, environ={}).url == "https://new.example/"


def test_an_account_from_outside_is_not_changed_in_the_file(place: Path) -> None:
    place.write_text(profile())
    form = setup.change(config.load(place, environ={"DIALER_TUI_AFFILIATE_KEY": KEY}))
    assert form.fields == ()
    assert "comes from DIALER_TUI_AFFILIATE_KEY." in form.intro[0]
    assert [name for name, _ in form.choices] == ["left"]


def test_a_url_from_outside_is_tried_and_not_written(place: Path, still_floor: Server) -> None:
    world = still_floor.world
    before = profile(affiliate_id=world.affiliate_id, affiliate_key=world.affiliate_key)
    place.write_text(before)
    form = setup.change(config.load(place, environ={}, overrides={"url": still_floor.url}))
    assert "The URL comes from --url and is changed there." in form.intro
    assert "url" not in shown(form)
    assert asyncio.run(form.attempt(shown(form))).well
    assert form.write(shown(form) | {"affiliate_id": "B" * 12}).well
    assert "https://acme.example/" in place.read_text()
    assert still_floor.url not in place.read_text()


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
