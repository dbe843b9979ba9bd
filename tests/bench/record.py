"""Writes what was seen beside the budgets, and the table into README.md."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path

from tests.bench import budgets, table
from tests.bench.run import Seen

_README = Path(__file__).with_name("README.md")
_BEGIN, _END = "<!-- the table: --record writes it -->\n", "<!-- the table's end -->\n"


def record(found: Mapping[str, Seen]) -> None:
    """Rows that were not measured stay as they are in budgets.py; the table holds those that were."""
    file = Path(budgets.__file__)
    text = file.read_text()
    for name, seen in found.items():
        text = _beside(text, name, seen.value)
    file.write_text(text)
    before, _, rest = _README.read_text().partition(_BEGIN)
    _, _, after = rest.partition(_END)
    _README.write_text(f"{before}{_BEGIN}{table.markdown(found)}\n{_END}{after}")


def _digits(value: float) -> str:
    """Four digits, and never an exponent."""
    return f"{float(f'{value:.4g}'):g}"


def _beside(text: str, name: str, value: float) -> str:
    """budgets.py with a row's `seen`."""
    row = rf'(Budget\(\s*"{name}",.*?)(?:,\s*seen=[-\d.]+)?((?:,\s*slow=True)?,?\s*\),\n)'
    return re.sub(row, lambda match: f"{match[1]}, seen={_digits(value)}{match[2]}", text, count=1, flags=re.DOTALL)
