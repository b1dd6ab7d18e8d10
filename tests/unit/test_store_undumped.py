"""A crash of the program leaves no picture of its memory."""

import subprocess
import sys

import pytest

ASKS = """
from desktop.store.undumped import leave_no_dump
import ctypes, resource
leave_no_dump()
print(resource.getrlimit(resource.RLIMIT_CORE)[0], ctypes.CDLL(None).prctl(3, 0, 0, 0, 0))
"""


@pytest.mark.skipif(sys.platform != "linux", reason="asks Linux what it would do")
def test_the_system_is_asked_to_write_no_memory_down() -> None:
    done = subprocess.run([sys.executable, "-c", ASKS], capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["0", "0"]
