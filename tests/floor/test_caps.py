"""Is an answer cut off? The suspicion, its settling, and what must not prove it."""

from __future__ import annotations

import pytest

from dialer_tui.floor.caps import TRUST, Caps, Seen


def hear(
    caps: Caps, start: int, end: int, whole: int, inside: int | None = None, tick: float = 0, fresh: int = 0
) -> bool:
    return caps.judge(Seen(start, end, whole if inside is None else inside, whole, fresh), tick)


@pytest.mark.parametrize(("whole", "clear"), [(99, True), (100, False), (137, True), (300, False), (0, True)])
def test_whole_hundreds_are_suspect(whole: int, clear: bool) -> None:
    caps = Caps()
    assert hear(caps, 0, 1024, whole) is clear
    assert (caps.probe() is None) is clear


@pytest.mark.parametrize(("length", "clear"), [(1024, True), (1500, True), (1536, False), (600, False), (700, True)])
def test_as_many_in_a_slice_half_as_long_again_or_shorter_are_suspect(length: int, clear: bool) -> None:
    caps = Caps()
    assert hear(caps, 0, 1024, 137)
    assert hear(caps, 5000, 5000 + length, 137) is clear


def test_the_most_and_again_is_suspect_at_any_size_worth_cutting() -> None:
    caps = Caps()
    for _ in range(2):
        assert hear(caps, 0, 1024, 60)
    assert not hear(caps, 0, 1024, 60)
    other = Caps()
    hear(other, 0, 1024, 61)
    for _ in range(4):
        assert hear(other, 0, 1024, 60), "something held more"


def test_halves_that_add_up_clear_it_and_the_count_is_believed_of_that_slice_for_ten_minutes() -> None:
    caps = Caps()
    hear(caps, 0, 1024, 200)
    assert caps.probe() == (0, 512)
    hear(caps, 0, 512, 120)
    assert caps.probe() == (512, 1024)
    assert hear(caps, 512, 1024, 80)
    assert caps.probe() is None
    assert hear(caps, 0, 1024, 200, tick=TRUST - 1)
    assert not hear(caps, 4096, 5120, 200, tick=1), "elsewhere it may be the cut"
    late = Caps()
    hear(late, 0, 1024, 200)
    hear(late, 0, 512, 120)
    hear(late, 512, 1024, 80)
    assert not hear(late, 0, 1024, 200, tick=TRUST + 1)


def test_all_in_one_half_is_halved_again() -> None:
    caps = Caps()
    hear(caps, 0, 1024, 200)
    hear(caps, 0, 512, 0)
    assert not hear(caps, 512, 1024, 200), "it may be cut off as the whole may"
    assert caps.probe() == (512, 768)
    assert hear(caps, 512, 768, 90)
    assert hear(caps, 768, 1024, 110)
    assert hear(caps, 0, 1024, 200, tick=1), "what held it above is believed too"


@pytest.mark.parametrize("older", [200, 0])
def test_the_half_that_holds_all_is_halved_whichever_it_is(older: int) -> None:
    caps = Caps()
    hear(caps, 0, 1024, 200)
    hear(caps, 0, 512, older)
    hear(caps, 512, 1024, 200 - older)
    assert caps.probe() == ((0, 256) if older else (512, 768))


def test_halves_that_hold_more_prove_a_cap_only_if_the_whole_still_holds_as_few() -> None:
    for again, cap in ((200, 200), (201, None)):
        caps = Caps()
        hear(caps, 0, 1024, 200)
        hear(caps, 0, 512, 150)
        hear(caps, 512, 1024, 149)
        assert caps.probe() == (0, 1024)
        assert hear(caps, 0, 1024, again) is (cap is None), "a cut-off answer is never called clear"
        assert caps.cap == cap
        assert caps.probe() is None or cap is None


def capped(cap: int = 200) -> Caps:
    caps = Caps()
    hear(caps, 0, 1024, cap)
    hear(caps, 0, 512, cap - 1)
    hear(caps, 512, 1024, cap - 1)
    hear(caps, 0, 1024, cap)
    assert caps.cap == cap
    return caps


def test_under_a_cap_a_full_answer_is_never_clear_and_one_above_lifts_it() -> None:
    caps = capped()
    assert not hear(caps, 2048, 3072, 200)
    assert caps.probe() is None, "it is known: no more proof is needed"
    assert hear(caps, 2048, 3072, 199)
    assert hear(caps, 2048, 3072, 201)
    assert caps.cap is None


def test_a_cap_is_to_be_shown_anew_after_ten_minutes() -> None:
    caps = capped()
    hear(caps, 2048, 3072, 17, tick=TRUST - 1)
    assert caps.cap == 200
    hear(caps, 2048, 3072, 17, tick=TRUST)
    assert caps.cap is None


def test_a_cap_holds_for_other_calls_too_for_as_long_as_it_is_believed() -> None:
    other = capped().elsewhere()
    assert (other.cap, other.untested, other.probe()) == (200, False, None)
    assert not hear(other, 0, 1024, 200, tick=TRUST - 1)
    assert hear(other, 0, 512, 17, tick=TRUST)
    assert other.cap is None
    assert not other.untested, "a cap was looked for once"
    assert Caps().elsewhere().cap is None


def test_until_a_full_answer_has_been_put_to_the_test_records_may_be_missing() -> None:
    caps, told = Caps(), []
    for start, end, whole in ((0, 64, 9), (0, 1024, 99), (0, 512, 50), (512, 1024, 49)):
        hear(caps, start, end, whole)
        told.append(caps.untested)
        caps.verify()
    assert told == [False, True, True, False]
    assert not caps.elsewhere().untested


def test_what_has_just_been_listed_proves_nothing() -> None:
    """A lagging replica answered for the whole, the halves come from one that does not: three more, all fresh."""
    caps = Caps()
    hear(caps, 0, 1024, 200, fresh=4)
    hear(caps, 0, 512, 100)
    assert hear(caps, 512, 1024, 103, fresh=7)
    assert caps.probe() is None
    assert caps.cap is None


def test_one_suspicion_at_a_time() -> None:
    caps = Caps()
    hear(caps, 0, 1024, 300)
    first = caps.probe()
    for start in range(2048, 20_000, 1024):
        hear(caps, start, start + 1024, 300)
    assert caps.probe() == first


def test_a_lone_second_stays_in_doubt() -> None:
    caps = Caps()
    assert not hear(caps, 7, 8, 100)
    assert caps.probe() is None


def test_an_answer_that_lacks_known_calls_is_put_to_the_test_though_its_count_was_believed() -> None:
    caps = Caps()
    hear(caps, 0, 1024, 200)
    hear(caps, 0, 512, 120)
    hear(caps, 512, 1024, 80)
    assert hear(caps, 0, 1024, 200)
    caps.doubt(Seen(0, 1024, 200, 200))
    assert caps.probe() == (0, 512)


def test_the_fullest_answer_is_put_to_the_test_once_and_what_holds_no_more_is_believed() -> None:
    caps = Caps()
    hear(caps, 0, 64, 30)
    hear(caps, 64, 1088, 250)
    hear(caps, 2048, 3072, 180)
    caps.verify()
    assert caps.probe() == (64, 1024)
    hear(caps, 64, 1024, 240)
    assert hear(caps, 1024, 1088, 10)
    caps.verify()
    assert caps.probe() is None
    hear(caps, 4096, 5120, 260, tick=1)
    caps.verify()
    assert caps.probe() is None, "hardly more than is proven"
    hear(caps, 4096, 5120, 290, tick=2)
    caps.verify()
    assert caps.probe() is not None
