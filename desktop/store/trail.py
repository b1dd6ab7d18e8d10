"""What one write touches, gathered as it is flushed and said in one audit entry.

The write door uses `WriteSession`, so nobody can forget the audit; the read door uses
`ReadSession`, so nobody can lose a change by making it in the wrong place.
"""

import hashlib
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from sqlalchemy import Engine, UpdateBase, event, inspect
from sqlalchemy.orm import ORMExecuteState, Session, UOWTransaction

from desktop.store.audit import Entry, append, content_hash
from desktop.store.models import Row

# What a keystroke may change without an entry of its own.
_DRAFTING = {"record", "record_date", "record_text", "identifier"}

# What belongs to one other row: a write of both is about that.
_PARTS = {"issue_step", "place_period", "revision"}

_TRAIL = "trail"

NOTED = "not changed"
"""What an entry says of a row that was only looked at, exported or sent."""

Key = tuple[str, tuple[object, ...]]


@dataclass(slots=True)
class Trail:
    """What a write has touched so far.

    `done` counts rows by table and deed, `hashes` holds the content hash of each row that has
    a salt, `columns` the names of the columns that changed in a row, `notes` what was done with
    rows that stayed as they are. A `quiet` trail only counts, because nothing will be said of it.
    """

    quiet: bool = False
    done: Counter[tuple[str, str]] = field(default_factory=Counter)
    keys: set[Key] = field(default_factory=set)
    hashes: dict[Key, str] = field(default_factory=dict)
    columns: dict[Key, set[str]] = field(default_factory=dict)
    notes: list[tuple[str, str, str]] = field(default_factory=list)

    def add(self, deed: str, row: Row) -> None:
        """Note a row that was "added", "changed" or "erased", or that the write is "about"."""
        changed: set[str] = set()
        if deed == "changed" and not self.quiet:
            before = inspect(row).committed_state
            changed = {name for name, old in before.items() if old != getattr(row, name)}
        self._note(deed, row, changed)

    def add_changed(self, row: Row, columns: Iterable[str]) -> None:
        """Note a row of which these columns were changed."""
        self._note("changed", row, columns)

    def _note(self, deed: str, row: Row, columns: Iterable[str]) -> None:
        if self.quiet:
            self.done[row.__tablename__, deed] += 1
            return
        key = (row.__tablename__, tuple(inspect(row).mapper.primary_key_from_instance(row)))
        if key not in self.keys or deed == "erased":
            self.done[row.__tablename__, deed] += 1
        self.keys.add(key)
        if deed == "changed":
            self.columns.setdefault(key, set()).update(columns)
        if hasattr(row, "salt"):
            self.hashes[key] = "" if deed == "erased" else content_hash(row)

    def entry(self, who: str, why: str) -> Entry:
        """Say it. The entry is about the one row that has a salt, otherwise about the only row."""
        whole = [key for key in self.keys if key[0] not in _PARTS]
        main = list(self.hashes) or whole or list(self.keys)
        table, identity = main[0] if len(main) == 1 else ("", ())
        columns = ", ".join(sorted(self.columns.get((table, identity), ())))
        counts = [f"{name} {deed} {n}" for (name, deed), n in sorted(self.done.items())]
        return Entry(
            who,
            why,
            entity=table,
            entity_id=str(identity[0]) if identity else "",
            fields="; ".join([*counts, columns] if columns else counts),
            content_hash=self._content_hash(),
        )

    def entries(self, who: str, why: str) -> list[Entry]:
        """Say everything: each note, and what was written; a write of notes alone is only these.

        Where several rows have a salt, each has an entry of its own besides, for its history.
        """
        apart = self.hashes if len(self.hashes) > 1 else {}
        noted: dict[Key, str] = {}
        said = []
        for what, table, id_ in self.notes:
            key = (table, (id_,))
            if key in apart and key not in noted:
                noted[key] = what
            else:
                said.append(Entry(who, what, table, id_, NOTED))
        if said and not self.done:
            return said
        each = [self._entry_of(who, noted.get(key, why), key) for key in apart]
        return [*said, *each, self.entry(who, why)]

    def _entry_of(self, who: str, why: str, key: Key) -> Entry:
        (table, identity), hash_ = key, self.hashes[key]
        columns = ", ".join(sorted(self.columns.get(key, ())))
        return Entry(who, why, table, str(identity[0]), columns or f"{table} added 1", hash_)

    def tables(self) -> set[str]:
        """Give the names of the tables touched."""
        return {table for table, _ in self.done}

    def _content_hash(self) -> str:
        hashes = [self.hashes[key] for key in sorted(self.hashes, key=str)]
        if len(hashes) < 2:
            return "".join(hashes)
        return hashlib.sha256("".join(hashes).encode()).hexdigest()


class WriteSession(Session):
    """A session whose changes are gathered in a trail; only the write door commits it."""

    def __init__(self, bind: Engine, *, quiet: bool = False) -> None:
        """Prepare to write on `bind`, whose transactions begin as a writer's."""
        super().__init__(bind, expire_on_commit=False, info={_TRAIL: Trail(quiet)})

    def commit(self) -> None:
        """Refuse: a commit here would leave the write without its audit entry."""
        raise RuntimeError("the write door commits when its block ends")

    def finish(self, who: str, why: str) -> None:
        """Append the audit entry and commit. A quiet write, a keystroke of a draft, has none."""
        self.flush()
        trail = trail_of(self)
        if not trail.quiet:
            for entry in trail.entries(who, why):
                append(self.connection(), entry)
        elif not trail.tables() <= _DRAFTING:
            raise RuntimeError("a quiet write changes a draft and nothing else")
        super().commit()


class ReadSession(Session):
    """A session that refuses changes: they would be lost when the read door closes."""


def trail_of(session: Session) -> Trail:
    """Give what has been touched since the write door was opened."""
    trail: Trail = session.info[_TRAIL]
    return trail


def about(session: Session, row: Row) -> None:
    """Let the audit entry of this write be about a row it may not have changed.

    So the entry that ends a sitting of drafting holds the content hash of the draft.
    """
    session.flush()
    trail_of(session).add("about", row)


def note(session: Session, why: str, *about: tuple[str, str]) -> None:
    """Let the audit say who looked at, exported or sent rows that this write leaves as they are.

    `about` names each row by table and id; each gets an entry of its own, which is in its history.
    """
    trail_of(session).notes.extend((why, table, id_) for table, id_ in about)


def run_apart(session: Session, statement: UpdateBase, values: Mapping[str, object]) -> None:
    """Run a statement that was put together once, on one row, and note it for the audit.

    The session's own way to run it takes four times as long.
    """
    session.connection().execute(statement, values)
    _note_statement(session, statement, 1)


def changed_apart(session: Session, row: Row, before: Mapping[str, object]) -> None:
    """Note a row that was changed by a statement of its own; `before` are its columns before that.

    What the session holds of it is out of date and is read anew when it is asked for.
    """
    trail_of(session).add_changed(
        row, {name for name, value in before.items() if getattr(row, name) != value}
    )
    held = session.identity_map.get(inspect(row).mapper.identity_key_from_instance(row))
    if held is not None:
        session.expire(held)


def _after_flush(session: Session, _context: UOWTransaction) -> None:
    trail = trail_of(session)
    for deed, rows in (
        ("added", session.new),
        ("changed", session.dirty),
        ("erased", session.deleted),
    ):
        for row in rows:
            trail.add(deed, row)


def _statement_in_write(state: ORMExecuteState) -> None:
    if isinstance(state.statement, UpdateBase):
        rows = len(state.parameters) if isinstance(state.parameters, list) else 1
        _note_statement(state.session, state.statement, rows)


def _note_statement(session: Session, statement: UpdateBase, rows: int) -> None:
    deed = "added" if statement.is_insert else "changed" if statement.is_update else "erased"
    trail_of(session).done[str(statement.table), f"{deed} together"] += rows


def _refuse_flush(session: Session, _context: UOWTransaction, _instances: object) -> None:
    if session.new or session.dirty or session.deleted:
        raise RuntimeError("changes belong behind the write door")


def _refuse_statement(state: ORMExecuteState) -> None:
    if state.is_insert or state.is_update or state.is_delete:
        raise RuntimeError("changes belong behind the write door")


event.listen(WriteSession, "after_flush", _after_flush)
event.listen(WriteSession, "do_orm_execute", _statement_in_write)
event.listen(ReadSession, "before_flush", _refuse_flush)
event.listen(ReadSession, "do_orm_execute", _refuse_statement)
