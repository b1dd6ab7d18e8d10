"""Is a backup good, wherever it lies? It is opened and read whole, and nothing in it is changed."""

from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import Session

from desktop.errors import UserError
from desktop.store import audit, chain, keyfile, migrate
from desktop.store.audit import Head
from desktop.store.backup import BackupUnsound, faults, made_at
from desktop.store.desk import Desk
from desktop.store.engine import connect, make_engine
from desktop.store.layout import DATABASE, KEYS
from desktop.store.models import Audit
from desktop.store.moment import say_moment
from desktop.store.trouble import DatabaseDamaged, plain_words, plain_words_for_files
from desktop.store.verify import Finding, Health

_MAKE_ANOTHER = "Make a new backup now, and keep this one apart."
_THAT_DESK = "Check it with the passphrase of the desk that it was made of."


@dataclass(frozen=True, slots=True)
class _History:
    """A backup's audit: its first hash and its head; and how many records stand beside it."""

    first: str
    head: Head
    records: int


def verify_backups(place: Path, passphrase: str, desk: Desk | None = None) -> Health:
    """Prove the backup at `place`, or each of the backups in that folder, newest first.

    Each opens with the passphrase, is whole, and belongs to `desk`, where there is one to compare
    it with. UserError where there is no backup at all.
    """
    sound: list[str] = []
    findings: list[Finding] = []
    with plain_words_for_files():
        for folder in _folders(place):
            try:
                sound.append(_proved(folder, passphrase, desk))
            except UserError as error:
                findings.append(Finding(error.sentence, error.next_step))
    return Health(tuple(sound), tuple(findings))


def _folders(place: Path) -> list[Path]:
    if place.is_file() and place.name in (DATABASE, KEYS):
        return [place.absolute().parent]
    if not place.is_dir():
        what = "is no backup" if place.exists() else "is not there"
        raise BackupUnsound(f"{place} {what}.", f"Name a folder that holds {DATABASE} and {KEYS}.")
    place = place.absolute()
    if _looks_like_one(place):
        return [place]
    found = sorted(filter(_looks_like_one, place.iterdir()), reverse=True)
    if not found:
        raise BackupUnsound(
            f"There is no backup in {place}.", f"Name a folder that holds {DATABASE} and {KEYS}."
        )
    return found


def _looks_like_one(folder: Path) -> bool:
    return made_at(folder) is not None or any((folder / n).is_file() for n in (DATABASE, KEYS))


def _proved(folder: Path, passphrase: str, desk: Desk | None) -> str:
    """Say in sentences what a good backup holds. Raises UserError for any other."""
    moment = made_at(folder)
    name = f"The backup of {say_moment(moment)}" if moment else f"The backup in “{folder.name}”"
    database = folder / DATABASE
    for part in (DATABASE, KEYS):
        if not (folder / part).is_file():
            raise BackupUnsound(f"{name} is not complete: {part} is missing.", _MAKE_ANOTHER)
        if not (folder / part).stat().st_size:
            raise BackupUnsound(f"{name} is empty: {part} holds nothing.", _MAKE_ANOTHER)
    key, opens = _key(folder / KEYS, name, passphrase, desk)
    _read_through(database, key, name)
    history = _history(database, key, name)
    many = "1 record" if history.records == 1 else f"{history.records} records"
    whole = f"and is whole: {many}, and an audit of {history.head.seq} entries."
    return f"{name} {opens} {whole} {_whose(history, desk, name)}"


def _key(keys: Path, name: str, passphrase: str, desk: Desk | None) -> tuple[bytes, str]:
    """Give the key that opens a backup, and what was needed for it."""
    try:
        return keyfile.unlock(keys, passphrase), "opens with this passphrase"
    except keyfile.WrongPassphrase:
        if desk is not None and keyfile.key_id_of(keys) == keyfile.key_id(desk.key):
            # It was changed since. Beside this desk the backup opens all the same.
            return desk.key, "opens with this desk's key (elsewhere: its passphrase of that day)"
        raise BackupUnsound(
            f"{name} does not open with this passphrase, and its key is not this desk's."
            if desk is not None
            else f"{name} does not open with this passphrase.",
            _THAT_DESK,
        ) from None
    except keyfile.KeyFileNewer:
        raise _newer(name) from None
    except keyfile.KeyFileDamaged:
        raise BackupUnsound(f"{name} is damaged: its key file.", _MAKE_ANOTHER) from None


def _read_through(database: Path, key: bytes, name: str) -> None:
    """Read every page, table and reference. Raises BackupUnsound, NewerDesk."""
    revision = ""
    try:
        with plain_words(), closing(connect(database, key)) as raw:
            said = faults(raw)
            if not said:
                revision = migrate.revision_of(raw)
    except DatabaseDamaged:
        said = ["It cannot be read."]
    if said:
        raise BackupUnsound(f"{name} is damaged. {' '.join(said)}", _MAKE_ANOTHER)
    try:
        migrate.insist_on_known(revision)
    except migrate.NewerDesk:
        raise _newer(name) from None


def _newer(name: str) -> migrate.NewerDesk:
    return migrate.NewerDesk(
        f"{name} was made with a newer version of Scrutiny Desk.",
        "Install the newest version on this computer and check it again.",
    )


def _history(database: Path, key: bytes, name: str) -> _History:
    """Walk a backup's audit. Raises BackupUnsound where it is broken."""
    engine = make_engine(database, key)
    try:
        with Session(engine) as session:
            broken = chain.verify(session)
            if broken is not None:
                raise BackupUnsound(
                    f"{name} is not as it was made. {broken.sentence}", _MAKE_ANOTHER
                )
            connection = session.connection()
            records = connection.exec_driver_sql("SELECT count(*) FROM record").scalar_one()
            return _History(_hash_at(session, 1), audit.head(session), int(records))
    finally:
        engine.dispose()


def _hash_at(session: Session, seq: int) -> str:
    return session.scalar(select(Audit.hash).where(Audit.seq == seq)) or ""


def _whose(history: _History, desk: Desk | None, name: str) -> str:
    """Say that a backup belongs to the desk. Raises BackupUnsound where it does not."""
    if desk is None:
        return "There is no desk here to compare it with."
    with desk.read() as session:
        first, newest = _hash_at(session, 1), audit.head(session).seq
        same = _hash_at(session, history.head.seq) == history.head.hash
    if first != history.first:
        raise BackupUnsound(f"{name} is whole, and it is another desk's.", _THAT_DESK)
    if same:
        return "It belongs to this desk."
    if history.head.seq > newest:
        more = history.head.seq - newest
        return f"It belongs to this desk and holds {more} more in its audit: the desk is older."
    raise BackupUnsound(
        f"{name} is whole, but what was written after it began differs from this desk.",
        "One of the two was restored and used on: keep both, and ask whoever runs the scheme.",
    )
