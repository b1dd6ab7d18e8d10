"""A keyring of a test's own: the real service, on a message bus and in a folder of its own."""

import os
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from shutil import which

import pytest

INSTALLED = all(map(which, ("dbus-daemon", "gnome-keyring-daemon")))
_SILENT = subprocess.DEVNULL


@contextmanager
def keyring_in(folder: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Run one, unlocked, for the length of the block."""
    for name in ("data", "run"):
        (folder / name).mkdir(parents=True, mode=0o700)
    bus = ["dbus-daemon", "--session", "--nofork", "--print-address"]
    with subprocess.Popen(bus, stdout=subprocess.PIPE, stderr=_SILENT, text=True) as message_bus:
        assert message_bus.stdout is not None
        address = message_bus.stdout.readline().strip()
        own = {"XDG_DATA_HOME": str(folder / "data"), "XDG_RUNTIME_DIR": str(folder / "run")}
        monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", address)
        ring = ["gnome-keyring-daemon", "--foreground", "--unlock", "--components=secrets"]
        with subprocess.Popen(
            ring,
            stdin=subprocess.PIPE,
            stdout=_SILENT,
            stderr=_SILENT,
            env={**os.environ, **own},
        ) as service:
            assert service.stdin is not None
            service.stdin.write(b"log-in\n")
            service.stdin.close()
            _wait_for_service()
            try:
                yield
            finally:
                service.terminate()
                message_bus.terminate()


def _wait_for_service() -> None:
    from desktop.store.computer import can_remember

    until = time.monotonic() + 10
    while not can_remember() and time.monotonic() < until:
        time.sleep(0.05)
