"""What the system says of a process: processor time and memory."""

from __future__ import annotations

import os
from pathlib import Path

_TICKS = os.sysconf("SC_CLK_TCK")


def cpu(pid: int) -> float:
    """Processor seconds used so far, user and system, by all its threads."""
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / _TICKS


def resident(pid: int) -> float:
    """Memory that is its own or shared, in MB (10⁶ bytes): VmRSS."""
    return _kilobytes(pid, "status", "VmRSS:") * 1024 / 1e6


def proportional(pid: int) -> float:
    """The same with what is shared counted in parts, in MB: PSS."""
    return _kilobytes(pid, "smaps_rollup", "Pss:") * 1024 / 1e6


def _kilobytes(pid: int, file: str, name: str) -> int:
    for line in Path(f"/proc/{pid}/{file}").read_text().splitlines():
        if line.startswith(name):
            return int(line.split()[1])
    raise LookupError(name)
