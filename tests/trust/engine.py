"""`python -m tests.trust.engine TARGET CORPUS FINDINGS SECONDS`: libFuzzer, through atheris, on one target.

A process of its own, as libFuzzer ends the process it runs in. What finds new paths is added to CORPUS.
"""

from __future__ import annotations

import sys

import atheris

with atheris.instrument_imports(include=["dialer_tui"]):
    from tests.trust.targets import TARGETS

_LONGEST, _PATIENCE, _MEMORY = 65_536, 20, 2_048  # bytes of an input, seconds and MB that it may take


def main() -> None:
    """Run until the time is up or something is found; libFuzzer's exit code."""
    name, corpus, findings, seconds = sys.argv[1:]
    options = {
        "max_total_time": seconds,
        "artifact_prefix": f"{findings}/",
        "max_len": _LONGEST,
        "timeout": _PATIENCE,
        "rss_limit_mb": _MEMORY,
        "print_final_stats": 1,
    }
    atheris.Setup([sys.argv[0], *(f"-{key}={value}" for key, value in options.items()), corpus], TARGETS[name].take)
    atheris.Fuzz()


if __name__ == "__main__":
    main()
