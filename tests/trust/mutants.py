"""`python -m tests.trust.mutants`: what mutmut has found so far, as a Markdown table, a line for each module.

mutmut changes `floor/` and `api/decode` in small ways, a place at a time, and runs the unit tests that come there.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

_FOUND = Path("mutants") / "dialer_tui"  # mutmut writes there, in the folder it runs in
_UNNOTICED = (0, 33)  # its words for: the tests passed, no test comes there


def _rows() -> Iterator[tuple[str, int, int, int]]:
    """Module, changes there are, changes tried, changes that no test noticed."""
    for file in sorted(_FOUND.rglob("*.meta")):
        codes = list(json.loads(file.read_text())["exit_code_by_key"].values())
        tried = [code for code in codes if code is not None]
        if tried:
            name = str(file.relative_to(_FOUND)).removesuffix(".py.meta")
            yield name, len(codes), len(tried), sum(code in _UNNOTICED for code in tried)


def main() -> None:
    """Print the table, and the sum of all modules as its last line."""
    rows = list(_rows())
    if not rows:
        raise SystemExit("nothing has been tried yet: mutmut run")
    rows.append(("all of these", *(sum(column) for column in zip(*(row[1:] for row in rows), strict=True))))
    print("| module | mutants | tried | killed |\n| --- | --- | --- | --- |")
    for name, mutants, tried, lived in rows:
        print(f"| {name} | {mutants} | {tried} | {1 - lived / tried:.1%} |")


if __name__ == "__main__":
    main()
