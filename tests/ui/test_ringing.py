"""What is sent the terminal for an alert, byte by byte, for each terminal and whatever stands between."""

from __future__ import annotations

from collections.abc import Mapping

import pytest
from msgspec.structs import replace

from dialer_tui.floor.alertrules import Rule
from dialer_tui.floor.alerts import Event, Finding
from dialer_tui.floor.figures import BY_NAME
from dialer_tui.ui.ringing import ring

WAIT = Rule("fire", BY_NAME["longest_wait"], True, 600.0, 540.0, bell=True, notify=True)
FOUND = Finding(761.0, 40, True, False)
NINE = "\x1b]9;dialer-tui: fire: longest wait 12:41, above 10:00\x07"
SEVEN = "\x1b]777;notify;dialer-tui;fire: longest wait 12:41, above 10:00\x07"


def event(rule: Rule = WAIT, found: Finding = FOUND, **how: object) -> Event:
    return Event(**{"rule": rule, "state": "raised", "found": found, "at": 0.0, **how})  # type: ignore[arg-type]


def through_tmux(plain: str) -> str:
    """tmux hands on what stands between these, each escape of it doubled."""
    return "\x1bPtmux;" + plain.replace("\x1b", "\x1b\x1b") + "\x1b\\"


def through_screen(plain: str) -> str:
    return f"\x1bP{plain}\x1b\\"


@pytest.mark.parametrize(
    ("environ", "sent"),
    [
        ({"TERM": "xterm-256color"}, NINE),
        ({"TERM": "xterm-kitty"}, NINE),
        ({"TERM": "rxvt-unicode-256color"}, SEVEN),
        ({"TERM": "foot"}, SEVEN),
        ({"TERM": "xterm-256color", "VTE_VERSION": "7200"}, SEVEN),
        ({"TERM": "tmux-256color", "TMUX": "/tmp/tmux-1/default,1,0"}, NINE + through_tmux(NINE)),
        ({"TERM": "tmux-256color"}, NINE + through_tmux(NINE)),
        ({"TERM": "screen", "STY": "1.tty"}, through_screen(NINE)),
        ({"TERM": "screen-256color"}, NINE + through_screen(NINE)),
    ],
)
def test_a_notification_in_the_words_of_each_terminal_and_through_what_stands_between(
    environ: Mapping[str, str], sent: str
) -> None:
    assert ring([event(replace(WAIT, bell=False))], environ) == sent
    assert ring([event()], environ) == "\x07" + sent
    assert ring([event(replace(WAIT, notify=False))], environ) == "\x07", "a bell needs no passage"


def test_nothing_is_sent_for_what_is_over_hushed_or_not_to_be_rung() -> None:
    quiet = replace(WAIT, bell=False, notify=False)
    assert ring([event(state="cleared"), event(rings=False), event(quiet)], {}) == ""


def test_two_rules_ring_each_for_itself_in_one_write() -> None:
    other = Rule("old", state="STALE", notify=True)
    sent = ring([event(), event(other, Finding("OFFLINE", None, True, False))], {})
    assert sent == f"\x07{NINE}\x1b]9;dialer-tui: old: the data is OFFLINE\x07"


@pytest.mark.parametrize(
    "name",
    ["a\x07b\x1b]52;c;x\x07", "4;1;red\x1b\\", "x" * 500, "\u202eevil\u200b", "日本語" * 99],
    ids=["escapes", "a number first", "long", "bidirectional", "wide"],
)
def test_a_rules_name_breaks_out_of_no_sequence_and_makes_none_too_long(name: str) -> None:
    for environ in ({"TERM": "xterm"}, {"TERM": "foot"}, {"TMUX": "1"}, {"STY": "1"}):
        sent = ring([event(replace(WAIT, name=name, bell=False))], environ)
        many = 2 if "TMUX" in environ else 1
        assert sent.count("\x07") == many
        assert sent.count("]9;") + sent.count("]777;") == many
        assert "\x1b]52" not in sent
        assert all(part.isprintable() for part in sent.replace("\x1b", "").split("\x07"))
        assert len(sent) < 764


def test_the_rules_value_is_said_at_least_where_not_all_was_had() -> None:
    partly = Finding(761.0, 40, True, False, at_least=True)
    assert "longest wait at least 12:41" in ring([event(found=partly)], {})
