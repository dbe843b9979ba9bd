"""The header's figures: what stands in the status line, and what gives way where there is little room."""

from __future__ import annotations

import re
from zoneinfo import ZoneInfo

from msgspec.structs import replace

from dialer_tui.floor.changes import Changes, Entry
from dialer_tui.floor.lasting import Known
from dialer_tui.floor.link import Status
from dialer_tui.floor.measured import Measured
from dialer_tui.floor.people import People
from dialer_tui.floor.tally import Rules
from dialer_tui.model import Call
from dialer_tui.ui import theme
from dialer_tui.ui.call_text import CallText
from dialer_tui.ui.headline import pieces
from dialer_tui.ui.widgets.status import Standing, status_line
from tests.ui import fakes

NOW = fakes.NOW
RULES = Rules(targets={"service_level": 0.8, "longest_wait": 120.0, "unanswered_rate": 0.05})


def call(number: int, campaign: str, queue: int, agent: str = "Ann Lee") -> Call:
    talk = 60 if agent else 0
    fields = {"campaign_id": campaign, "campaign": campaign, "type": "Inbound", "agent": agent}
    return Call(f"{campaign}{number}", int(NOW) - 1_000, total=90, queue=queue, talk=talk, handle=talk, **fields)


CALLS = [
    *[call(n, "Support", 5) for n in range(30)],
    *[call(n, "Renewals", 5 if n % 2 else 60) for n in range(12)],
    call(50, "Support", 161),
    call(51, "Support", 9, agent=""),
]


WELL = [replace(call(n, "Renewals", 5), id=f"w{n}", date=int(NOW) - 1_900) for n in range(10)]  # a quarter hour before


def line(
    cells: int,
    calls: list[Call] = CALLS,
    counters: str = "",
    counted: int | None = None,
    status: Status = fakes.LIVE,
) -> str:
    people = People()
    figures = Measured(RULES, people.key)
    figures.advance(NOW)
    figures.apply(Changes(existing=[Entry(one, NOW, NOW, False) for one in calls]))
    figures.work()
    text = CallText(ZoneInfo("UTC"), theme.UNICODE, people)
    standing = Standing("acme", 3600, counted, counters, status, 5)
    standing = replace(standing, figures=tuple(pieces(figures, text, Known(int(NOW) - 3_600, NOW))), wide=cells >= 120)
    left, right = status_line(standing, cells, theme.UNICODE)
    return "".join(part for part, _ in left) + " | " + "".join(part for part, _ in right)


def test_on_a_wide_screen_each_figure_stands_beside_its_target() -> None:
    assert line(160) == (
        " acme · last 1 h · in   SL 20 s 82 % ✓ n 44   ASA 0:16   longest wait 2:41 ▲ 13:43"
        "   unanswered 2.3 % ✓   worst Renewals 50 % ▲ since 13:30 or earlier | ● LIVE "
    )
    counted = "worst Renewals 50 % ▲ since 13:30 or earlier · 44 calls | ● LIVE "
    assert line(180, counted=44).endswith(counted), "where no pane says how many"


def test_on_a_narrow_screen_a_burning_campaign_stays() -> None:
    assert line(80) == " acme 1 h · in  SL 82 %✓  ASA 0:16  worst Renewals 50 %▲ since ≤13:30 | ● LIVE "
    assert line(70) == " acme 1 h · in  SL 82 %✓  worst Renewals 50 %▲ since ≤13:30 | ● LIVE "
    assert line(60) == " acme 1 h · in  SL 82 %✓  worst Renewals 50 %▲ | ● LIVE "
    assert line(34) == " acme 1 h · in  SL 82 %✓ | ● LIVE "
    assert line(30) == " acme 1 h | ● LIVE ", "no figure without the word that it is of inbound calls"


def test_between_them_they_are_written_shorter_rather_than_left_out() -> None:
    assert line(120) == (
        " acme · last 1 h · in  SL 82 %✓  ASA 0:16  longest 2:41▲  unans. 2.3 %✓"
        "  worst Renewals 50 %▲ since ≤13:30 | ● LIVE "
    )
    assert " · 44 calls in " not in line(120, counted=44)


def test_calls_of_long_ago_that_are_a_little_late_give_way_to_figures_and_very_late_ones_do_not() -> None:
    late = replace(fakes.LIVE, lateness=26.0, far=10_800)
    assert "since ≤13:30" in line(120, status=late)
    assert "late" not in line(120, status=late)
    assert "calls of 3 h ago up to 26 s late" in line(200, status=late)
    assert "calls of 3 h ago up to 5 m" in line(120, status=replace(late, lateness=300.0))


def test_since_when_the_worst_campaign_misses_its_target_stands_beside_it() -> None:
    assert "worst Renewals 73 % ▲ since 13:30 | " in line(160, [*CALLS, *WELL])
    assert "worst Renewals 73 %▲ since 13:30 | " in line(80, [*CALLS, *WELL])
    over = [replace(one, id=f"o{one.id}", date=one.date - 900) for one in CALLS]
    assert "worst Renewals 73 % ▲ until 13:30 | " in line(
        160, [*over, *[replace(one, date=one.date + 900) for one in WELL]]
    )
    assert "since" not in line(160, [call(n, "Support", 5) for n in range(20)]), "it meets it"
    assert "since" not in line(160, CALLS[: 30 + 9]), "too few calls"


def test_a_long_name_gives_way_to_since_when() -> None:
    calls = [call(n, "Billing & Accounts", 60) for n in range(12)]
    assert "  worst Billing & Acc… 0 %▲ since ≤13:30 | " in line(74, calls)
    assert "  worst Billing & Accounts 0 %▲ since ≤13:30 | " in line(80, calls), "where there is room it is whole"
    assert "   worst Billing & Accounts 0 % ▲ since 13:30 or earlier | " in line(170, calls)
    assert "   worst 顧客窓口顧客窓口… 0 % ▲" in line(160, [call(n, "顧客窓口" * 5, 60) for n in range(12)])


def test_without_calls_there_is_no_figure_and_few_are_neither_good_nor_bad() -> None:
    assert "SL 20 s —   ASA —   longest wait —   unanswered —" in line(160, [])
    assert "worst" not in line(160, CALLS[:9])
    assert "SL 20 s 100 % n 9 " in line(160, CALLS[:9])


def test_where_unknowns_matter_a_range_is_said() -> None:
    unknown = [Call(f"u{n}", int(NOW) - 900, type="Inbound", agent="Ann", talk=5) for n in range(6)]
    assert "SL 20 s 82 % (72–84 %) ✓ n 44" in line(200, [*CALLS, *unknown])


def test_no_line_is_longer_than_its_cells() -> None:
    for cells in range(20, 200):
        said = line(cells, counters="↑ 9 new").replace(" | ", "")
        assert len(said) <= cells
        assert not re.search(r"\S…", said)
