"""The pictures in screenshots/: `python -m tests.screenshots` makes them, and the snapshots of the tests, anew.

Every picture is of the frozen floor, so that it changes only when the program does. `tests/test_screenshots.py` says
when one no longer shows what the program shows. PNG needs rsvg-convert and the fonts Fira Code and DejaVu Sans.
"""

from __future__ import annotations

import asyncio
import html
import os
import re
import subprocess
import sys
import tempfile

from textual.app import App

from tests import png
from tests.pictures import MIDDLE, NARROW, OUTAGE, RANGE, ROOT, WIDE, LookedBack, Picture, Played, SetUp

FOLDER = ROOT / "screenshots"
CELL = 12.2  # the width of a cell in the SVG
_TEXT = re.compile(
    r'<text(?P<rest>[^>]*?) x="(?P<x>[\d.]+)" y="(?P<y>[\d.]+)" textLength="[\d.]+"(?P<clip>[^>]*)>'
    r"(?P<said>[^<]*)</text>"
)
_ENVIRON = {"TERM": "xterm-256color", "COLORTERM": "", "LANG": "C.UTF-8", "TZ": "UTC", "LC_ALL": ""}
_DROPPED = ("NO_COLOR", "COLUMNS", "LINES", "TEXTUAL_THEME")


ACCOUNTS = """\
profile = "acme"
[profiles.acme]
affiliate_id = "ACME12345678"
affiliate_key = "0123456789abcdef0123456789abcdef"
[profiles.night]
affiliate_id = "ACME87654321"
affiliate_key = "fedcba9876543210fedcba9876543210"
[view]
timezone = "Europe/Berlin"
[figures]
service_level_target = 0.85
"""

PICTURES: dict[str, Picture | SetUp | Played] = {
    "wide": Picture(WIDE),
    "narrow": Picture(NARROW),
    "light": Picture(MIDDLE, theme="light"),
    "details": Picture(MIDDLE, (*["down"] * 4, "enter")),
    "outage": Picture(MIDDLE, standing=OUTAGE),
    "board": Picture(MIDDLE, ("b",)),
    "help": Picture(MIDDLE, ("question_mark",)),
    "alerts": Picture(MIDDLE, ("a",)),
    "set-up": SetUp(NARROW, tuple("ACME12345678")),
    "account": SetUp(NARROW, file=ACCOUNTS),
    "workbench": Picture(MIDDLE, ("2", "down", "enter")),
    "past": LookedBack(MIDDLE, RANGE),
    "replay": Played(MIDDLE, ("g", *"14:10:02", "enter", "down")),
}


def svg(name: str) -> str:
    """A picture as SVG, the same whenever the program shows the same."""
    picture = PICTURES[name]
    return asyncio.run(_drawn(picture, picture.app()))


async def _drawn(picture: Picture | SetUp | Played, app: App[None]) -> str:
    async with app.run_test(size=picture.size) as pilot:
        await picture.pose(app, pilot)
        return patched(app.export_screenshot(title="dialer-tui"))


def patched(drawn: str) -> str:
    """Textual's SVG as any renderer draws it: cells of the font's own width, fonts that are there, stable names."""
    drawn = re.sub(r"@font-face \{.*?\}\s*", "", drawn, flags=re.DOTALL)
    drawn = drawn.replace("font-size: 20px", "font-size: 20.3333px").replace(
        "font-family: arial", "font-family: DejaVu Sans"
    )
    drawn = drawn.replace("<svg ", '<svg xml:space="preserve" ', 1)
    drawn = re.sub(r"terminal-\d+-", "terminal-", drawn)
    return _TEXT.sub(_apart, drawn)


def _apart(text: re.Match[str]) -> str:
    """A run of text word by word, each in its own place: renderers do not agree how wide a long run is."""
    left, blank = float(text["x"]), "\N{NO-BREAK SPACE}"
    words = re.finditer(f"[^{blank}]{{1,8}}", html.unescape(text["said"]))
    spans = "".join(f'<tspan x="{left + word.start() * CELL:g}">{html.escape(word[0])}</tspan>' for word in words)
    return f'<text{text["rest"]} y="{text["y"]}"{text["clip"]}>{spans}</text>' if spans else ""


def calm() -> None:
    """Nothing of this machine's in the pictures."""
    for name in (*_DROPPED, *(name for name in os.environ if name.startswith("DIALER_TUI_"))):
        os.environ.pop(name, None)
    os.environ.update(_ENVIRON)


def main() -> int:
    """Make every picture and every snapshot anew."""
    calm()
    with tempfile.TemporaryDirectory() as home:
        os.environ["HOME"] = home
        FOLDER.mkdir(exist_ok=True)
        for name in PICTURES:
            path = FOLDER / f"{name}.svg"
            path.write_text(svg(name))
            drawn = path.with_suffix(".png")
            subprocess.run(["rsvg-convert", "--zoom", "1", "-o", str(drawn), str(path)], check=True)
            png.sign(drawn, path)
            print(path.relative_to(ROOT))
        taken = [sys.executable, "-m", "pytest", "tests/ui/test_snapshots.py", "--snapshot-update"]
        return subprocess.run(taken, cwd=ROOT, check=False).returncode


if __name__ == "__main__":
    sys.exit(main())
