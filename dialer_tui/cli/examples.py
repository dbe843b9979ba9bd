"""Examples for the end of each command's help. Those that open no screen and set up no account are run by a test."""

from __future__ import annotations

EXAMPLES: dict[str, tuple[tuple[str, str], ...]] = {
    "": (
        ("dialer-tui --window shift", "the console, on the calls since the shift's start"),
        ("dialer-tui --campaign 1111", "the console, on one campaign"),
    ),
    "init": (("pass show dialer | dialer-tui init --profile acme --affiliate-id ACME12345678", "for scripts"),),
    "demo": (("dialer-tui demo --agents 20", "a small floor"),),
    "board": (("dialer-tui board --campaign 1111", "one campaign on a wall"),),
    "check": (("dialer-tui check", "after an upgrade, or when something looks wrong"),),
    "agents": (("dialer-tui agents --format csv", "for a spreadsheet"),),
    "campaigns": (("dialer-tui campaigns --format json", "with lists, dialers and fields"),),
    "calls": (
        ("dialer-tui calls --since 30m --format csv", "the last half hour, for a spreadsheet"),
        ('dialer-tui calls --where "type:in queue>1:30"', "who waited longer than that"),
        ("dialer-tui calls --from 2026-11-24T08:00 --to 2026-11-24T12:00", "a morning"),
    ),
    "figures": (
        ("dialer-tui figures --by campaign", "which queue goes wrong"),
        ("dialer-tui figures --since 8h --by quarter --format csv", "a shift by quarter hour"),
    ),
    "report": (
        ("dialer-tui report --window shift", "at the end of a shift"),
        ("dialer-tui report --since 8h --campaign 1111", "eight hours of one campaign"),
    ),
    "watch": (
        ("dialer-tui watch", "a line for each new, updated or gone call"),
        ("dialer-tui watch --all --states --alerts", "everything there is to tell"),
    ),
    "record": (("dialer-tui record fault.gz --anonymise", "to go with the report of a fault"),),
    "replay": (("dialer-tui replay fault.gz --speed 10", "an hour in six minutes"),),
    "simulate": (
        ("dialer-tui simulate --port 0 --speed 60", "an hour a minute"),
        ("dialer-tui simulate --port 0 --fault 900@30s+10s", "an API that fails for ten seconds"),
    ),
}


def epilog(command: str) -> str | None:
    """What stands at the end of a command's help; each example on a line of its own, what it is for above it."""
    found = EXAMPLES.get(command)
    if not found:
        return None
    return "\b\nExamples:\n" + "\n".join(f"  # {words}\n  {line}" for line, words in found)
