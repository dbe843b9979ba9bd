"""The short form of fuzzing: inputs that are good, damaged at random. The long one: `python -m tests.trust.fuzz`."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.trust.fuzz import Fuzzing
from tests.trust.targets import TARGETS

FOUND = sorted((Path(__file__).parent / "findings").glob("*"))
"""What was found, by fuzzing or beside it, each a file TARGET-WORDS: it must never be found again."""
SEEDS = {name: tuple(target.seeds()) for name, target in TARGETS.items()}
_PIECES = [b'"', b"{", b"]", b"}", b",", b":", b"\n", b"\\u", b"\xff", b"-1", b"1e999", b"null", b"9" * 30, b"[" * 500]


@st.composite
def damaged(draw: st.DrawFn, name: str) -> bytes:
    """A good input with up to six places overwritten, cut, doubled, or exchanged for a piece of another."""
    data = bytearray(draw(st.sampled_from(SEEDS[name])))
    for _ in range(draw(st.integers(1, 6))):
        start = draw(st.integers(0, len(data)))
        length = draw(st.sampled_from([0, 1, 2, 8, len(data)]))
        other = draw(st.sampled_from(SEEDS[name]))
        piece = draw(st.binary(max_size=6) | st.sampled_from(_PIECES) | st.just(other[start : start + 40]))
        data[start : start + length] = piece
    return bytes(data)


@pytest.mark.parametrize("name", TARGETS)
def test_damaged_input_ends_in_what_the_program_says_itself(name: str) -> None:
    @settings(max_examples=400, deadline=None, suppress_health_check=list(HealthCheck), database=None)
    @given(damaged(name))
    def take(data: bytes) -> None:
        TARGETS[name].take(data)

    take()


@pytest.mark.parametrize("file", FOUND, ids=lambda file: file.name)
def test_what_was_found_once_is_mended(file: Path) -> None:
    """In a process that may be ended: what was found may be that there is no end."""
    name = file.name.partition("-")[0]
    line = f"from tests.trust.targets import TARGETS; TARGETS[{name!r}].take(open({str(file)!r}, 'rb').read())"
    subprocess.run([sys.executable, "-c", line], timeout=60, check=True)


@pytest.mark.parametrize("name", TARGETS)
def test_seeds_are_good_and_an_error_that_is_none_of_its_own_is_a_finding(
    name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    for seed in SEEDS[name]:
        TARGETS[name].take(seed)
    inner = {
        "decode": "tests.trust.targets.envelope",
        "filter": "tests.trust.targets.parse",
        "config": "dialer_tui.config.file.tomllib.loads",
        "replay": "dialer_tui.replay.Replay._play",
    }

    def fail(*_: object) -> None:
        raise LookupError("none of its own")

    monkeypatch.setattr(inner[name], fail)
    with pytest.raises((LookupError, ExceptionGroup)):
        TARGETS[name].take(SEEDS[name][0])


def test_time_that_was_spent_is_not_spent_again(tmp_path: Path) -> None:
    before = Fuzzing("filter", tmp_path)
    (tmp_path / "spent").write_text("900")
    (tmp_path / "corpus" / "more").write_bytes(b"agent:lee")
    again = Fuzzing("filter", tmp_path)
    assert (before.spent, again.spent) == (900.0, 900.0)
    assert again.run(900) == 0
    (tmp_path / "findings" / "crash-1").write_bytes(b"(")
    assert again.run(900) == 1
    assert len(list((tmp_path / "corpus").iterdir())) == len(SEEDS["filter"]) + 1
