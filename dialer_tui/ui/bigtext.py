"""Letters as high as wanted: a font of five pixels, drawn in half blocks, or in # where a terminal has ASCII alone.

At scale s a pixel is s cells wide and s half cells high. Corners are rounded from scale 2 on.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import product

from dialer_tui.ui.theme import Glyphs

HIGH = 5  # pixels
_GAP = 1  # pixels between two letters

# Row by row from the top; figures are equally wide, so that nothing moves when one changes.
_DRAWN = """
0 ### #.# #.# #.# ###
1 .#. ##. .#. .#. ###
2 ### ..# ### #.. ###
3 ### ..# ### ..# ###
4 #.# #.# ### ..# ..#
5 ### #.. ### ..# ###
6 ### #.. ### #.# ###
7 ### ..# ..# ..# ..#
8 ### #.# ### #.# ###
9 ### #.# ### ..# ###
: . # . # .
. . . . . #
, . . . # #
% #.# ..# .#. #.. #.#
— ... ... ### ... ...
- ... ... ### ... ...
▲ ....#.... ...###... ..#####.. .#######. #########
! # # # . #
✓ ........# .......#. #.....#.. .#...#... ..###....
+ ... .#. ### .#. ...
A ### #.# ### #.# #.#
B ##. #.# ##. #.# ##.
C ### #.. #.. #.. ###
D ##. #.# #.# #.# ##.
E ### #.. ##. #.. ###
F ### #.. ##. #.. #..
G #### #... #.## #..# ####
H #.# #.# ### #.# #.#
I # # # # #
J ..# ..# ..# #.# ###
K #.# #.# ##. #.# #.#
L #.. #.. #.. #.. ###
M #...# ##.## #.#.# #...# #...#
N #..# ##.# #.## #..# #..#
O ### #.# #.# #.# ###
P ### #.# ### #.. #..
Q ### #.# #.# ### ..#
R ### #.# ##. #.# #.#
S ### #.. ### ..# ###
T ### .#. .#. .#. .#.
U #.# #.# #.# #.# ###
V #.# #.# #.# #.# .#.
W #...# #...# #.#.# ##.## #...#
X #.# #.# .#. #.# #.#
Y #.# #.# ### .#. .#.
Z ### ..# .#. #.. ###
d ..# ..# ### #.# ###
h #.. #.. ### #.# #.#
m ..... ..... ##### #.#.# #.#.#
s ... .## .#. .#. ##.
"""
_FONT = {line[0]: tuple(line[2:].split()) for line in _DRAWN.strip().splitlines()}
_FONT[" "] = (".",) * HIGH


def drawable(text: str) -> bool:
    """Whether there is a letter for each of a text's characters."""
    return all(char in _FONT for char in text)


def pixels(text: str) -> int:
    """How many pixels a text is wide; of one that is drawable."""
    return sum(len(_FONT[char][0]) + _GAP for char in text) - _GAP if text else 0


def rows(scale: int) -> int:
    """How many lines a text is high; at scale 0 it is written, not drawn."""
    return -(-HIGH * scale // 2) if scale else 1


def fitting(text: str, cells: int, scale: int, glyphs: Glyphs) -> int:
    """The largest scale up to a given one at which a text fits so many cells and this terminal can draw it; 0: none."""
    if not drawable(text) or not text:
        return 0
    largest = min(scale, cells // pixels(text))
    return largest if glyphs.halves else largest // 2 * 2


@lru_cache(256)
def big(text: str, scale: int, glyphs: Glyphs) -> tuple[str, ...]:
    """A text's lines at a scale of at least 1 that `fitting` allows."""
    dots = _scaled(_pixels(text), scale, rounded=bool(glyphs.halves) and scale > 1)
    if len(dots) % 2:
        dots.append([False] * len(dots[0]))
    upper, lower = tuple(glyphs.halves or glyphs.bar * 2)
    said = {(False, False): " ", (True, False): upper, (False, True): lower, (True, True): glyphs.bar}
    return tuple("".join(said[pair] for pair in zip(dots[y], dots[y + 1], strict=True)) for y in range(0, len(dots), 2))


def _pixels(text: str) -> list[list[bool]]:
    lines = [("." * _GAP).join(_FONT[char][y] for char in text) for y in range(HIGH)]
    return [[dot == "#" for dot in line] for line in lines]


def _scaled(pixels: Sequence[Sequence[bool]], scale: int, *, rounded: bool) -> list[list[bool]]:
    """Each pixel as many dots. `rounded`: where a line bends, the outermost dot of the bend is left out."""
    dots = [[pixel for pixel in line for _ in range(scale)] for line in pixels for _ in range(scale)]
    if rounded:
        for y, x, up, left in _bends(pixels):
            dots[y * scale + (0 if up < 0 else scale - 1)][x * scale + (0 if left < 0 else scale - 1)] = False
    return dots


def _bends(pixels: Sequence[Sequence[bool]]) -> Iterator[tuple[int, int, int, int]]:
    """Where a line turns by a right angle: the pixel, and which way its outer corner points."""
    high, wide = len(pixels), len(pixels[0])

    def at(y: int, x: int) -> bool:
        return 0 <= y < high and 0 <= x < wide and pixels[y][x]

    for y, x, up, left in product(range(high), range(wide), (-1, 1), (-1, 1)):
        outside = at(y + up, x) or at(y, x + left) or at(y + up, x + left)
        if at(y, x) and at(y - up, x) and at(y, x - left) and not outside:
            yield y, x, up, left
