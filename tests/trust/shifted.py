"""`python -m tests.trust.shifted FILE ARGUMENT…`: dialer-tui on a machine whose wall clock is off by FILE's seconds.

Time alone is replaced; the file may change while the program runs.
"""

from __future__ import annotations

import runpy
import sys
import time
from pathlib import Path


def main() -> None:
    """Shift the wall clock, and become the program."""
    file, real = Path(sys.argv[1]), time.time
    time.time = lambda: real() + float(file.read_text() or 0)
    sys.argv[1:] = sys.argv[2:]
    runpy.run_module("dialer_tui", run_name="__main__", alter_sys=True)


if __name__ == "__main__":
    main()
