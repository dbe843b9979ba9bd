"""Edits of config.toml: what was asked for is in it, and every other byte is as it was."""

from __future__ import annotations

import os
import stat
import tomllib
from pathlib import Path
from typing import Any

import pytest
import tomli_w
from hypothesis import example, given
from hypothesis import strategies as st

from dialer_tui import config
from dialer_tui.config import ConfigError, profile
from dialer_tui.config.edit import Text
from dialer_tui.config.profile import Draft

ID, KEY = "ACME12345678", "0123456789abcdef0123456789abcdef"
NEW = Draft("acme", "https://new.example/", "NEW123456789", "f" * 32)
EXAMPLE = Path(__file__).parent.parent / "config.example.toml"


def edited(before: str, table: tuple[str, ...], **values: Any) -> str:
    text = Text(before.encode())
    text.put(table, values)
    return text.data().decode()


# The text


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("[t]\na = 1\n", "[t]\na = 2\n"),
        ("[t]\n  a=1   # why\nb = 3\n", "[t]\n  a= 2   # why\nb = 3\n"),
        ('[t]\na = "1 # 2" # 3', "[t]\na = 2 # 3"),
        ('[t]\r\na = """\r\n[u]\r\na = 1"""\r\n', "[t]\r\na = 2\r\n"),
        ("[t]\na = [ # c\n  1,\n] # d\n[u]\na = 1\n", "[t]\na = 2 # d\n[u]\na = 1\n"),
        ("[t]\n", "[t]\na = 2\n"),
        ("[t]", "[t]\na = 2\n"),
        ("[t]\nb = 1\n\n# of u\n[u]\n", "[t]\nb = 1\na = 2\n\n# of u\n[u]\n"),
        ("# only this", "# only this\n\n[t]\na = 2\n"),
        ("", "[t]\na = 2\n"),
        ("x = 1\r\n", "x = 1\r\n\r\n[t]\r\na = 2\r\n"),
        ("[[t2]]\na = 1\n[[t2]]\n", "[[t2]]\na = 1\n[[t2]]\n\n[t]\na = 2\n"),
        ('x = """\n[t]\na = 1\n"""\n[t]\na = 1\n', 'x = """\n[t]\na = 1\n"""\n[t]\na = 2\n'),
        ("t.a = 1\nt.b = 3\n", "t.a = 2\nt.b = 3\n"),
        ("[ 't' ] # c\n'a' = 1\n", "[ 't' ] # c\n'a' = 2\n"),
        ("\ufeff[t]\na = 1\n", "\ufeff[t]\na = 2\n"),
        ("[t]\nx = nan\na = 1\n", "[t]\nx = nan\na = 2\n"),
    ],
)
def test_one_value_changes_and_nothing_else(before: str, after: str) -> None:
    assert edited(before, ("t",), a=2) == after


def test_a_setting_can_be_taken_out() -> None:
    assert edited("[t]\nb = 1\na = [\n1]\n# c\n", ("t",), a=None) == "[t]\nb = 1\n# c\n"
    assert edited("[t]\nb = 1\n", ("t",), a=None) == "[t]\nb = 1\n"


def test_the_top_of_the_file_stays_above_every_table() -> None:
    assert edited("# c\n[t]\na = 1\n", (), p="x") == 'p = "x"\n# c\n[t]\na = 1\n'
    assert edited("# c\nq = 1\n\n[t]\n", (), p="x") == '# c\nq = 1\np = "x"\n\n[t]\n'
    assert edited('p = "y" # c\n[t]\np = 3\n', (), p="x") == 'p = "x" # c\n[t]\np = 3\n'


@pytest.mark.parametrize("before", ["t = {b = 1}\n", "t.b = 1\n", "[u]\nx = 1\n[t.b]\nc = 1\n[[t.d]]\n"])
def test_what_cannot_be_edited_is_refused_or_right(before: str) -> None:
    try:
        after = edited(before, ("t",), a=2)
    except ConfigError as error:
        assert "cannot be changed from here" in str(error)  # noqa: PT017 - either outcome is right, none other is
    else:
        assert tomllib.loads(after)["t"]["a"] == 2


# Arbitrary files

NAMES = st.text("abz_-", min_size=1, max_size=4) | st.text(max_size=5)
VALUES = st.one_of(
    st.integers(-9, 9),
    st.booleans(),
    st.floats(allow_nan=True),
    st.text(max_size=12),
    st.sampled_from(["a\n[profiles.acme]\nurl = 'x'\n", "\n# c\n[view]\n", "'''\n[t]", 'x = """\n']),
    st.datetimes(),
    st.lists(st.integers(0, 9) | st.text("[]#=\"'\n", max_size=4), max_size=3),
)
COMMENTS = st.text(st.characters(exclude_categories=("Cs", "Cc"), include_characters="\t[]='\""), max_size=20).map(
    lambda words: f"#{words}"
)
BLANKS = st.sampled_from(["", "  ", "\t"])


@st.composite
def settings(draw: st.DrawFn, avoid: frozenset[str] = frozenset()) -> str:
    """Settings of one table, with comments and blanks as people write them."""
    out = []
    for name in draw(st.lists(NAMES, unique=True, max_size=3)):
        if name in avoid:
            continue
        line = tomli_w.dumps({name: draw(VALUES)}, multiline_strings=draw(st.booleans())).rstrip("\n")
        out.append(line + draw(st.sampled_from(["", " # [profiles.acme]", "\t"])))
        out += draw(st.lists(COMMENTS | BLANKS, max_size=2))
    return "".join(f"{line}\n" for line in out)


@st.composite
def files(draw: st.DrawFn) -> tuple[str, str, str]:
    """What stands before a profile's lines, the profile's own, and what stands behind."""
    tables = draw(st.lists(NAMES.filter(lambda name: name not in ("profiles", "profile")), unique=True, max_size=4))
    texts = []
    for name in tables:
        head = tomli_w.dumps({name: 0}).rpartition(" = ")[0]
        head = f"[[{head}]]" if draw(st.booleans()) else f"[{head}]"
        texts.append(f"{draw(BLANKS)}{head}{draw(st.sampled_from(['', ' # x']))}\n{draw(settings())}")
    at = draw(st.integers(0, len(texts)))
    top = draw(settings(avoid=frozenset((*tables, "profiles"))))
    before = top + "".join(texts[:at]) + "".join(f"{c}\n" for c in draw(st.lists(COMMENTS, max_size=2)))
    own = (
        f'[profiles.acme]\nurl = "https://old.example/" # mine\n# note\naffiliate_id = "{ID}"\n'
        f'affiliate_key = "{KEY}"\n'
    )
    return before, own, "".join(texts[at:])


@given(files(), st.booleans(), st.booleans())
@example(("", "[profiles.acme]\n", ""), False, False)
def test_whatever_stands_around_a_profile_stays_byte_for_byte(
    parts: tuple[str, str, str], windows: bool, marked: bool
) -> None:
    before, own, after = (part.replace("\n", "\r\n") if windows else part for part in parts)
    mark = b"\xef\xbb\xbf" if marked else b""
    text = Text(mark + (before + own + after).encode())
    text.put(("profiles", "acme"), {"url": "https://new.example/", "affiliate_id": "NEW123456789", "own": True})
    data = text.data()
    assert data.startswith(mark + before.encode())
    assert data.endswith(after.encode())
    inside = data[len(mark + before.encode()) : len(data) - len(after.encode())].decode()
    assert tomllib.loads(inside)["profiles"]["acme"]["url"] == "https://new.example/"
    assert tomllib.loads(inside)["profiles"]["acme"]["own"] is True
    assert inside.count("# mine") == own.count("# mine")
    assert inside.count("\r\n") == (inside.count("\n") if windows else 0)


@given(files())
def test_a_new_profile_leaves_every_line_as_it_was(parts: tuple[str, str, str]) -> None:
    before = "".join(parts)
    after = edited(before, ("profiles", "ze ta"), url="https://new.example/")
    assert after.startswith(before)
    assert tomllib.loads(after)["profiles"]["ze ta"] == {"url": "https://new.example/"}


# The file


def test_a_first_profile_makes_file_folder_and_default(home: Path) -> None:
    path = home / "a" / "b" / "config.toml"
    written = profile.save(path, Draft("acme", "https://new.example/", ID, KEY, "Europe/Berlin", 0.75))
    assert written == path
    assert (stat.S_IMODE(path.stat().st_mode), stat.S_IMODE(path.parent.stat().st_mode)) == (0o600, 0o700)
    assert os.listdir(path.parent) == ["config.toml"]
    found = config.load(path, environ={})
    assert (found.profile, found.url, found.affiliate_id, found.affiliate_key) == (
        "acme",
        "https://new.example/",
        ID,
        KEY,
    )
    assert (found.timezone.key, found.figures.service_level_target) == ("Europe/Berlin", 0.75)
    assert not found.warnings


def test_the_example_takes_an_account_without_losing_a_line(tmp_path: Path) -> None:
    path = tmp_path / "config.toml"
    path.write_bytes(EXAMPLE.read_bytes())
    profile.save(path, Draft("acme", "https://new.example/", ID, KEY, "Europe/Berlin", 0.75))
    found = config.load(path, environ={})
    assert (found.profile, found.timezone.key, found.figures.service_level_target) == ("acme", "Europe/Berlin", 0.75)
    was, now = EXAMPLE.read_text().splitlines(), path.read_text().splitlines()
    assert [line for line in was if line not in now] == ["service_level_target = 0.80"]


def test_a_key_command_stays_or_gives_way(tmp_path: Path) -> None:
    path = tmp_path / "config.toml"
    path.write_text(
        f'[profiles.acme]\naffiliate_id = "{ID}"\naffiliate_key_command = "printf {KEY}" # vault\nown = true\n'
    )
    profile.save(path, Draft("acme", "https://new.example/", "NEW123456789", None))
    assert 'affiliate_key_command = "printf' in path.read_text()
    assert config.load(path, environ={}).affiliate_key == KEY
    profile.save(path, NEW)
    assert "affiliate_key_command" not in path.read_text()
    found = config.load(path, environ={})
    assert (found.affiliate_key, found.affiliate_id, found.scope.own) == ("f" * 32, "NEW123456789", True)


def test_an_edit_of_the_only_profile_does_not_touch_the_top(tmp_path: Path) -> None:
    path = tmp_path / "config.toml"
    before = f'# mine\n[profiles.acme]\nurl = "https://a.example/"\naffiliate_id = "{ID}"\naffiliate_key = "{KEY}"\n'
    path.write_text(before)
    profile.save(path, Draft("acme", "https://a.example/", "NEW123456789", None))
    assert path.read_text() == before.replace(ID, "NEW123456789")


def test_a_second_profile_leaves_the_first_the_default(tmp_path: Path) -> None:
    path = tmp_path / "config.toml"
    path.write_text(f'[profiles.acme]\naffiliate_id = "{ID}"\naffiliate_key = "{KEY}"\n')
    profile.save(path, Draft("zeta", "https://new.example/", ID, KEY))
    assert config.load(path, environ={}).profile == "acme"
    assert config.load(path, "zeta", {}).url == "https://new.example/"


def test_a_link_stays_a_link_and_a_loose_mode_is_mended(tmp_path: Path) -> None:
    real, link = tmp_path / "dots" / "dialer.toml", tmp_path / "config.toml"
    real.parent.mkdir()
    real.write_text("# mine\n")
    real.chmod(0o644)
    link.symlink_to(real)
    assert profile.save(link, NEW) == real
    assert link.is_symlink()
    assert stat.S_IMODE(real.stat().st_mode) == 0o600
    assert "# mine" in real.read_text()


def test_a_file_that_cannot_be_written_stays_as_it_was(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "config.toml"
    path.write_text("# mine\n")

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OSError, match="No space"):
        profile.save(path, NEW)
    assert path.read_text() == "# mine\n"
    assert os.listdir(tmp_path) == ["config.toml"]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("profiles = {acme = {own = true}}\n", "cannot be changed from here"),
        ("[profiles.acme\n", "this is not TOML"),
        ("[pol]\nx = 3\n", "there is no table pol"),
    ],
)
def test_a_file_that_is_wrong_is_told_and_left_alone(tmp_path: Path, text: str, words: str) -> None:
    path = tmp_path / "config.toml"
    path.write_text(text)
    with pytest.raises(ConfigError, match=words) as caught:
        profile.save(path, NEW)
    assert str(path) in str(caught.value)
    assert NEW.affiliate_key not in str(caught.value)
    assert path.read_text() == text


def test_the_key_is_in_no_repr() -> None:
    assert "f" * 32 not in repr(NEW)
