"""`python -m tests.trust.fuzz TARGET [--minutes 15]`: fuzz decode, filter, config or replay, guided by coverage.

It can be stopped and goes on where it was: the corpus, the time that was spent and what was found are kept in a folder.
"""

from __future__ import annotations

import argparse
import hashlib
import importlib.util
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from tests.trust.targets import TARGETS

_SLICE = 60  # seconds after which the time that was spent is written down


def main() -> int:
    """Fuzz until the minutes are spent or something is found: 0 for nothing, 1 for something, 2 without atheris."""
    parser = argparse.ArgumentParser(prog="python -m tests.trust.fuzz", description="Bytes that nobody thought of.")
    parser.add_argument("target", choices=TARGETS)
    parser.add_argument("--minutes", type=float, default=15, help="in all, those of earlier runs too (15)")
    parser.add_argument("--folder", type=Path, help="where corpus and findings are kept, for the next time too")
    given = parser.parse_args()
    if importlib.util.find_spec("atheris") is None:
        print("this needs atheris: pip install '.[fuzz]'", file=sys.stderr)
        return 2
    folder = (given.folder or Path(tempfile.gettempdir()) / "dialer-tui-fuzz") / given.target
    return Fuzzing(given.target, folder).run(given.minutes * 60)


class Fuzzing:
    """One target's folder: `corpus`, `findings`, and `spent`, which holds seconds."""

    def __init__(self, target: str, folder: Path) -> None:
        self._target = target
        self._corpus, self._findings, self._spent = folder / "corpus", folder / "findings", folder / "spent"
        for place in (self._corpus, self._findings):
            place.mkdir(parents=True, exist_ok=True)
        for seed in TARGETS[target].seeds():
            (self._corpus / hashlib.sha1(seed).hexdigest()).write_bytes(seed)

    @property
    def spent(self) -> float:
        """Seconds of fuzzing so far."""
        return float(self._spent.read_text()) if self._spent.exists() else 0.0

    def run(self, seconds: float) -> int:
        """Fuzz for what is left of so many seconds."""
        while (left := seconds - self.spent) > 0:
            began = time.monotonic()
            try:
                done = self._slice(min(left, _SLICE))
            except KeyboardInterrupt:
                done = None
            self._spent.write_text(f"{self.spent + min(time.monotonic() - began, _SLICE):.0f}")
            if done is None:
                print(f"stopped after {self.spent:.0f} s of {seconds:.0f}; the same line goes on", file=sys.stderr)
                return 130
            if done.returncode:
                print(done.stderr.decode(errors="replace")[-3_000:], file=sys.stderr)
                return 1
            said = [line for line in done.stderr.decode(errors="replace").splitlines() if "DONE" in line]
            print(f"{self._target}: {self.spent:.0f} of {seconds:.0f} s {' '.join(said)}", file=sys.stderr, flush=True)
        found = sorted(path.name for path in self._findings.iterdir())
        inputs = len(list(self._corpus.iterdir()))
        print(f"{self._target}: {self.spent / 60:.0f} min, {inputs} inputs that differ, found: {found or 'nothing'}")
        return 1 if found else 0

    def _slice(self, seconds: float) -> subprocess.CompletedProcess[bytes]:
        argv = [sys.executable, "-m", "tests.trust.engine", self._target]
        argv += [str(self._corpus), str(self._findings), f"{max(1, round(seconds))}"]
        with tempfile.TemporaryDirectory() as home:
            env = {**os.environ, "HOME": home}
            return subprocess.run(argv, capture_output=True, env=env, check=False)


if __name__ == "__main__":
    raise SystemExit(main())
