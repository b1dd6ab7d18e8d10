"""Records travel where there is no room, or where nothing may be written: all of it or nothing."""

from collections.abc import Callable
from pathlib import Path

import pytest

from desktop.errors import UserError
from desktop.store.backup import make_backup
from desktop.store.desk import Desk, open_desk
from desktop.store.restore import restore
from desktop.store.trouble import DiskFull, ReadOnly
from tests.soak.deeds import Deed, Role
from tests.soak.kills import Killer
from tests.soak.living import write
from tests.soak.looking import Run, look
from tests.unit.conftest import PASSPHRASE
from tests.unit.test_store_no_room import leave, read_only, with_connections_opened_anew

SECOND = frozenset({"second"})
BEFORE: dict[str, tuple[Deed, ...]] = {
    "save": (),
    "finish": (Deed("save", SECOND),),
    "send": (Deed("save", SECOND), Deed("finish", SECOND)),
}


def prepared(root: Path, kind: str) -> tuple[Run, Role, Deed]:
    """Make desks on which something is about to be done; gives whose, and what it is."""
    run = Killer(root, seed=4).new_run()
    if kind != "receive":
        for deed in BEFORE[kind]:
            do(run, "laptop", deed)
        return run, "laptop", Deed(kind, SECOND)  # type: ignore[arg-type] # as the table has it
    for deed in (*BEFORE["send"], Deed("send", SECOND)):
        do(run, "laptop", deed)
    look(run, "laptop")
    (name,) = [name for name, tokens in run.sent.files.items() if tokens == SECOND]
    return run, "office", Deed("receive", SECOND, name=name)


def do(run: Run, role: Role, deed: Deed) -> None:
    with opened(run, role) as desk:
        write(desk, deed, role, run.world.outbox)
    run.ledgers[role].state = run.ledgers[role].then(deed)


def refusal(deed: Callable[[], object]) -> UserError | None:
    """Give what is said where something cannot be done."""
    try:
        deed()
    except UserError as error:
        return error
    return None


def opened(run: Run, role: Role) -> Desk:
    return open_desk(run.world.desk(role), PASSPHRASE, who=role)


@pytest.mark.parametrize("room", [0, 40 << 10])
@pytest.mark.parametrize("kind", ["save", "finish", "send", "receive"])
def test_on_a_full_disk_it_is_done_whole_or_not_at_all(
    small_disk: Path, kind: str, room: int
) -> None:
    run, role, deed = prepared(small_disk, kind)
    ledger = run.ledgers[role]
    with opened(run, role) as desk:
        desk.checkpoint()
        filler = leave(small_disk, room)
        refused = refusal(lambda: write(desk, deed, role, run.world.outbox))
    filler.unlink()
    assert refused or room
    assert refused is None or isinstance(refused, DiskFull)
    ledger.state = ledger.state if refused else ledger.then(deed)
    look(run, role)
    assert run.outcome.sound, run.outcome

    if refused:
        do(run, role, deed)
        look(run, role)
    assert run.outcome.sound, run.outcome


@pytest.mark.parametrize("kind", ["finish", "send", "receive"])
def test_where_nothing_may_be_written_nothing_changes_and_it_is_said(
    tmp_path: Path, kind: str
) -> None:
    run, role, deed = prepared(tmp_path, kind)
    outbox = run.world.outbox
    with opened(run, role) as desk:
        with_connections_opened_anew(desk)
        with read_only(desk.folder), pytest.raises(ReadOnly):
            write(desk, deed, role, outbox)
        with_connections_opened_anew(desk)
    look(run, role)
    assert run.outcome.sound, run.outcome

    do(run, role, deed)
    look(run, role)
    assert run.outcome.sound, run.outcome


def backed_up(root: Path) -> tuple[Run, Path]:
    """Make a laptop that has a backup and one record more than it."""
    run = Killer(root, seed=5).new_run()
    with opened(run, "laptop") as desk:
        backup = make_backup(desk.folder, desk.key).folder
    run.ledgers["laptop"].saved[backup.name] = run.ledgers["laptop"].state
    do(run, "laptop", Deed("save", SECOND))
    return run, backup


def restored(run: Run, backup: Path) -> None:
    """Restore it, and look."""
    ledger = run.ledgers["laptop"]
    restore(run.world.desk("laptop"), backup, PASSPHRASE, who="laptop").close()
    ledger.state = ledger.saved[backup.name]
    look(run, "laptop")
    assert run.outcome.sound, run.outcome


@pytest.mark.parametrize("room", [0, 200 << 10, 480 << 10])
def test_a_backup_is_restored_whole_or_not_at_all_however_little_room_there_is(
    small_disk: Path, room: int
) -> None:
    run, backup = backed_up(small_disk)
    filler = leave(small_disk, room)
    folder = run.world.desk("laptop")
    refused = refusal(lambda: restore(folder, backup, PASSPHRASE, who="laptop").close())
    filler.unlink()
    assert refused or room
    assert refused is None or isinstance(refused, DiskFull)
    if refused:
        look(run, "laptop")
    assert run.outcome.sound, run.outcome

    restored(run, backup)


def test_a_backup_is_not_restored_into_a_folder_that_may_not_be_written_to(tmp_path: Path) -> None:
    run, backup = backed_up(tmp_path)
    folder = run.world.desk("laptop")
    with read_only(folder), pytest.raises(ReadOnly):
        restore(folder, backup, PASSPHRASE, who="laptop")
    look(run, "laptop")
    assert run.outcome.sound, run.outcome

    restored(run, backup)
