"""The index by seconds against a plain list, whatever comes in which order."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from dialer_tui.floor.seconds import BySecond

SECONDS = st.integers(0, 40)
STEPS = st.lists(st.tuples(st.sampled_from(("add", "pop", "read")), SECONDS, SECONDS), max_size=60)


@given(STEPS, st.integers(0, 2_000_000_000))
def test_it_holds_what_a_list_would(steps: list[tuple[str, int, int]], far: int) -> None:
    index, plain = BySecond(), list[tuple[int, str]]()
    index.add([far], ["far"])
    plain.append((far, "far"))
    for at, (step, a, b) in enumerate(steps):
        if step == "add":
            index.add([a, b, a], [f"C{at}", f"D{at}", f"E{at}"])
            plain += [(a, f"C{at}"), (b, f"D{at}"), (a, f"E{at}")]
        elif step == "pop":
            gone = sorted(pair for pair in plain if pair[0] < a)
            assert sorted(index.pop_before(a)) == gone
            plain = [pair for pair in plain if pair[0] >= a]
        else:
            found = index.between(a, b)
            assert sorted(found) == sorted(pair for pair in plain if a <= pair[0] < b)
            assert [second for second, _ in found] == sorted(second for second, _ in found)
            assert index.first(a) == min((pair[0] for pair in plain if pair[0] >= a), default=None)
            assert [(a, call_id) for call_id in index.at(a)] == [pair for pair in plain if pair[0] == a]
