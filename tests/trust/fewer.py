"""A pytest plugin for mutmut alone: each of thousands of changes is tried with fewer examples and without slow tests.

What a change breaks shows in the first examples or hardly at all, and nobody asks which of them is the smallest. They
are the same in every run, and none has to be quick: a busy machine is no change that was noticed.
"""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, is_hypothesis_test, settings

_MOST = 100  # examples, as hypothesis has it by itself
_LIVES = 6  # of the window's, each of which lives through minutes
_SLOW = (  # seconds each; smaller ones try the same
    "[41000-poll3]",
    "[41000-poll4]",
    "[100000-poll2]",
    "[100000-poll3]",
    "[10000-poll1]",
    "every_call_still_arrives[100]",
    "every_call_still_arrives[333]",
    "load_is_flat_from_ten_thousand_on",
)


def _fewer(of: Any, name: str, most: int) -> None:
    had: settings = getattr(of, name)
    fewer = settings(
        had,
        max_examples=min(had.max_examples, most),
        phases=(Phase.explicit, Phase.generate),
        derandomize=True,
        database=None,
        deadline=None,
        suppress_health_check=[*HealthCheck],
    )
    setattr(of, name, fewer)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Leave slow tests out, and let the others try less."""
    items[:] = [item for item in items if not item.nodeid.endswith(_SLOW)]
    for item in items:
        if isinstance(item, pytest.Function) and is_hypothesis_test(item.obj):
            if item.cls is None:
                _fewer(item.obj, "_hypothesis_internal_use_settings", _MOST)
            else:
                _fewer(item.cls, "settings", _LIVES)
