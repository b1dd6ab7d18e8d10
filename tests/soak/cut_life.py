"""The program that is traced for `power_cuts`: it does a few things and says what is durable.

    python -m tests.soak.cut_life FOLDER [database | keys]

With a word at the end, it does not wait until the database, or the key file, is on the disk.
"""

import json
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path

import pytest

from desktop.store import engine
from desktop.store.backup import make_backup
from desktop.store.desk import open_desk
from desktop.store.restore import restore
from tests.soak.deeds import Deed, Heard
from tests.soak.living import seal_anew, write
from tests.unit.conftest import CHEAP, PASSPHRASE

LATE = "late"
"""The record that is saved after the backup that is restored then."""

_ROUNDS = 3


def live(folder: Path) -> None:
    """Save, send and change what opens the desk, and end without closing it."""
    desk = open_desk(folder, PASSPHRASE, who="laptop")
    for number in range(_ROUNDS):
        a, b = f"{number}-a", f"{number}-b"
        for deed in (
            Deed("save", frozenset({a})),
            Deed("save", frozenset({b})),
            Deed("change", frozenset({a}), 2),
            Deed("finish", frozenset({a})),
            Deed("finish", frozenset({b})),
            Deed("send", frozenset({a, b})),
        ):
            with _said(deed):
                write(desk, deed, "laptop", folder)
        passphrase = f"passphrase {number}"
        with _said(Deed("passphrase", name=passphrase)):
            desk.change_passphrase(passphrase, cost=CHEAP)
        with _said(Deed("code")) as result:
            result.append(desk.change_recovery_code())
        with _said(Deed("back up")) as result:
            backup = make_backup(folder, desk.key).folder
            result.append(backup.name)
        if number == 0:
            with _said(Deed("key")) as result:
                result.append(seal_anew(desk, passphrase, "laptop").recovery_code)
        elif number == 1:
            with _said(Deed("close")):
                desk.close()
                desk = open_desk(folder, passphrase, who="laptop")
        else:
            deed = Deed("save", frozenset({LATE}))
            with _said(deed):
                write(desk, deed, "laptop", folder)
            with _said(Deed("restore", name=backup.name)):
                desk.close()
                desk = restore(folder, backup, passphrase, who="laptop")
            deed = Deed("save", frozenset({"last"}))
            with _said(deed):
                write(desk, deed, "laptop", folder)


@contextmanager
def _said(deed: Deed) -> Iterator[list[str]]:
    """Say before what will be done, and then that it is; the list is for its result."""
    result: list[str] = []
    _say(Heard(done=False, deed=deed))
    yield result
    _say(Heard(done=True, deed=deed, result="".join(result)))


def _say(heard: Heard) -> None:
    said = asdict(heard)
    said["deed"]["tokens"] = sorted(heard.deed.tokens)
    os.write(2, json.dumps(said).encode() + b"\n")


def heard(said: bytes) -> Heard | None:
    """Read what was said; None for anything else on standard error."""
    try:
        one = json.loads(said)
    except ValueError:
        return None
    deed = one["deed"]
    return Heard(one["done"], Deed(**{**deed, "tokens": frozenset(deed["tokens"])}), one["result"])


def _wait_for_no(what: str) -> None:
    """Become a program that says too early that something is on the disk."""
    if what == "database":
        never = "PRAGMA synchronous=OFF"
        pytest.MonkeyPatch().setattr(engine, "_sync_every_commit", lambda raw: raw.execute(never))
    elif what == "keys":
        pytest.MonkeyPatch().setattr(os, "fsync", lambda _: None)


if __name__ == "__main__":
    if len(sys.argv) > 2:
        _wait_for_no(sys.argv[2])
    live(Path(sys.argv[1]))
    os._exit(0)  # the power goes before anything is put in order
