"""Taking the records of one file in, each by its decision."""

from collections.abc import Mapping

from sqlalchemy import select
from sqlalchemy.orm import Session

from desktop.exchange.importing import take_named
from desktop.exchange.lines import DeskFileError, Line
from desktop.exchange.record_lines import RecordLines
from desktop.exchange.sealed.arriving import Came
from desktop.exchange.sealed.beside import hold, lines_beside, planned
from desktop.exchange.sealed.colleagues import may_write
from desktop.exchange.sealed.deciding import decide
from desktop.exchange.sealed.fields import tidied
from desktop.exchange.sealed.payload import SealedRecord
from desktop.exchange.sealed.refused import FormNotHere, NotTheirs, RecordRefused
from desktop.exchange.sealed.report import Decided, sentence_here, sentence_there
from desktop.exchange.sealed.versions import (
    EXTRAS,
    Known,
    bare_lines,
    content_hash,
    held_of,
    keep_passage,
    known_of,
)
from desktop.formlib.model import Form
from desktop.formlib.typed import say_day
from desktop.records.finishing import keep_revision
from desktop.records.header import day
from desktop.records.office import names
from desktop.records.record import DONE
from desktop.records.stubs import reports_of_same_visit
from desktop.store.models import Parcel, Peer, Record, Slot, Waiting

_VISITS = "when_finished"
_STATES = ("open", "finished")
_LONGEST_REASON = 2_000
_MOST_REMARKS = 50
_OF_THIS_DESK = ("binned_from", "revision", "changed_at", "reference", "case_ref", "hearing_no")
"""Columns of a record that no laptop sends: each desk keeps or works them out for itself."""
_SHOWN = ("source", "typed_by")


def check(session: Session, forms: Mapping[str, Form], came: Came) -> None:
    """Refuse a file with records that this desk cannot read, or that its sender may not send.

    Raises FormNotHere, NotTheirs.
    """
    allowed: dict[str, bool] = {}
    for version in came.said.records:
        line = version.line
        form = forms.get(str(line.get("form")))
        edition = line.get("form_version")
        if form is None:
            raise FormNotHere(
                f"This file holds a record of a form that is not on this computer: "
                f"“{str(line.get('form'))[:40]}”. Nothing was taken from it.",
                "Install the newest version of the program, or the form, and open the file again.",
            )
        if not isinstance(edition, int) or edition > form.version:
            raise FormNotHere(
                f"This file was written with a newer edition of the form “{form.title}” than this "
                "computer has. Nothing was taken from it.",
                "Install the newest version of the program, or of the form, and open the file "
                "again.",
            )
        visit = form.counts == _VISITS
        ends = ("finished",) if visit else _STATES
        if line.get("purpose", "real") != "real" or line.get("status") not in ends:
            raise NotTheirs(
                "This file holds a record that is not finished, or was written for practice. "
                "Nothing was taken from it.",
                "Ask the sender to install the newest version and to make the file again.",
            )
        laptop = came.sender.laptop
        if laptop is not None and form.id not in allowed:
            allowed[form.id] = may_write(session, laptop, form)
        if not allowed.get(form.id, True):
            raise NotTheirs(
                f"{came.sender.name} was not invited to write a {form.one}. Nothing was taken "
                "from this file.",
                f"Ring {came.sender.name}. If they are to write these, invite them to.",
            )


class Taking:
    """One file being taken in: what its records name goes in first."""

    def __init__(self, session: Session, forms: Mapping[str, Form], came: Came) -> None:
        """Begin; the parcel is kept already. Raises RecordRefused."""
        self._session, self._forms, self._came = session, forms, came
        ids = [one.id for one in came.said.records]
        self._known = known_of(session, ids)
        self._here = bare_lines(session, forms, ids)
        self._slots = set(session.scalars(select(Slot.id)))
        self._places = names(session)
        self._twice: list[str] = []
        beside = tuple(lines_beside(came, forms))
        before = planned(session)
        try:
            self._records: RecordLines = take_named(session, beside, forms)
        except DeskFileError as error:
            raise _refused("", error) from None
        self._held = tuple(
            f"The meeting of {say_day(one.isoformat())} was held, by what {came.sender.name} sent."
            for line in beside
            if line.type == "meeting" and (one := hold(session, line, before)) is not None
        )

    def take(self, version: SealedRecord, number: int) -> Decided:
        """Decide on one record and do it. Raises RecordRefused."""
        known = self._known[version.id]
        decision = decide(held_of(known, self._here.get(version.id), version), version)
        if decision == "correction" and self._is_somebody_elses(version, known):
            decision = "conflict"
        try:
            if decision == "insert":
                self._insert(version, number)
            elif decision == "correction":
                self._correct(version, number)
            elif decision == "conflict":
                self._wait(version, number)
            elif decision == "duplicate" and version.hash not in known.continued:
                self._crossed(version)
        except DeskFileError as error:
            raise _refused(self._said_of(version), error) from None
        row = self._session.get(Record, version.id)
        form = self._forms[str(version.line["form"])]
        place = self._places.get(row.place_id or "", "") if row is not None else ""
        return Decided(
            record_id=version.id,
            form=form.id,
            place=place,
            on_date=row.on_date if row is not None else None,
            number=version.number,
            hash=version.hash,
            decision=decision,
            sentence=sentence_here(decision),
            there=sentence_there(decision),
        )

    def remarks(self) -> tuple[str, ...]:
        """Give what somebody should look at."""
        return (*self._twice, *self._held, *self._records.remarks)

    def _insert(self, version: SealedRecord, number: int) -> None:
        self._records.take(self._line(version, number), version.id)
        self._arrived(version)
        form = self._forms[str(version.line["form"])]
        few = len(self._twice) < _MOST_REMARKS  # each is looked for among all of that day
        if few and reports_of_same_visit(self._session, form, version.id):
            self._twice.append(
                f"A report of the same visit seems to be here already ({self._said_of(version)}). "
                "Look at both, and put one of them in the bin if it was one visit."
            )

    def _correct(self, version: SealedRecord, number: int) -> None:
        row = self._session.get_one(Record, version.id)
        reason = str(version.line.get("reason") or "Sent again, corrected.")[:_LONGEST_REASON]
        keep_revision(self._session, row, self._came.sender.name, reason)
        self._session.flush()
        self._records.replace(self._line(version, number), version.id)
        self._arrived(version)

    def _arrived(self, version: SealedRecord) -> None:
        row = self._session.get_one(Record, version.id)
        row.revision = max(row.revision, version.number)
        if row.status in DONE:
            row.status = "filed"  # on the office's desk, and at a colleague's too
        self._session.flush()
        self._crossed(version)

    def _crossed(self, version: SealedRecord) -> None:
        line = bare_lines(self._session, self._forms, [version.id])[version.id]
        parcel = self._came.said.id
        keep_passage(self._session, version, "in", parcel, content_hash(line))

    def _wait(self, version: SealedRecord, number: int) -> None:
        said = self._records.read(self._line(version, number), version.id)
        stands = "finished" if said.columns["status"] in DONE else said.columns["status"]
        self._session.add(
            Waiting(
                parcel_id=self._came.said.id,
                record_id=version.id,
                revision=version.number,
                why="conflict",
                payload={
                    "version": version.to_body(),
                    "answers": dict(said.answers),
                    "unread": dict(said.unread),
                    "status": stands,
                    "meeting_id": said.columns.get("meeting_id"),
                },
            )
        )
        self._session.flush()

    def _is_visit(self, version: SealedRecord) -> bool:
        return self._forms[str(version.line["form"])].counts == _VISITS

    def _is_somebody_elses(self, version: SealedRecord, known: Known) -> bool:
        """Say whether another person than the sender has sent this visit: cases go round."""
        laptop = self._came.sender.laptop
        if laptop is None or known.last is None or not self._is_visit(version):
            return False
        parcel = self._session.get(Parcel, known.last.parcel_id)
        before = self._session.get(Peer, parcel.peer_id) if parcel and parcel.peer_id else None
        if before is None or before.id == laptop.id:
            return False
        return before.person_id is None or before.person_id != laptop.person_id

    def _line(self, version: SealedRecord, number: int) -> Line:
        left_out = (*EXTRAS, *_OF_THIS_DESK)
        data = {key: value for key, value in version.line.items() if key not in left_out}
        data |= {key: tidied(said) for key in _SHOWN if isinstance(said := data.get(key), str)}
        if self._is_visit(version) and isinstance(data.get("meeting"), str):
            del data["meeting"]  # visits are made for none
        slot = data.get("slot")
        if not isinstance(slot, str) or slot not in self._slots:
            data.pop("slot", None)  # it was taken off the rota meanwhile
        del data["type"], data["id"]
        return Line(number, "record", data)

    def _said_of(self, version: SealedRecord) -> str:
        form = self._forms[str(version.line["form"])]
        answers = version.line.get("answers")
        given = answers if isinstance(answers, dict) else {}
        place = given.get(form.header.place)
        where = self._places.get(place, "") if isinstance(place, str) else ""
        on = day(given.get(form.header.date_field))
        when = say_day(on.isoformat()) if on is not None else ""
        return ", ".join(filter(None, (form.one, where, when)))


def _refused(what: str, error: DeskFileError) -> RecordRefused:
    said = f"A record in this file ({what})" if what else "Something that this file names"
    return RecordRefused(
        f"{said} cannot be taken in: {error.reason}. Nothing was taken from the file.",
        "Ask the sender to correct it and to send it again.",
    )
