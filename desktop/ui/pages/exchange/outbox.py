"""What the page of a laptop shows, read from the desk in one go: plain data."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from desktop.exchange.sealed import conflicts
from desktop.exchange.sealed.conflicts import Conflict
from desktop.exchange.sealed.enrolling import is_to_enrol
from desktop.exchange.sealed.messages import Letter, messages
from desktop.exchange.sealed.office import Office, insist_on_office
from desktop.exchange.sealed.own_keys import insist_on_keys
from desktop.exchange.sealed.sending import Ready, SentFile, ready, sent_files
from desktop.exchange.sealed.words import fingerprint
from desktop.formlib.model import Form
from desktop.formlib.typed import say_day
from desktop.records.finding import Filter, RecordLine, page
from desktop.records.office import names
from desktop.records.record import record
from desktop.records.rows import NotHere
from desktop.store.desk import Desk

_MOST = 200


@dataclass(frozen=True, slots=True)
class Outbox:
    """What can go, what went and is not answered, and what the office wrote.

    `words` are this laptop's, to be read out; `is_new`: the office has not answered anything yet.
    `on_paper` were handed in on paper. `titles` name the records in files, by id.
    """

    office: Office
    words: tuple[str, ...]
    is_new: bool
    ready: tuple[Ready, ...]
    sent: tuple[SentFile, ...]
    on_paper: tuple[RecordLine, ...]
    letters: tuple[Letter, ...]
    conflicts: tuple[Conflict, ...]
    titles: Mapping[str, str]


def read_outbox(desk: Desk, forms: Mapping[str, Form]) -> Outbox:
    """Read it. Raises NoOffice."""
    with desk.read() as session:
        office, sent = insist_on_office(session), sent_files(session)
        in_files = {id_ for one in sent if not one.taken_back for id_ in one.record_ids}
        return Outbox(
            office=office,
            words=fingerprint(insist_on_keys(session).verify_key),
            is_new=is_to_enrol(session),
            ready=ready(session, forms),
            sent=sent,
            on_paper=tuple(one for one in _sent(session, forms) if one.id not in in_files),
            letters=messages(session),
            conflicts=conflicts.waiting(session, forms),
            titles=titles_of(session, forms, in_files),
        )


def titles_of(
    session: Any,  # noqa: ANN401 - pages know no SQLAlchemy
    forms: Mapping[str, Form],
    ids: Iterable[str],
) -> dict[str, str]:
    """Name records by kind, place and day; those that are gone are left out."""
    called = names(session)
    found = {}
    for id_ in ids:
        try:
            one = record(session, id_)
        except NotHere:
            continue
        form = forms.get(one.form)
        day = say_day(one.on_date.isoformat()) if one.on_date else ""
        place = called.get(one.place_id or "", "") or one.reference
        found[id_] = ", ".join(filter(None, (form.title if form else one.form, place, day)))
    return found


def _sent(session: Any, forms: Mapping[str, Form]) -> Sequence[RecordLine]:  # noqa: ANN401
    return [
        line
        for form in forms
        for line in page(
            session, Filter(form=form, statuses=("sent",)), sort="oldest", limit=_MOST
        ).lines
    ]
