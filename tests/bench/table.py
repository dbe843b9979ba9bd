"""The results beside their budgets, as text."""

from __future__ import annotations

from collections.abc import Mapping

from tests.bench.budgets import BUDGETS, Budget
from tests.bench.run import Seen

_HEADS = ("row", "what", "budget", "seen", "of budget", "met", "how")


def number(value: float) -> str:
    """A figure with as many digits as it is good for."""
    if value == int(value) or abs(value) >= 100:
        return f"{value:,.0f}"
    return f"{value:.1f}" if abs(value) >= 10 else f"{value:.2f}"


def met(budget: Budget, seen: Seen) -> bool:
    """Whether a figure is within its budget; without a budget it is for information."""
    return budget.most is None or seen.value <= budget.most


def rows(found: Mapping[str, Seen]) -> list[tuple[str, ...]]:
    """The table's cells, in the budgets' order."""
    made = [_HEADS]
    for budget in BUDGETS:
        seen = found.get(budget.name)
        if seen is None:
            continue
        most = "–" if budget.most is None else f"{number(budget.most)} {budget.unit}".strip()
        ratio = f"{seen.value / budget.most:.2f}" if budget.most else "–"
        verdict = "–" if budget.most is None else "yes" if met(budget, seen) else "NO"
        value = f"{number(seen.value)} {budget.unit}".strip()
        made.append((budget.name, budget.words, most, value, ratio, verdict, seen.note))
    return made


def plain(found: Mapping[str, Seen]) -> str:
    """The table for a terminal."""
    made = rows(found)
    widths = [max(len(row[at]) for row in made) for at in range(len(_HEADS))]
    return "\n".join(
        "  ".join(cell.ljust(wide) for cell, wide in zip(row, widths, strict=True)).rstrip() for row in made
    )


def markdown(found: Mapping[str, Seen]) -> str:
    """The table for README.md."""
    head, *rest = rows(found)
    lines = [head, tuple("---" for _ in head), *rest]
    return "\n".join("| " + " | ".join(cell.replace("|", "\\|") for cell in row) + " |" for row in lines)
