"""No picture of this program's memory on the disk, whatever becomes of it.

A crash may have the system write down all that a process held, keys and drafts among it.
"""

import sys

_PR_SET_DUMPABLE = 4


def leave_no_dump() -> None:
    """Ask the system never to write this process's memory down, where there is a way to ask.

    On Linux other programs of the same user may not read it either.
    """
    if sys.platform == "win32":
        return
    import resource

    hard = resource.getrlimit(resource.RLIMIT_CORE)[1]
    resource.setrlimit(resource.RLIMIT_CORE, (0, hard))
    if sys.platform == "linux":
        import ctypes

        ctypes.CDLL(None).prctl(_PR_SET_DUMPABLE, 0, 0, 0, 0)
