"""The keys: their names, what `[keys]` changes, the palette of all of them."""

from __future__ import annotations

import re
import string
from pathlib import Path

import pytest
from textual import events
from textual.keys import _character_to_key  # what the bindings are compared with

from dialer_tui.config import ConfigError, Settings
from dialer_tui.ui import keynames
from dialer_tui.ui.app import Console
from dialer_tui.ui.driver import PasteParser
from dialer_tui.ui.keymap import Keymap, keymap
from dialer_tui.ui.keys import KEYS, PANES, TYPED, Place
from dialer_tui.ui.tapekeys import ALONE
from tests.conftest import Dialer, Opened
from tests.ui import fakes
from tests.ui.seat import NARROW, WIDE, Seat, seated
from tests.ui.terminal import ESC


def with_keys(tmp_path: Path, *lines: str) -> Settings:
    """Settings from a file with these lines under [keys], which is its first."""
    path = tmp_path / "config.toml"
    path.write_text("\n".join(["[keys]", *lines, ""]))
    return fakes.settings(DIALER_TUI_CONFIG=str(path))


# --- names --------------------------------------------------------------------------------------------------


def test_characters_have_the_names_textual_gives_them() -> None:
    for char in string.ascii_letters + string.digits + string.punctuation + "üñЖ€§":
        name = keynames.read(char)
        assert name == (_character_to_key(char), char)
        assert keynames.types(name.textual)


@pytest.mark.parametrize(
    ("word", "textual", "shown"),
    [
        ("Enter", "enter", "enter"),
        ("pageup", "pageup", "pgup"),
        ("pgdn", "pagedown", "pgdn"),
        ("Esc", "escape", "esc"),
        ("left", "left", "←"),
        ("→", "right", "→"),
        ("F12", "f12", "f12"),
        ("Ctrl+K", "ctrl+k", "ctrl+k"),
        ("alt+1", "alt+1", "alt+1"),
        ("shift+down", "shift+down", "shift+↓"),
    ],
)
def test_keys_by_name(word: str, textual: str, shown: str) -> None:
    assert keynames.read(word) == (textual, shown)
    assert not keynames.types(textual)


@pytest.mark.parametrize(
    ("word", "why"),
    [
        ("ctrl+m", "same for it as for enter"),
        ("ctrl+i", "same for it as for tab"),
        ("Ctrl+[", "same for it as for esc"),
        ("ctrl+enter", "terminals cannot send it"),
        ("ctrl+1", "terminals cannot send it"),
        ("ctrl+shift+a", "terminals cannot send it"),
        ("shift+enter", "terminals cannot send it"),
        ("super+a", "terminals cannot send it"),
        ("shift+a", "that is A"),
        ("pagup", "did you mean pageup?"),
        ("f13", "there is no such key"),
        ("\x07", "there is no such key"),
    ],
)
def test_keys_that_never_arrive_are_refused_with_the_reason(word: str, why: str) -> None:
    with pytest.raises(keynames.NoKey, match=why.replace("?", r"\?")):
        keynames.read(word)


def test_every_key_of_the_table_can_be_written_under_keys() -> None:
    for key in (*KEYS, *ALONE):
        if key.keys:
            assert keynames.read(key.shown).textual == key.keys.split(",")[0]
            assert keynames.read(key.shown).shown == key.shown


def test_every_place_can_be_left_and_nothing_typed_is_a_key() -> None:
    for place in (*PANES, *TYPED, "details", "help"):
        ids = {key.id for key in KEYS if place in key.where}
        assert {"back", "interrupt", "suspend", "repaint"} <= ids
    for key in KEYS:
        if set(key.where) & set(TYPED):
            assert not any(keynames.types(name) for name in key.keys.split(","))


# --- [keys] -------------------------------------------------------------------------------------------------


def test_several_keys_for_one_action(tmp_path: Path) -> None:
    settings = with_keys(tmp_path, 'filter = "g,ctrl+g"', 'quit = [",", "X"]')
    assert settings.keys == {"filter": ("g", "ctrl+g"), "quit": (",", "X")}
    bound = {key.id: key.keys for key in keymap(settings).keys}
    assert (bound["filter"], bound["quit"], bound["help"]) == ("g,ctrl+g", "comma,X", "question_mark")


@pytest.mark.parametrize(
    ("lines", "at", "words"),
    [
        (['filtre = "f"'], 2, ["there is no action filtre", "did you mean filter?", "actions: filter, open"]),
        (['quit = "x"', 'help = "ctrl+m"'], 3, ['help = "ctrl+m"', "same for it as for enter", "allowed"]),
        (['refresh = "n"'], 2, ['refresh = "n"', "that key is next_new already (calls)", "another key"]),
        (['zoom = "x"', 'refresh = "x"'], 2, ['zoom = "x"', "refresh already", "calls, agents, campaigns"]),
        (['keep = "k"'], 2, ['keep = "k"', "while a text is typed", "character of the text"]),
        (['interrupt = "space"'], 2, ["while a text is typed"]),
    ],
)
def test_what_is_wrong_under_keys_is_told_with_its_line(
    tmp_path: Path, lines: list[str], at: int, words: list[str]
) -> None:
    with pytest.raises(ConfigError) as caught:
        keymap(with_keys(tmp_path, *lines))
    assert str(caught.value).startswith(f"{tmp_path / 'config.toml'}, line {at}: [keys] ")
    for word in words:
        assert word in str(caught.value)


def test_the_example_names_every_action_with_its_key() -> None:
    text = (Path(__file__).parents[2] / "config.example.toml").read_text().partition("\n[keys]\n")[2]
    told = dict(re.findall(r'^#(\w+) = "(.*)"$', text, re.MULTILINE))
    assert list(told) == [key.id for key in (*KEYS, *ALONE)]
    for key in (*KEYS, *ALONE):
        assert (keynames.read(told[key.id]).shown if told[key.id] else "") == key.shown, key.id


def test_the_keys_of_a_recording_are_changed_too_and_its_pause_is_the_floors(tmp_path: Path) -> None:
    settings = with_keys(tmp_path, 'moment = "G"', 'pause = "f5"', 'filter = "g"')
    bound = {key.id: (key.keys, key.action) for key in keymap(settings, replay=True).keys}
    assert bound["moment"] == ("G", "moment")
    assert bound["pause"] == ("f5", "tape('pause')")
    assert {key.id: key.keys for key in keymap(settings).keys}["pause"] == "f5"
    with pytest.raises(ConfigError, match='"g": that key is moment already'):
        keymap(with_keys(tmp_path, 'filter = "g"'), replay=True)


def test_two_actions_may_change_their_keys_with_each_other(tmp_path: Path) -> None:
    found = keymap(with_keys(tmp_path, 'quit = "r"', 'refresh = "q"'))
    assert (found.shown("quit"), found.shown("refresh")) == ("r", "q")


async def test_footer_help_palette_and_hints_follow_changed_keys(tmp_path: Path) -> None:
    changed = ('filter = "f5"', 'refresh = "ctrl+t"', 'back = "ctrl+g"', 'keep = "f2"', 'help = "H"', 'up = "k"')
    with pytest.raises(ConfigError, match="while a text is typed"):
        keymap(with_keys(tmp_path, *changed))
    async with seated(settings=with_keys(tmp_path, *changed[:-1])) as seat:
        assert "f5 filter" in seat.lines[-1]
        await seat.press("slash", "r")
        assert seat.app.main.place == "calls"
        assert seat.feed.refreshed == 0
        await seat.press("ctrl+t", "f5", *"zzz")
        assert seat.feed.refreshed == 1
        assert "f2 keep · ctrl+g off" in seat.lines[-1]
        assert "ctrl+g takes the filter off" in seat.text
        await seat.press("ctrl+g", "enter")
        assert "ctrl+g back" in seat.text
        await seat.press("ctrl+g", "H")
        assert "Help · calls" in seat.text
        assert seat.lines[seat.line("ask the API again now")].split("│")[2].split()[0] == "ctrl+t"
        await seat.press("ctrl+g", "ctrl+p", *"again")
        assert "ctrl+t   refresh" in seat.text
        await seat.press("ctrl+g")
        seat.feed.standing = fakes.status("OFFLINE", age=87)
        seat.app.tick()
        await seat.pilot.pause()
        assert "ctrl+t tries now" in seat.lines[0]


def test_a_wrong_key_ends_the_console_before_it_takes_the_screen(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="ctrl\\+m"):
        Console(fakes.FakeFeed(), with_keys(tmp_path, 'quit = "ctrl+m"'))  # type: ignore[arg-type]


# --- the palette --------------------------------------------------------------------------------------------


@pytest.mark.parametrize("place", [*PANES, "details", "help"])
def test_the_palette_has_every_action_but_those_of_typing(place: Place) -> None:
    commands = Keymap().commands(place)
    typing = {key.id for key in KEYS if set(key.where) <= {*TYPED}}
    elsewhere = {key.id for key in KEYS if place not in key.where and not set(key.where) & set(PANES)}
    assert {key.id for key in commands} == {key.id for key in KEYS} - typing - elsewhere - {"palette"}
    works = [place in key.where for key in commands]
    assert works == sorted(works, reverse=True)
    assert commands[0].action not in ("quit", "interrupt", "suspend")  # enter alone does no harm


async def press_in_palette(seat: Seat, *words: str) -> None:
    await seat.press("ctrl+p")
    await seat.press(*" ".join(words), "enter")


@pytest.mark.parametrize("size", [WIDE, NARROW])
async def test_an_action_is_found_by_its_words_and_done(size: tuple[int, int]) -> None:
    async with seated(size) as seat:
        await press_in_palette(seat, "last row")
        assert seat.under_cursor == "C100"
        await press_in_palette(seat, "ask", "again")
        assert seat.feed.refreshed == 1
        await press_in_palette(seat, "agents")
        assert seat.app.main.place == "agents"
        await seat.press("ctrl+p", *"no such thing", "enter")
        assert "No action has these words." in seat.text
        await seat.press("ctrl+u", "escape")
        assert seat.app.main.place == "agents"


async def test_an_action_of_another_pane_is_done_there() -> None:
    async with seated() as seat:
        await seat.say(fakes.new(500), fakes.new(501, at=fakes.NOW + 1))
        await seat.press("3", "ctrl+p")
        await seat.press(*"next new")
        assert "next new" in seat.text
        await seat.press("enter")
        assert seat.app.main.place == "calls"
        assert seat.under_cursor == "C500"
        await seat.press("enter")
        await press_in_palette(seat, "open the branch")
        assert (seat.app.main.place, seat.app.main.details.opened) == ("campaigns", False)
        assert "▾ Spring Sale" in seat.text


async def test_the_palette_keeps_its_size_and_its_cursor_in_sight() -> None:
    async with seated(NARROW) as seat:
        await seat.press("ctrl+p")
        corners = [line.find("╮") for line in seat.lines], len(seat.lines)
        commands = seat.app.main.commands
        many = len(commands._found)
        assert many > commands.page
        for _ in range(many + 2):
            assert commands.chosen is not None
            assert commands.chosen.help[:30] in seat.text
            await seat.press("down")
        assert commands.cursor == many - 1
        await seat.press("pageup", "pageup", "pageup", "pageup")
        assert commands.cursor == 0
        await seat.press(*"zoom")
        assert ([line.find("╮") for line in seat.lines], len(seat.lines)) == corners
        await seat.press("backspace", "ctrl+w", "x", "left", "delete", "home", "end")
        assert len(commands._found) == many


async def test_the_palette_over_details_goes_back_to_them() -> None:
    async with seated() as seat:
        await seat.press("down", "enter", "ctrl+p")
        await seat.say(fakes.new(500))
        assert "All keys" in seat.text
        assert seat.text.count("╰") == 3  # two panes' and the palette's: nothing looks out beside it
        await seat.press("escape")
        assert "All keys" not in seat.text
        assert seat.app.main.place == "details"
        assert "Call C2 · 3 of 101" in seat.text
        await press_in_palette(seat, "one row down")
        assert "Call C3 · 4 of 101" in seat.text


@pytest.mark.parametrize("size", [(60, 15), (40, 10), (20, 5), (3, 3), (1, 1)])
async def test_the_palette_fits_any_screen(size: tuple[int, int]) -> None:
    async with seated(size) as seat:
        await seat.press("ctrl+p", *"re", "down", "down")
        strips = seat.app.screen._compositor.render_strips()
        assert {strip.cell_length for strip in strips} == {size[0]}
        await seat.pilot.resize_terminal(80, 24)
        await seat.pilot.pause()
        assert "> re" in seat.text


async def test_other_colours_from_the_palette_reach_every_line() -> None:
    async with seated() as seat:
        for name, ground in (("light", "#eeeeee"), ("dark colours", "#121212")):
            await press_in_palette(seat, name)
            await seat.pilot.pause()
            strips = seat.app.screen._compositor.render_strips()
            grounds = {
                s.style.bgcolor.get_truecolor().hex for strip in strips for s in strip if s.style and s.style.bgcolor
            }
            assert ground in grounds
            assert len(grounds) == 2, grounds  # the ground, and the cursor's line


# --- footer and mouse ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("place", [*PANES, "details", "help"])
@pytest.mark.parametrize("width", [1, 20, 60, 80, 119, 120, 240])
async def test_the_footer_never_cuts_a_word(place: Place, width: int) -> None:
    async with seated((width, 24)) as seat:
        seat.app.main._go(place)
        await seat.pilot.pause()
        footer = seat.app.main.footer
        line = seat.lines[-1][: footer.size.width]
        assert width == 1 or line[-1:] in ("", " ")
        line = line.rstrip()
        words = [f"{key.shown} {key.word}" for key in Keymap().footer(place) if not (key.id == "zoom" and width < 120)]
        shown = [word for word in line.strip().split("  ") if word]
        assert set(shown) <= set(words)
        if width >= 60:
            assert shown[0] == words[0]


async def test_the_mouse_picks_opens_scrolls_and_focuses() -> None:
    async with seated() as seat:
        await seat.pilot.click(offset=(60, seat.line("Contact 5 ")))
        assert seat.under_cursor == "C5"
        await seat.pilot.click(offset=(60, seat.line("Contact 8 ")), times=2)
        await seat.pilot.pause()
        assert "Call C8 " in seat.text
        await seat.press("escape")
        await seat.pilot.click(offset=(5, 0 + 1))
        assert seat.app.main.place == "campaigns"
        await seat.pilot.click(offset=(5, seat.line("Renewals")))
        assert seat.app.main.campaigns.cursor == 1
        await seat.pilot._post_mouse_events([events.MouseScrollDown], offset=(60, 10))
        assert seat.app.main.calls.top == 3
        await seat.pilot.click(offset=(seat.lines[-1].index("? help"), 35))
        await seat.pilot.pause()
        assert "Help · campaigns" in seat.text


async def test_a_click_on_a_tab_shows_its_pane() -> None:
    async with seated(NARROW) as seat:
        for name in ("Agents", "Campaigns", "Calls"):
            await seat.pilot.click(offset=(seat.lines[1].index(name), 1))
            await seat.pilot.pause()
            assert seat.app.main.place == name.lower()
        await seat.pilot.click(offset=(75, 1))
        assert seat.app.main.place == "calls"


async def test_a_click_on_an_action_of_the_palette_does_it() -> None:
    async with seated() as seat:
        await seat.press("ctrl+p")
        await seat.pilot.click(offset=(40, seat.line("last row")))
        await seat.pilot.pause()
        assert seat.app.main.place == "calls"
        assert seat.under_cursor == "C100"


async def test_an_action_of_another_pane_run_from_the_palette_takes_no_filter_off() -> None:
    async with seated() as seat:
        await seat.press("f")
        assert seat.app.state.filters
        await seat.press("2", "ctrl+p", *"order", "enter")
        assert seat.app.state.filters


@pytest.mark.parametrize("char", ["2", "f", "b", "q", "Q", "?", "/", " "])
def test_a_key_behind_esc_is_two_keys_unless_alt_means_something(char: str, monkeypatch: pytest.MonkeyPatch) -> None:
    def pressed() -> list[str | None]:
        parser = PasteParser()
        return [key.character for key in [*parser.feed(f"\x1b{char}"), *parser.tick()] if isinstance(key, events.Key)]

    assert pressed() == ["\x1b", char]
    monkeypatch.setattr(PasteParser, "alts", frozenset({f"alt+{char}"}))
    if char.isalnum() and char.islower():
        assert [key.key for key in PasteParser().feed(f"\x1b{char}") if isinstance(key, events.Key)] == [f"alt+{char}"]


@pytest.mark.parametrize(("words", "typed"), [("show only the calls with", "q2"), ("save view", "q 2")])
def test_what_is_typed_right_behind_an_action_of_the_palette_is_for_that(
    opened: Opened, dialer: Dialer, words: str, typed: str
) -> None:
    terminal = opened(dialer, (120, 36))
    terminal.until(lambda text: "● LIVE" in text)
    for _ in range(3):
        terminal.send("\x10", words, "enter", typed)
        terminal.still()
        assert typed in terminal.lines[-1]
        assert "PAUSED" not in terminal.text
        terminal.send(ESC)
    assert terminal.process.isalive()
