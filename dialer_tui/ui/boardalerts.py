"""The alerts that stand, in one line of a board: which, how bad, and since when; no name of an agent or a contact."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import msgspec

from dialer_tui.text import clean, fit, width
from dialer_tui.ui import times
from dialer_tui.ui.theme import Glyphs, Role
from dialer_tui.ui.widgets.painted import Part

if TYPE_CHECKING:
    from dialer_tui.floor.alerts import Alerts

_NAME = 40  # cells of a rule's name, at most


class Alarm(msgspec.Struct, frozen=True):
    """An alert that stands. `said`: its rule and what it measures; `since`: "since 14:02". `acked`: somebody knows."""

    name: str
    said: str
    since: str
    acked: bool = False


def standing(alerts: Alerts | None, now: float, zone: ZoneInfo) -> tuple[Alarm, ...]:
    """The alerts that are raised at a server time, the latest first; not those of which nobody wants to hear now."""
    return tuple(_standing(alerts, now, zone)) if alerts is not None else ()


def _standing(alerts: Alerts, now: float, zone: ZoneInfo) -> Iterator[Alarm]:
    from dialer_tui.ui.ringing import words  # not before there is anything to say

    for alert in alerts.raised():
        found, since = alert.found, alert.since
        if found is None or since is None or alert.snoozed(now):
            continue
        at = times.when(int(since), zone, times.day(now, zone), seconds=False)
        said = words(alert.rule, found.value, found.at_least)
        yield Alarm(clean(alert.rule.name, _NAME), said, f"since {at}", alert.acked)


def line(alarms: Sequence[Alarm], cells: int, glyphs: Glyphs) -> Part:
    """All of them as text of so many cells at most: in full, or by their names, or the first with how many more."""
    role: Role = "strong" if all(alarm.acked for alarm in alarms) else "alert"
    text = next((text for text in _forms(alarms, glyphs) if width(text) <= cells), "")
    return text or fit([*_forms(alarms, glyphs)][-1], cells, ellipsis=glyphs.ellipsis), role


def _forms(alarms: Sequence[Alarm], glyphs: Glyphs) -> Iterator[str]:
    """The ways to say it, the fullest first."""
    many, dot = len(alarms), f" {glyphs.dot} "
    mark = f"{glyphs.trouble} {f'{many} alerts' if many > 1 else 'alert'}{dot}"
    told = [f", {alarm.since}{', acked' if alarm.acked else ''}" for alarm in alarms]
    yield mark + dot.join(f"{alarm.said}{how}" for alarm, how in zip(alarms, told, strict=True))
    yield mark + dot.join(f"{alarm.name}{how}" for alarm, how in zip(alarms, told, strict=True))
    yield f"{mark}{alarms[0].name}{told[0]}"
    yield f"{mark}{alarms[0].since}, {alarms[0].name}"
