"""The pictures of the README against what the program shows."""

from __future__ import annotations

import re

import pytest

from tests import png, screenshots

REMADE = "python -m tests.screenshots makes them anew"


@pytest.mark.parametrize("name", screenshots.PICTURES)
def test_a_picture_shows_what_the_program_shows(name: str) -> None:
    shown = screenshots.svg(name)
    kept = (screenshots.FOLDER / f"{name}.svg").read_text()
    assert _words(kept) == _words(shown), REMADE
    assert kept == shown, REMADE


def test_there_is_a_png_of_each_and_nothing_else() -> None:
    names = {path.name for path in screenshots.FOLDER.iterdir()}
    assert names == {f"{name}.{kind}" for name in screenshots.PICTURES for kind in ("svg", "png")}


@pytest.mark.parametrize("name", screenshots.PICTURES)
def test_a_png_is_drawn_from_the_svg_beside_it(name: str) -> None:
    drawn, svg = (screenshots.FOLDER / f"{name}.{kind}" for kind in ("png", "svg"))
    assert png.signed(drawn.read_bytes()) == png.digest(svg.read_bytes()), REMADE


def test_the_readme_shows_every_picture() -> None:
    shown = re.findall(r"screenshots/([\w-]+\.png)", (screenshots.ROOT / "README.md").read_text())
    assert shown[0] == "wide.png"
    assert set(shown) == {f"{name}.png" for name in screenshots.PICTURES}


def _words(drawn: str) -> list[str]:
    """What is written in a picture, for a difference that can be read."""
    return re.findall(r"<tspan[^>]*>([^<]*)", drawn)
