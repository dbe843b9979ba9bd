"""config.toml: the example, every complaint with its line, precedence, key commands, file modes."""

from __future__ import annotations

import re
import shlex
import sys
import tomllib
from collections.abc import Callable
from datetime import time
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from dialer_tui import config
from dialer_tui.config import ConfigError, NoAccount, account
from dialer_tui.config.table import SETTINGS
from dialer_tui.model import Daily, Poll, Scope

EXAMPLE = Path(__file__).parent.parent / "config.example.toml"
ID, KEY = "ACME12345678", "0123456789abcdef0123456789abcdef"
ENV = {
    "DIALER_TUI_URL": "https://env.example/",
    "DIALER_TUI_AFFILIATE_ID": ID,
    "DIALER_TUI_AFFILIATE_KEY": KEY,
}
RULE = '[[alerts]]\nname = "a"\n'
ACME = f'[profiles.acme]\nurl = "https://acme.example/"\naffiliate_id = "{ID}"\naffiliate_key = "{KEY}"\n'


Write = Callable[..., Path]


@pytest.fixture
def write(tmp_path: Path) -> Write:
    def write(text: str | bytes, mode: int = 0o600) -> Path:
        path = tmp_path / "config.toml"
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
        path.chmod(mode)
        return path

    return write


def complaint(path: Path | None, environ: dict[str, str] | None = None, profile: str | None = None) -> str:
    """What loading says is wrong."""
    with pytest.raises(ConfigError) as caught:
        config.load(path, profile, environ or {})
    assert caught.value.exit_code == 2
    assert "\n" not in str(caught.value)
    assert KEY not in str(caught.value)
    return str(caught.value)


def switched_on() -> str:
    """The example with every setting in it in force, but the rules that exclude each other."""
    return re.sub(r"^#(?=\[|\w+ = )", "", EXAMPLE.read_text(), flags=re.MULTILINE)


def test_the_example_loads_as_it_stands_and_changes_nothing() -> None:
    example, none = config.load(EXAMPLE, environ=ENV), config.load(environ=ENV)
    assert none.file is None
    for name in set(vars(example)) - {"file"}:
        assert getattr(example, name) == getattr(none, name), name
    assert none.poll == Poll()


def test_the_example_holds_every_setting_with_its_default() -> None:
    example: dict[str, Any] = tomllib.loads(switched_on())
    tables = {
        **example,
        "": example,
        "profiles": example["profiles"]["acme"],
        "alerts": example["alerts"][0],
    }
    for table, settings in SETTINGS.items():
        assert set(tables[table]) - set(tables) == {setting.name for setting in settings} - set(tables), table
        for setting in settings:
            assert setting.name in tables[table], f"[{table}] {setting.name}"
            if setting.default is not None:
                assert tables[table][setting.name] == setting.default, f"[{table}] {setting.name}"


def test_every_value_in_the_example_is_allowed() -> None:
    example: dict[str, Any] = tomllib.loads(switched_on())
    for table, settings in SETTINGS.items():
        place = example if not table else example[table]
        for setting in settings:
            inner = {"profiles": lambda t: t["acme"], "alerts": lambda t: t[0]}.get(table, lambda t: t)(place)
            setting.kind.read(inner[setting.name])


def test_every_setting_of_the_example_stands_under_a_comment() -> None:
    above = ""
    for line in EXAMPLE.read_text().splitlines():
        if re.match(r"#?\w+ = ", line):
            assert above.startswith("# ") or re.match(r"#?\w+ = ", above), line
        above = line


def test_a_window_may_be_today_or_the_shift(write: Write) -> None:
    path = write('[poll]\nwindow = "shift"\n[view]\nshift = "05:30"\ntimezone = "Europe/Berlin"\n')
    found = config.load(path, environ=ENV)
    assert found.poll.window == Daily(time(5, 30), ZoneInfo("Europe/Berlin")) == found.dailies["shift"]
    today = config.load(path, environ=ENV, overrides={"window": "today"})
    assert today.poll.window == Daily(time(), ZoneInfo("Europe/Berlin")) == found.dailies["today"]
    assert config.load(path, environ=ENV, overrides={"window": 900}).poll.window == 900


def test_without_any_account_it_says_how_to_set_one_up(home: Path) -> None:
    with pytest.raises(NoAccount) as caught:
        config.load(environ={})
    for word in ("affiliate_id", "DIALER_TUI_AFFILIATE_KEY", str(home), "dialer-tui demo"):
        assert word in str(caught.value)


def test_a_file_or_a_profile_still_to_be_written_is_named_with_the_command_that_does(
    write: Write, home: Path, tmp_path: Path
) -> None:
    place, empty = tmp_path / "my new.toml", tmp_path / "empty.toml"
    empty.write_text('profile = "zeta"\n')
    default = home / ".config" / "dialer-tui" / "config.toml"
    for path, profile, words in (
        (place, None, f"{place}: there is no such file; to set one up there: “dialer-tui init --config '{place}'”"),
        (place, "new", f"“dialer-tui init --config '{place}' --profile new”"),
        (None, "new", f"{default}: there is no profile new; to set it up: “dialer-tui init --profile new”"),
        (empty, None, f"{empty}, line 1: there is no profile zeta; to set it up: “dialer-tui init --config"),
        (write("[view]\n"), None, f"run “dialer-tui init --config {tmp_path / 'config.toml'}”, or write"),
    ):
        with pytest.raises(NoAccount) as caught:
            config.load(path, profile, {})
        assert words in str(caught.value)
    with pytest.raises(NoAccount):
        config.load(place, environ=ENV)
    whole = {"url": "http://127.0.0.1/", "affiliate_id": ID, "affiliate_key": KEY}
    assert config.load(place, environ={}, overrides=whole).file is None


def test_the_environment_alone_is_enough_and_needs_no_profile(write: Write) -> None:
    path = write('profile = "acme"\n' + ACME + 'campaigns = ["1111"]\n')
    settings = config.load(path, environ=ENV)
    assert (settings.profile, settings.url, settings.scope) == ("", "https://env.example/", Scope())
    assert settings.sources["url"] == "DIALER_TUI_URL"


def test_option_over_environment_over_profile_over_default(write: Write) -> None:
    path = write(ACME + 'campaigns = [1111]\nown = true\n[poll]\ninterval = "9s"\n')
    plain = config.load(path, environ={})
    assert (plain.profile, plain.url, plain.poll) == ("acme", "https://acme.example/", Poll(interval=9))
    assert plain.scope == Scope(campaigns=("1111",), own=True)
    assert plain.sources["affiliate_key"] == f"{path}, line 4"
    url = {"DIALER_TUI_URL": "https://env.example/"}
    assert config.load(path, environ=url).url == "https://env.example/"
    options = {"url": "https://option.example/", "interval": 7, "campaigns": ("2",)}
    given = config.load(path, environ=url, overrides=options)
    assert (given.url, given.poll.interval, given.scope.campaigns) == ("https://option.example/", 7, ("2",))
    assert given.affiliate_id == ID


def test_an_empty_variable_says_nothing(write: Write) -> None:
    assert config.load(write(ACME), environ={"DIALER_TUI_URL": ""}).url == "https://acme.example/"


def test_the_default_url_is_the_documents(write: Write) -> None:
    path = write(ACME.replace('url = "https://acme.example/"\n', ""))
    assert config.load(path, environ={}).url == "https://api.infocu5.com/dialer/"


def test_the_file_comes_from_the_environment_or_the_config_folder(write: Write, home: Path) -> None:
    assert config.load(environ={"DIALER_TUI_CONFIG": str(write(ACME))}).profile == "acme"
    place = config.default_file()
    assert place.is_relative_to(home)
    place.parent.mkdir(parents=True)
    place.write_text(ACME.replace("acme", "homely"))
    assert config.load(environ={}).profile == "homely"


def test_profiles_are_chosen_by_name_then_default_then_when_alone(write: Write) -> None:
    two = ACME + ACME.replace("profiles.acme", "profiles.zeta")
    assert "several profiles (acme, zeta)" in complaint(write(two))
    path = write('profile = "zeta"\n' + two)
    assert config.load(path, environ={}).profile == "zeta"
    assert config.load(path, "acme", {}).profile == "acme"
    assert config.load(path, "acme", ENV).profile == "acme"
    said = complaint(path, profile="acne")
    assert "there is no profile acne, did you mean acme?; profiles in this file: acme, zeta; to set it up: “" in said
    assert "line 1: there is no profile zetta" in complaint(write('profile = "zetta"\n' + two))


def test_the_key_is_in_no_repr(write: Write) -> None:
    assert KEY not in repr(config.load(write(ACME), environ={}))


@pytest.mark.parametrize(
    ("text", "line", "words"),
    [
        ("[poll]\n\nintervall = 3\n", 3, ["[poll] there is no setting intervall", "did you mean interval?", "window"]),
        ("# a\u2028b\x85c\n[poll]\nintervall = 3 # \u2029\n", 3, ["there is no setting intervall"]),
        ('# a\u2028b\n[poll]\ninterval = """\u2028\n', 3, ["this is not TOML"]),
        ("\n[pol]\n", 2, ["there is no table pol", "did you mean poll?"]),
        ("wibble = 1\n", 1, ["there is no setting wibble", "profile", "[profiles.NAME]", "[[alerts]]", "[keys]"]),
        ("[view]\ninterval = 3\n", 2, ["[view] there is no setting interval here; it belongs to [poll]"]),
        ('[poll]\ninterval = "0s"\n', 2, ['[poll] interval = "0s" is not allowed', "from 1s to 1h"]),
        ('[poll]\nwindow = "32d"\n', 2, ["from 1m to 31d"]),
        ("[poll]\nwindow = true\n", 2, ["window = true", "a length of time"]),
        ('[poll]\nwindow = "todday"\n', 2, ["did you mean today?", 'or "today" or "shift"']),
        ("[poll]\nrecords_per_minute = 1.5\n", 2, ["records_per_minute = 1.5", "a whole number from"]),
        ('[view]\ntimezone = "Europe/Belrin"\n', 2, ["did you mean Europe/Berlin?"]),
        ('[view]\nglyphs = "asci"\n', 2, ["did you mean ascii?", '"unicode" or "ascii"']),
        ('[view]\nmask = "yes"\n', 2, ['mask = "yes"', "true or false"]),
        ('[view]\nshift = "25:00"\n', 2, ['shift = "25:00"', '"00:00" to "23:59"']),
        ("[figures]\nservice_level_target = 80\n", 2, ["a number from 0 to 1"]),
        ("[figures]\nservice_level_target = nan\n", 2, ["a number from 0 to 1"]),
        ("[figures]\nnot_agents = [true]\n", 2, ["a list of texts"]),
        ("[poll]\ninterval = \n", 2, ["this is not TOML"]),
        ('[poll]\ninterval = """\n', 2, ["this is not TOML"]),
        ("poll = 3\n", 1, ["poll is a table", "write [poll]"]),
        ("[profiles]\nacme = 3\n", 2, ["profiles.acme is a table"]),
        (ACME + "affiliate_kye = 3\n", 5, ["[profiles.acme] there is no setting affiliate_kye"]),
        (ACME + 'affiliate_key_command = "x"\n', 5, ["both affiliate_key and affiliate_key_command"]),
        (f'[profiles.a]\naffiliate_key = ["{KEY}"]\n', 2, ["affiliate_key is not allowed", "a text in quotes"]),
        ('[[alerts]]\nfor = "2m"\n', 1, ["[[alerts]] number 1 has no name"]),
        ('[[alerts]]\nname = "a"\nstate = "STALE"\n[[alerts]]\nname = "b"\n', 4, ["number 2 needs exactly one of"]),
        ('[[alerts]]\nname = "a"\nfigure = "asa"\n', 1, ["exactly one of above and below"]),
        ('[[alerts]]\nname = "a"\nstate = "STALE"\nabove = 3\n', 1, ["has above, which goes with a figure"]),
        ('[[alerts]]\nname = "a"\nstate = "STALLED"\n', 3, ["[[alerts]] state", "did you mean STALE?"]),
        ("[alerts]\n", 1, ["write [[alerts]]"]),
        (RULE + 'figure = "longest_wiat"\nabove = 3\n', 3, ["is no figure, did you mean longest_wait?", "figures: "]),
        (RULE + 'figure = "listed_after_p95"\nabove = 3\n', 3, ["is no figure"]),
        (RULE + 'figure = "service_level"\nbelow = 80\n', 4, ["below = 80", "is no ratio", "80 % is 0.8"]),
        (RULE + 'figure = "asa"\nbelow = -1\n', 4, ["below = -1", "is below nothing"]),
        (RULE + 'figure = "asa"\nabove = 60\nclear = 61\n', 5, ["still stands", "a number up to 60"]),
        (RULE + 'figure = "asa"\nbelow = 60\nclear = 59\n', 5, ["still stands", "a number from 60 on"]),
        (RULE + 'calls = "x"\nat_least = 3\nclear = 3\n', 5, ["still stands", "a number below 3"]),
        (RULE + 'state = "STALE"\nclear = 3\n', 4, ["a state ends by itself"]),
        (RULE + 'calls = "queu>60"\n', 3, ["at character 1: queu is no field; queue?", "allowed there: agent,"]),
        (RULE + 'calls = "agent:lee (queue>60"\n', 3, ["is no filter, at character"]),
        (RULE + 'calls = "not (x or is:new)"\n', 3, ["is:new is a mark", "listed>-5m"]),
        (RULE + 'calls = "x"\ncampaign = "1"\n', 4, ["campaign", "goes with a figure"]),
        (RULE + 'figure = "asa"\nabove = 3\nlist = "1"\nagent = "2"\n', 6, ["does not go with list"]),
        (RULE + 'state = "STALE"\n' + RULE + 'state = "STALE"\n', 5, ["the name of another rule"]),
        ("[keys]\nquit = 3\n", 2, ["[keys] quit = 3 is not allowed", "a key"]),
        ('[api]\nca_file = "/nowhere/ca.pem"\n', 2, ["/nowhere/ca.pem cannot be read: No such file"]),
    ],
)
def test_what_is_wrong_is_told_with_its_line(write: Write, text: str, line: int, words: list[str]) -> None:
    path = write(text)
    said = complaint(path, ENV)
    assert said.startswith(f"{path}, line {line}: "), said
    for word in words:
        assert word in said


def test_a_file_that_cannot_be_read_is_told(write: Write, tmp_path: Path) -> None:
    assert "cannot be read: Is a directory" in complaint(tmp_path)
    assert "line 2: this is not UTF-8" in complaint(write(b"# x\n# \xff\n"))
    assert "nested too deeply" in complaint(write("poll = " + "[" * 5_000))
    assert "nested too deeply" in complaint(write("poll = " + "{a = " * 5_000))


def test_rules_of_alerts_that_are_right_are_taken(write: Write) -> None:
    filters = ('calls = "is:unanswered listed>-5m"', "calls = 'campaign=1111 (talk:unknown or agent:none)'")
    figures = ('figure = "service_level"\nbelow = 0.5\nclear = 0.6\nlist = "1"', 'figure = "calls"\nabove = 900')
    kinds = (*filters, *figures, 'state = "REFUSED"')
    path = write("".join(f'[[alerts]]\nname = "{n}"\n{kind}\n' for n, kind in enumerate(kinds)))
    assert len(config.load(path, environ=ENV).alerts) == len(kinds)


def test_a_byte_order_mark_and_windows_line_ends_are_fine(write: Write) -> None:
    path = write(b"\xef\xbb\xbf" + ACME.replace("\n", "\r\n").encode())
    assert config.load(path, environ={}).profile == "acme"


def test_rules_and_keys_keep_their_shape(write: Write) -> None:
    path = write('[[alerts]]\nname = "q"\ncalls = "smith"\nfor = "90s"\n[keys]\nquit = ["q", "x"]\nhelp = "?"\n')
    settings = config.load(path, environ=ENV)
    assert [(rule["name"], rule["for"], rule["at_least"]) for rule in settings.alerts] == [("q", 90, 1)]
    assert settings.keys == {"quit": ("q", "x"), "help": ("?",)}


def test_values_arrive_in_their_final_form(write: Write) -> None:
    path = write(
        '[view]\ntimezone = "Asia/Tokyo"\nshift = "07:30"\nmask = true\n[figures]\nanswer_within = "1m"\n'
        '[api]\ncall_date = "end"\nca_file = "ca.pem"\n'
    )
    (path.parent / "ca.pem").write_text("x")
    settings = config.load(path, environ=ENV)
    assert settings.timezone == ZoneInfo("Asia/Tokyo")
    assert (settings.shift, settings.mask, settings.dated_at_end) == (time(7, 30), True, True)
    assert settings.figures.answer_within == 60
    assert settings.ca_file == str(path.parent / "ca.pem")


@pytest.mark.parametrize(("mode", "warned"), [(0o600, False), (0o400, False), (0o640, True), (0o604, True)])
def test_a_key_that_others_may_read_is_warned_of(write: Write, mode: int, warned: bool) -> None:
    path = write(ACME, mode)
    said = config.load(path, environ={}).warnings
    assert bool(said) == warned
    assert all(f"chmod 600 {path}" in sentence for sentence in said)


def test_a_file_without_a_key_may_be_read_by_all(write: Write) -> None:
    assert not config.load(write("[poll]\n", 0o644), environ=ENV).warnings


def with_command(program: str) -> str:
    command = shlex.join([sys.executable, "-c", program])
    return ACME.replace(f'affiliate_key = "{KEY}"', f"affiliate_key_command = '''{command}'''")


def test_the_key_is_a_commands_first_line(write: Write) -> None:
    path = write(with_command(f'print(" {KEY} "); print("second")'))
    settings = config.load(path, environ={})
    assert (settings.affiliate_key, settings.sources["affiliate_key"]) == (KEY, f"{path}, line 4")


def test_a_command_runs_without_a_shell_and_only_when_needed(write: Write, tmp_path: Path) -> None:
    path = write(with_command(f'open("{tmp_path}/ran", "w"); print("$HOME;")'))
    config.load(path, environ={"DIALER_TUI_AFFILIATE_KEY": KEY})
    assert not (tmp_path / "ran").exists()
    assert config.load(path, environ={}).affiliate_key == "$HOME;"


@pytest.mark.parametrize(
    ("program", "words"),
    [
        (f'print("{KEY}"); raise SystemExit(3)', "failed with exit code 3"),
        ("import os; os.kill(os.getpid(), 9)", "failed with signal 9"),
        ("print()", "printed no key on its first line"),
        ("", "printed no key on its first line"),
    ],
)
def test_a_command_that_fails_is_told_in_words(write: Write, program: str, words: str) -> None:
    path = write(with_command(program))
    said = complaint(path)
    assert said.startswith(f"{path}, line 4: affiliate_key_command")
    assert words in said


def test_what_a_command_says_on_stderr_is_not_shown(write: Write, capfd: pytest.CaptureFixture[str]) -> None:
    said = complaint(write(with_command(f'import sys; sys.stderr.write("{KEY}"); raise SystemExit(1)')))
    assert said.endswith("failed with exit code 1; run it by hand to see why")
    assert capfd.readouterr() == ("", "")


def test_a_command_that_is_not_there_hangs_or_cannot_be_split(write: Write, monkeypatch: pytest.MonkeyPatch) -> None:
    key = f'affiliate_key = "{KEY}"'
    path = write(ACME.replace(key, 'affiliate_key_command = "/nowhere/key"'))
    assert "/nowhere/key cannot be run: No such file" in complaint(path)
    assert "cannot be split" in complaint(write(ACME.replace(key, 'affiliate_key_command = "a \'b"')))
    monkeypatch.setattr(account, "COMMAND_LIMIT", 0.2)
    assert "did not end within" in complaint(write(with_command("import time; time.sleep(30)")))
