"""The console through its pilot, on a feed that says what the test wants: no clock, no network, no chance."""

from __future__ import annotations

import gc
from pathlib import Path

import pytest
from textual.geometry import Region

from dialer_tui.floor.changes import Changes
from dialer_tui.model import Agent
from dialer_tui.text import width
from dialer_tui.ui import fed
from dialer_tui.ui.widgets.painted import Painted
from tests.ui import fakes
from tests.ui.seat import NARROW, WIDE, seated

# --- what is painted ----------------------------------------------------------------------------------------


@pytest.fixture
def painted(monkeypatch: pytest.MonkeyPatch) -> list[tuple[str | None, tuple[Region, ...]]]:
    """What widgets mark to be painted again."""
    seen: list[tuple[str | None, tuple[Region, ...]]] = []
    real = Painted.refresh

    def refresh(self: Painted, *regions: Region, **how: bool) -> Painted:
        if self.on_screen:
            seen.append((self.id, regions))
        return real(self, *regions, **how)

    monkeypatch.setattr(Painted, "refresh", refresh)
    return seen


async def test_nothing_changed_nothing_painted(painted: list[tuple[str | None, tuple[Region, ...]]]) -> None:
    async with seated() as seat:
        await seat.pass_time(60)  # until no call settles any more
        painted.clear()
        seat.app.main.folded()
        seat.app.tick()
        assert painted == []
        await seat.pass_time(5)
        assert {name for name, _ in painted} == {"clock"}


async def test_a_new_row_out_of_sight_paints_title_and_foot_alone(
    painted: list[tuple[str | None, tuple[Region, ...]]],
) -> None:
    async with seated() as seat:
        await seat.press("end")
        await seat.pilot.pause()
        painted.clear()
        await seat.say(fakes.new(500, agent="Ann Lee"))
        lines = {region.y for name, regions in painted for region in regions if name == "calls"}
        assert lines == {0, 34 - 1}
        assert all(region.height == 1 for _, regions in painted for region in regions)


async def test_a_cursor_key_paints_two_rows(painted: list[tuple[str | None, tuple[Region, ...]]]) -> None:
    async with seated() as seat:
        painted.clear()
        await seat.press("down")
        (region,) = [region for name, regions in painted for region in regions if name == "calls"]
        assert (region.y, region.height) == (2, 2)


async def test_ages_step_in_one_pass_a_minute(painted: list[tuple[str | None, tuple[Region, ...]]]) -> None:
    async with seated() as seat:
        painted.clear()
        await seat.pass_time(59)
        assert "agents" not in {name for name, _ in painted}
        await seat.pass_time(1)
        assert "agents" in {name for name, _ in painted}
        assert seat.left("Ann Lee").endswith(" 1 m")


# --- agents and campaigns -----------------------------------------------------------------------------------


async def test_agents_show_everybody_of_the_list_those_without_calls_last() -> None:
    async with seated() as seat:
        await seat.say(fakes.new(500, agent="Zed Unlisted"), fakes.new(501, agent="Bob Ray", handle=200))
        names = [line[2:14].strip() for line in seat.lines[seat.line("Agents ──") + 2 :]][:5]
        assert names == ["Ann Lee", "Bob Ray", "Cy Poe", "not in the a"[:12], "Zed Unlisted"]
        assert seat.left("Ann Lee").split() == ["Ann", "Lee", "100", "1:21", "<", "1", "m"]
        assert seat.left("Cy Poe").count("—") == 3
        assert "2 of 3 with calls" in seat.text


async def test_the_agents_cursor_stays_with_its_agent() -> None:
    async with seated() as seat:
        await seat.press("2", "down", "down")
        assert seat.app.main.agents.identity(seat.app.main.agents.cursor) == "cy poe"
        many = [fakes.entry(fakes.call(600 + n, agent="Cy Poe"), new=True) for n in range(200)]
        await seat.say(Changes(new=many))
        agents = seat.app.main.agents
        assert (agents.cursor, agents.identity(agents.cursor)) == (0, "cy poe")


async def test_the_tree_is_filled_when_opened_and_keeps_its_state() -> None:
    async with seated() as seat:
        await seat.say(fakes.new(500, campaign_id="9", campaign="Old One"))
        assert "Leads A" not in seat.lines[2] + seat.lines[3] + seat.lines[4]
        await seat.press("3", "right")
        tree = [line[2:36].split() for line in seat.lines[3:8]]
        assert tree == [
            ["▾", "Spring", "Sale", "1111", "100", "100", "%✓"],
            ["▸", "Leads", "A", "111000", "100", "100", "%✓"],
            ["Leads", "B", "111001", "0", "—"],
            ["Renewals", "1112", "0", "—"],
            ["▸", "not", "in", "the", "list", "1"],
        ]
        await seat.press("down", "right", "down", "right")
        assert "Dialer North" in seat.text
        assert "leadPhone" in seat.text
        await seat.say(fakes.new(501), fakes.directory(agents=[*fakes.AGENTS, Agent("1", "Di", "Fox")]))
        assert "leadPhone" in seat.text
        assert seat.app.main.campaigns.identity(seat.app.main.campaigns.cursor)[-1] == "d D-01 0"
        await seat.press("left", "left")
        assert "leadPhone" not in seat.text
        assert seat.app.main.campaigns.cursor == 1


async def test_counts_of_the_tree_add_up_to_the_window() -> None:
    async with seated() as seat:
        strays = [fakes.new(600 + n, campaign_id=str(n % 3), campaign=f"Old {n % 3}") for n in range(9)]
        await seat.say(*strays, fakes.new(700, list_id="77", list="Odd"))
        counts = [node.calls or 0 for node in seat.app.main.campaigns._rows]
        assert sum(counts) == seat.app.state.calls == 110
        await seat.press("3", "right")
        assert "Odd (not in" in seat.text


# --- layout -------------------------------------------------------------------------------------------------


async def test_narrow_shows_one_pane_and_wide_three() -> None:
    async with seated(NARROW) as seat:
        assert seat.lines[1].startswith(" [1 Calls 100]  2 Agents 3   3 Campaigns 2")
        assert "Contact 1 " in seat.text
        await seat.press("2")
        assert "[2 Agents 3]" in seat.lines[1]
        assert "Cy Poe" in seat.text
        assert "Contact 1 " not in seat.text
        await seat.press("tab")
        assert "Renewals" in seat.text
        assert "zoom" not in seat.lines[-1]
        await seat.pilot.resize_terminal(120, 36)
        await seat.pilot.pause()
        assert "z zoom" in seat.lines[-1]
        assert all(word in seat.text for word in ("Renewals", "Cy Poe", "Contact 1 "))
        await seat.press("1", "z")
        assert "Cy Poe" not in seat.text
        assert all(word in seat.text for word in ("Listed", "Hold", "Total"))
        await seat.press("z")
        assert "Cy Poe" in seat.text
        await seat.pilot.resize_terminal(80, 24)
        await seat.pilot.pause()
        assert "zoom" not in seat.lines[-1]


@pytest.mark.parametrize("size", [(40, 10), (1, 1), (79, 23), (119, 30), (160, 50), (240, 70), (500, 120)])
async def test_any_size_draws_lines_of_its_width(size: tuple[int, int]) -> None:
    async with seated(size) as seat:
        await seat.press("down", "enter", "escape", "question_mark", "escape", "tab", "tab", "slash", "a", "escape")
        strips = seat.app.screen._compositor.render_strips()
        assert {strip.cell_length for strip in strips} == {size[0]}


# --- states and empty panes ---------------------------------------------------------------------------------


async def test_empty_panes_say_what_is_going_on() -> None:
    async with seated(empty=True) as seat:
        for word, detail, message, said in (
            ("CONNECTING", "", "", "Connecting to 127.0.0.1:9."),
            ("FILLING", "43 %", "", "Fetching the calls of the last 1 h, the newest first: 43 %."),
            ("LIVE", "", "", "No calls in the last 1 h."),
            ("OFFLINE", "next try in 12 s", "", "No answer from 127.0.0.1:9: next try in 12 s."),
            ("REFUSED", "", "Invalid ID and Transaction Key combination", "The API refused the ID and key."),
        ):
            seat.feed.standing = fakes.status(word, detail, message=message)
            seat.app.tick()
            await seat.pilot.pause()
            assert said in seat.text, word
            assert word in seat.lines[0]
        assert "It says: Invalid ID and Transaction Key combination" in seat.text
        assert fakes.SECRET not in seat.text


@pytest.mark.parametrize(
    ("message", "said"),
    [
        (
            "Cannot reach dialer.example:443: its certificate has expired: tell whoever runs the server",
            "its certificate has expired · next try in 9 s · r tries now",
        ),
        (
            "The server's answer is not JSON that can be read",
            "The server's answer is not JSON that can be read · next try in 9 s",
        ),
        ("Cannot reach anybody", "Cannot reach anybody · next try in 9 s · r tries now"),  # the API may say so, too
    ],
)
async def test_why_there_is_no_answer_stands_beside_the_word(message: str, said: str) -> None:
    async with seated((120, 36)) as seat:
        seat.feed.standing = fakes.status("OFFLINE", "next try in 9 s", age=10, message=message)
        seat.app.tick()
        await seat.pilot.pause()
        assert seat.lines[0].endswith(f"▲ OFFLINE 10 s old · {said}")


async def test_old_rows_stay_dimmed_with_the_age_beside_the_word() -> None:
    async with seated() as seat:
        row = seat.line("Contact 5 ")
        bright = seat.app.screen._compositor.render_strips()[row]
        seat.feed.standing = fakes.status("OFFLINE", "next try in 9 s", age=87)
        seat.app.tick()
        await seat.pilot.pause()
        assert "▲ OFFLINE 1 m 30 s old · next try in 9 s · r tries now" in seat.lines[0]
        dimmed = seat.app.screen._compositor.render_strips()[row]
        assert dimmed.text == bright.text
        assert dimmed != bright
        seat.feed.standing = fakes.LIVE
        seat.app.tick()
        await seat.pilot.pause()
        assert seat.app.screen._compositor.render_strips()[row] == bright


async def test_unanswered_and_no_agent_by_the_terms_of_the_figures() -> None:
    async with seated() as seat:
        none = {"talk": 0, "handle": 0}
        await seat.say(
            fakes.new(1001, agent="", **none),
            fakes.new(1002, agent="vdcl", type="INBOUND", talk=None, handle=None),
            fakes.new(1003, agent="VDAD", type="Outbound", **none),
            fakes.new(1004, agent="", talk=5),
            fakes.new(1005, agent="Ann Lee", **none),
            fakes.new(1006, queue=None, talk=None, acw=36_061),
        )
        said = {n: seat.lines[seat.line(f"Contact {n}")] for n in range(1001, 1007)}
        assert "in  — unanswered" in said[1001]
        assert "in  — unanswered" in said[1002]
        assert "out — no agent" in said[1003]
        assert "in  — no agent" in said[1004]
        assert "in  Ann Lee" in said[1005]
        assert said[1006].split()[-4:-1] == ["—", "—", "10h01"]


async def test_hostile_text_is_literal_and_columns_stay() -> None:
    names = (
        "\x1b[31mred\x1b[0m", "[/x][@click=app.quit]go", "\u202egnp.exe\u2066", "a" + "\u0301" * 300,
        "\u200b" * 500 + "thin", "日本語の名前はとても長い", "⚠️1️⃣👍🏽", "line\nbreak\ttab\r",
        "\x9b31m\x85", "x" * 10_000,
    )  # fmt: skip
    async with seated() as seat:
        for n, name in enumerate(names):
            await seat.say(fakes.new(2000 + n, agent=name, contact=name, campaign=name, type=name))
        await seat.say(fakes.directory([Agent(str(n), name, "") for n, name in enumerate(names)]))
        lines = seat.lines
        assert "[/x][@click=a" in seat.text
        assert not {char for char in seat.text if not char.isprintable()} - {"\n"}
        for y in range(3, 13):
            assert width(lines[y]) == 120
            row = lines[y].rstrip("│ ")
            assert row.split()[-3:] == ["0:12", "1:01", "0:15"]
        await seat.press("enter", "down", "down", "down")
        assert seat.app.is_running


async def test_memory_is_looked_after_once_the_start_is_over(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fed, "_SETTLED", 0.05)
    gc.disable()  # as the command line does
    try:
        async with seated() as seat:
            for _ in range(100):
                if gc.isenabled():
                    break
                await seat.pilot.pause(0.02)
            assert gc.isenabled()
    finally:
        gc.enable()
        gc.unfreeze()


# --- what a start warns of ------------------------------------------------------------------------------------------


@pytest.mark.parametrize("size", [WIDE, NARROW])
async def test_that_others_may_read_the_key_is_said_where_stderr_is_out_of_sight(
    size: tuple[int, int], tmp_path: Path
) -> None:
    path = tmp_path / "config.toml"
    path.write_text(
        '[profiles.acme]\naffiliate_id = "A1B2C3D4E5F6"\naffiliate_key = "0123456789abcdefghijklmnopqrstuv"\n'
    )
    for mode, warned in ((0o644, True), (0o600, False)):
        path.chmod(mode)
        async with seated(size, settings=fakes.settings(DIALER_TUI_CONFIG=str(path))) as seat:
            assert ("others may read" in seat.lines[-1]) == warned
            await seat.press("down")
            assert "others may read" not in seat.lines[-1]
