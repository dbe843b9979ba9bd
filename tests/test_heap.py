"""The C library's heap, in a process of its own: the setting is for good."""

from __future__ import annotations

import ctypes
import subprocess
import sys

import pytest

# Gives a large piece back, after which glibc would keep a smaller one in its heap. Prints what is mapped alone.
_PROGRAM = """
import ctypes
from dialer_tui import heap
names = "arena ordblks smblks hblks hblkhd usmblks fsmblks uordblks fordblks keepcost".split()
class Info(ctypes.Structure):
    _fields_ = [(name, ctypes.c_size_t) for name in names]
c = ctypes.CDLL(None)
c.mallinfo2.restype, c.malloc.restype, c.malloc.argtypes = Info, ctypes.c_void_p, [ctypes.c_size_t]
c.free.argtypes = [ctypes.c_void_p]
heap.settle()
c.free(c.malloc(8 * 2**20))
before = c.mallinfo2().hblkhd
c.malloc(4 * 2**20)
print(c.mallinfo2().hblkhd - before)
"""


@pytest.mark.skipif(not hasattr(ctypes.CDLL(None), "mallinfo2"), reason="only glibc tells, from 2.33 on")
def test_a_large_piece_of_memory_is_the_systems_again_though_a_larger_one_was_given_back_before() -> None:
    done = subprocess.run([sys.executable, "-c", _PROGRAM], capture_output=True, check=True)
    assert int(done.stdout) >= 4 * 2**20
