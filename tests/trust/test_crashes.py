"""The short form of crashing everything: one of each way of being entered. All: `python -m tests.trust.crashes`."""

from __future__ import annotations

import re
import subprocess
import sys

import pytest

from tests.trust.roads import left_out
from tests.trust.secret import Secret

KEY = "Zq4hM2" * 5 + "Ka"


def test_whatever_fails_it_ends_in_a_line_and_tells_nobody_the_key_or_a_name() -> None:
    """In a process without threads, which forks."""
    argv = [sys.executable, "-m", "tests.trust.crashes", "--short"]
    ran = subprocess.run(argv, capture_output=True, text=True, timeout=400, check=False)
    assert ran.returncode == 0, ran.stdout + ran.stderr
    said = re.search(r"(\d+) of (\d+) entries failed, after (\d+) of them", ran.stdout)
    assert said is not None, ran.stdout
    failed, found, went_on = map(int, said.groups())
    assert failed > 20
    assert found > 100
    assert went_on < failed / 5


def test_no_command_is_left_out_but_those_that_ask_or_are_asked() -> None:
    assert left_out() == {"init", "replay", "simulate"}


@pytest.mark.parametrize(
    "written",
    [
        f"key={KEY}",
        KEY.lower(),
        KEY[:10] + "\r\n" + KEY[10:],
        KEY.encode().hex(),
        " ".join(KEY),
        "eCBhZmZpbGlhdGVfa2V5PVpxNGhNMlpxNGhNMlpxNGhNMlpxNGhNMlpxNGhNMkth",
    ],
)
def test_the_key_is_found_however_it_is_written(written: str) -> None:
    secret = Secret(KEY)
    assert secret.within(written.encode())
    assert not secret.within(written.encode()[:20])
    assert secret.within(KEY.encode("utf-16"))
