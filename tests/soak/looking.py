"""A desk after its program was killed: what must be there is there, whole, and nothing else."""

import hashlib
from collections import Counter
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from typing import cast

from sqlalchemy import select
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session

from desktop.errors import UserError
from desktop.exchange.sealed import letting_in
from desktop.exchange.sealed.sending import KIND, make_again, sent_files
from desktop.store import chain, keyfile
from desktop.store.backup import backups, faults
from desktop.store.desk import DatabaseMissing, Desk, open_desk
from desktop.store.engine import checkpoint, connect, make_engine
from desktop.store.keyfile import WrongPassphrase, WrongRecoveryCode
from desktop.store.layout import BACKUPS, DATABASE, KEYS, PENDING_KEYS, SET_ASIDE
from desktop.store.models import Parcel, Passage, Record, RecordText
from desktop.store.restore import restore
from desktop.store.suddenend import CODES_UNSEEN
from tests.soak.deeds import Role, State
from tests.soak.desks import VISIT, World, ids, named, said, state_of
from tests.soak.ledger import Ledger

NOT_WHOLE = (ValueError, KeyError, SQLAlchemyError)
"""What looking at a desk raises where tables or indexes do not fit together."""


@dataclass
class Outcome:
    """What came of a run of kills. `lost` and `torn` say what and where; they should be empty.

    `acknowledged` counts what was said to be durable, `interrupted` what was under way when a
    kill came, both by kind. `survived` counts what was durable and not yet said, `void` the
    recovery codes that were in force no more while the new one had not been said.
    """

    kills: int = 0
    opening: int = 0
    acknowledged: Counter[str] = field(default_factory=Counter)
    interrupted: Counter[str] = field(default_factory=Counter)
    survived: int = 0
    void: int = 0
    lost: list[str] = field(default_factory=list)
    torn: list[str] = field(default_factory=list)

    @property
    def sound(self) -> bool:
        """Say whether nothing was lost and nothing torn."""
        return not self.lost and not self.torn


@dataclass
class Sent:
    """What is known of the files that left the laptop, by name, and of what records said in them.

    `files` gives the tokens in each, `versions` what each record said, in any of them.
    """

    files: dict[str, frozenset[str]] = field(default_factory=dict)
    versions: dict[str, set[int]] = field(default_factory=dict)


@dataclass
class Run:
    """Some desks, what their programs have said, and what came of it."""

    world: World
    ledgers: dict[Role, Ledger]
    sent: Sent
    outcome: Outcome


def look(run: Run, role: Role) -> None:
    """Open the desk of a killed program, compare it with what was said, and go on from there."""
    ledger, outcome = run.ledgers[role], run.outcome
    folder = run.world.desk(role)
    try:
        desk = reopened(folder, ledger)
    except UserError as error:
        outcome.lost.append(f"the {ledger.role} does not open: {error.sentence}")
        return
    with desk:
        try:
            _look(run, ledger, desk)
        except UserError as error:
            outcome.lost.append(f"{role}: {error.sentence}")
        except NOT_WHOLE as error:
            outcome.torn.append(f"{role}: {error}")
    ledger.under_way, ledger.last = None, ""


def _look(run: Run, ledger: Ledger, desk: Desk) -> None:
    if desk.notice not in ("", CODES_UNSEEN):
        run.outcome.torn.append(f"{ledger.role}: {desk.notice}")
    look_inside(desk, ledger, run.sent, run.outcome)
    run.outcome.torn += backup_faults(desk, ledger)
    if ledger.role == "laptop":
        take_to_outbox(desk, run.world, run.sent)
        run.outcome.lost += _shut_out(desk, run)


def look_inside(desk: Desk, ledger: Ledger, sent: Sent, outcome: Outcome) -> None:
    """Compare what is in an open desk with what was said. ValueError where it is not whole."""
    outcome.torn += [f"{ledger.role}: {one}" for one in _unsound(desk)]
    with desk.read() as session:
        state = state_of(session, ledger.role)
        outcome.torn += [f"{ledger.role}: {one}" for one in _torn(session, sent)]
    _compare(ledger, state, outcome)
    _look_at_code(desk, ledger, outcome)


def reopened(folder: Path, ledger: Ledger) -> Desk:
    """Open a desk with what must open it, in the way that the program says to its owner."""
    for passphrase in ledger.passphrases():
        try:
            desk = open_desk(folder, passphrase, who="Tester")
        except WrongPassphrase:
            continue
        except DatabaseMissing:
            deed = ledger.under_way
            if deed is None or deed.kind != "restore":
                raise
            # It says: restore the desk from a backup.
            desk = restore(folder, folder / BACKUPS / deed.name, passphrase, who="Tester")
        ledger.passphrase = passphrase
        letting_in.mend_way_in(desk)
        return desk
    raise WrongPassphrase("No passphrase opens it.", f"{ledger.passphrases()}")


def _compare(ledger: Ledger, state: State, outcome: Outcome) -> None:
    """The desk holds what was said, or that and what was under way."""
    deed = ledger.under_way
    then = ledger.then(deed) if deed is not None else ledger.state
    if state == then and state != ledger.state:
        outcome.survived += 1
    elif state != ledger.state:
        where = f"{ledger.role}, {deed}"
        missing = {
            token: entry
            for token, entry in ledger.state.records.items()
            if state.records.get(token) not in (entry, then.records.get(token))
        }
        more = {
            token: entry
            for token, entry in state.records.items()
            if token not in ledger.state.records and token not in then.records
        }
        files = {*map(tuple, ledger.state.files - state.files)}
        (outcome.lost if missing or files else outcome.torn).append(
            f"{where}: missing {missing} {files}, more {more}"
        )
    ledger.state = state


def _unsound(desk: Desk) -> Iterator[str]:
    if (desk.folder / PENDING_KEYS).exists():
        yield "a key file waits"
    with desk.read() as session:
        if broken := chain.verify(session):
            yield broken.sentence
    with closing(connect(desk.folder / DATABASE, desk.key)) as raw:
        checkpoint(raw)
        yield from faults(raw)


def _torn(session: Session, sent: Sent) -> Iterator[str]:
    """What was written in one go is there in one piece."""
    texts = Counter(session.scalars(select(RecordText.record_id)))
    passages = {(one.record_id, one.parcel_id) for one in session.scalars(select(Passage))}
    crossed = {record for record, _ in passages}
    for token, id_ in ids(session).items():
        row = session.get_one(Record, id_)
        if row.form == VISIT.id and texts[id_] != 1:
            yield f"{token} has {texts[id_]} texts"
        if row.status == "sent" and id_ not in crossed:
            yield f"{token} is sent, and no file has it"
        came = session.scalar(
            select(Passage.id).where(Passage.record_id == id_, Passage.direction == "in")
        )
        if came and said(row)[1] not in sent.versions.get(token, {1}):
            yield f"{token} says what nobody sent"
    there = set(session.scalars(select(Record.id)))
    for parcel in session.scalars(select(Parcel).where(Parcel.kind == KIND)):
        inside = set(named(parcel))
        if inside - there:
            yield f"a file that went {parcel.direction} is not whole here"
        if parcel.direction == "out" and {(id_, parcel.id) for id_ in inside} - passages:
            yield "a file that was sent has no passage"
        if parcel.direction == "in" and len(cast("list[object]", parcel.receipt["records"])) != len(
            inside
        ):
            yield "a file that came has no whole report"


def _look_at_code(desk: Desk, ledger: Ledger, outcome: Outcome) -> None:
    """The code that was shown last opens the desk, unless a newer one was on its way."""
    if not ledger.code:
        return
    try:
        opens = keyfile.unlock_by_code(desk.folder / KEYS, ledger.code).key == desk.key
    except WrongRecoveryCode:
        opens = False
    if opens:
        return
    ledger.code = ""
    if ledger.under_way is not None and ledger.under_way.kind in ("code", "key"):
        outcome.void += 1
    else:
        outcome.lost.append(f"{ledger.role}: its recovery code, {ledger.under_way}")


def backup_faults(desk: Desk, ledger: Ledger) -> Iterator[str]:
    """The backup that was said to be made last is there and holds what it held."""
    place = desk.folder / BACKUPS / ledger.last
    if not ledger.last or not _is_still_kept(place):
        return
    try:
        key = keyfile.unlock(place / KEYS, ledger.passphrase)
    except WrongPassphrase:
        return  # made with the passphrase before
    with closing(connect(place / DATABASE, key)) as raw:
        yield from faults(raw)
    engine = make_engine(place / DATABASE, key)
    with Session(engine) as session:
        if state_of(session, ledger.role) != ledger.saved[ledger.last]:
            yield "a backup does not hold what was there"
    engine.dispose()


def _is_still_kept(place: Path) -> bool:
    """Backups go when five newer ones are there, or when a restored desk has another history."""
    if place.exists():
        return True
    newer = [one for one in backups(place.parent) if one.folder.name > place.name]
    if len(newer) >= 5 or any(place.parents[1].glob(f"{SET_ASIDE}/*/{BACKUPS}/{place.name}")):
        return False
    raise ValueError(f"the backup {place.name} is gone")


def take_to_outbox(desk: Desk, world: World, sent: Sent) -> None:
    """Take the files that a laptop has made to where the office finds them."""
    with desk.read() as session:
        by_id = {id_: token for token, id_ in ids(session).items()}
        for file in sent_files(session):
            if file.parcel_id in sent.files or not file.can_be_made_again:
                continue
            made = make_again(session, file.parcel_id)
            row = session.get_one(Parcel, file.parcel_id)
            if hashlib.sha256(made.blob).hexdigest() != row.file_hash:
                raise ValueError("a file that was sent is not as it was made")
            (world.outbox / file.parcel_id).write_bytes(made.blob)
            sent.files[file.parcel_id] = frozenset(by_id[id_] for id_ in made.record_ids)
            for id_ in made.record_ids:
                token, version = said(session.get_one(Record, id_))
                sent.versions.setdefault(token, set()).add(version)


def _shut_out(desk: Desk, run: Run) -> Iterator[str]:
    """The office can still let the laptop's owner in."""
    asked = letting_in.request_text(desk.folder)
    passphrase = run.ledgers["office"].passphrase
    with (
        open_desk(run.world.desk("office"), passphrase, who="Tester") as office,
        office.write("Read a code out") as session,
    ):
        code = letting_in.read_request(session, asked, "Jane, who rang").code
    if keyfile.unlock_by_code(desk.folder / KEYS, code).key != desk.key:
        yield "the office's code opens the laptop no more"
