"""What leaves for a terminal or a CSV file."""

from __future__ import annotations

import json
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from dialer_tui.text import (
    clean,
    csv_cell,
    duration,
    fit,
    fit_before,
    json_safe,
    mask_name,
    mask_number,
    modest,
    sure,
    width,
    within,
)

ANYTHING = st.text(max_size=60) | st.text(alphabet="a\x1b[]\u202e\u0301\u200bе日🏽\ufe0f\n\t\x9b=+-@", max_size=60)


@given(ANYTHING)
def test_clean_leaves_nothing_that_moves_a_terminal(text: str) -> None:
    said = clean(text)
    assert said.isprintable()
    marks = 0
    for char in said:
        assert unicodedata.category(char) not in {"Cc", "Cf", "Cs", "Zl", "Zp"}
        marks = marks + 1 if unicodedata.category(char) in {"Mn", "Me"} else 0
        assert marks <= 2
    assert clean(said) == said


@given(ANYTHING, st.integers(0, 20), st.booleans())
def test_fit_is_exactly_as_wide_as_asked(text: str, cells: int, right: bool) -> None:
    assert cell_len(fit(clean(text), cells, right=right)) == cells


@given(ANYTHING, st.sampled_from(["ascii", "latin-1", "utf-8"]))
def test_what_a_terminal_has_no_letters_for_is_as_wide_in_those_it_has(text: str, encoding: str) -> None:
    said = clean(text)
    for shown in (within(said, encoding), modest(said)):
        assert sum(map(cell_len, shown)) == sum(map(cell_len, said))
        assert clean(shown) == shown or encoding != "ascii"
    assert within(said, encoding).encode(encoding).decode(encoding) == within(said, encoding)


@pytest.mark.parametrize(
    ("text", "shown", "latin"),
    [
        ("Zoë Łukasz Sørensen Nguyễn", "Zoe Lukasz Sorensen Nguyen", "Zoë Lukasz Sørensen Nguyen"),
        ("O’Brien · D’Água — 3 × ½…", "O'Brien | D'Agua - 3 x ?~", "O'Brien · D'Água - 3 × ½~"),
        ("Иван 李 ｱＡ", "???? ?? ?A ", "???? ?? ?A "),
        ("plain", "plain", "plain"),
    ],
)
def test_letters_without_their_accents_or_question_marks(text: str, shown: str, latin: str) -> None:
    assert (within(text), within(text, "latin-1"), within(text, "utf-8")) == (shown, latin, text)


def test_where_marks_are_drawn_too_wide_letters_stay() -> None:
    assert modest("Zoë · “Ивáн” 李…") == 'Zoë | "Ивáн" 李~'


def test_clean_shortens_and_shows_markup_and_escapes_literally() -> None:
    assert clean("x" * 1000) == "x" * 256
    assert clean("x" * 1000, None) == "x" * 1000
    assert clean("[red]\x1b[31mRed\x1b[0m[/x]") == "[red][31mRed[0m[/x]"
    assert clean("e" + "\u0301" * 300) == unicodedata.normalize("NFC", "e\u0301") + "\u0301" * 2
    assert clean("a\r\nb\tc") == "a  b c"


@pytest.mark.parametrize(
    ("text", "cells", "shown"),
    [("abc", 5, "abc  "), ("abcdef", 4, "abc…"), ("日本語", 5, "日本…"), ("日本語", 4, "日… "), ("abc", 0, "")],
)
def test_fit(text: str, cells: int, shown: str) -> None:
    assert fit(text, cells) == shown


@pytest.mark.parametrize("cells", [7, 14, 20, 60])
@pytest.mark.parametrize(("name", "drawn"), [("Ann Lee", 7), ("राहुल सिंह", 8), ("செல்வி முருகன்", 12), ("芳 張", 5)])
def test_a_tail_stands_close_behind_a_name_and_clear_of_it_however_it_is_drawn(
    name: str, drawn: int, cells: int
) -> None:
    said, tail = fit_before(name, " ·4290", cells)
    assert width(said) + width(tail) == cells
    assert tail.startswith(" ·4290")
    assert width(said) <= len(name) + 2
    assert cells < 20 or width(said) >= drawn, "as wide as some terminals draw it"


def test_fit_right_and_ascii() -> None:
    assert fit("7", 3, right=True) == "  7"
    assert fit("abcdef", 4, ellipsis="~") == "abc~"
    assert width("日本") == 4


@pytest.mark.parametrize(
    ("seconds", "shown"),
    [(None, "—"), (0, "0:00"), (61, "1:01"), (3599, "59:59"), (3600, "1:00:00"), (90_061, "25:01:01")],
)
def test_duration(seconds: int | None, shown: str) -> None:
    assert duration(seconds) == shown


@pytest.mark.parametrize(
    ("text", "cell"),
    [
        ("=1+1", "'=1+1"),
        ("@x", "'@x"),
        ("-2+3 cmd", "'-2+3 cmd"),
        ("\t=x", "' =x"),
        ("\x00=x", "'=x"),
        ("+1 (888) 555-1212", "+1 (888) 555-1212"),
        ("plain", "plain"),
        ("a\nb", "a b"),
        ("x" * 400, "x" * 400),
    ],
)
def test_csv_cell(text: str, cell: str) -> None:
    assert csv_cell(text) == cell


@given(st.text())
def test_json_safe_is_the_same_document_without_anything_that_moves_a_terminal(text: str) -> None:
    said = json_safe(json.dumps({"x": text}, ensure_ascii=False))
    assert json.loads(said) == {"x": text}
    for char in said:
        assert char.isprintable() or unicodedata.category(char) not in {"Cc"}
        assert char not in "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\u200e\u200f\u061c"


def test_masks() -> None:
    assert mask_number("+1 888 555-1212") == "…1212"
    assert mask_number("1212") == "…"
    assert mask_number("") == ""
    assert mask_name("Jo  Smith") == "J. S."
    assert mask_name("王小明") == "王."


@pytest.mark.parametrize(
    ("text", "is_sure"),
    [("Zoë — …", True), ("Москва ✦ ▸", True), ("सुनीता", False), ("日本", False), ("e\u0301", False)],
)
def test_sure(text: str, is_sure: bool) -> None:
    assert sure(text) is is_sure
