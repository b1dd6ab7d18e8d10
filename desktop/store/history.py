"""The history of one record, issue or other row, as a person reads it."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from desktop.store.models import Audit, Revision
from desktop.store.trail import NOTED

_COUNT = re.compile(r"(\w+) (added|changed|erased|about|\w+ together) (\d+)")
_WORDS = {
    "answers": "the answers",
    "attendance": "who attended",
    "case_ref": "the case",
    "closed_on": "when it was closed",
    "due": "when it is due",
    "end": "its end",
    "fed_back_on": "when it was fed back",
    "form_version": "the version of the form",
    "hearing_no": "the number of the hearing",
    "made_on": "when it was made",
    "made_to": "whom it was made to",
    "meeting_id": "the meeting",
    "on_date": "the date",
    "on_paper": "whether it is on paper",
    "people": "who took part",
    "place_id": "the place",
    "raised_on": "when it was raised",
    "reference": "its number",
    "resolved_on": "when it was resolved",
    "response": "the answer to it",
    "response_on": "when it was answered",
    "slot_id": "the visit on the rota",
    "start": "its begin",
    "status": "where it stands",
    "told_role": "who was told",
    "typed_by": "who typed it",
    "unread": "what could not be read",
    "what": "what it says",
}
# What the program keeps for itself.
_OWN = {"changed_at", "counted_by", "counted_on", "finished_at", "revision", "sitting", "version"}


@dataclass(frozen=True, slots=True)
class HistoryEntry:
    """Who did what and when (UTC): what was changed, in words, and the reason if one was given."""

    at: datetime
    who: str
    why: str
    fields: str
    reason: str


def history_of(session: Session, entity_id: str) -> tuple[HistoryEntry, ...]:
    """Give all that the audit says of the row with this id, oldest first.

    A record's reasons for being opened again stand with the entry that did it; where they came
    from another desk, they stand by themselves. Reads through the whole audit.
    """
    rows = session.scalars(select(Audit).where(Audit.entity_id == entity_id).order_by(Audit.seq))
    given = session.scalars(
        select(Revision).where(Revision.record_id == entity_id).order_by(Revision.number)
    )
    reasons = list(given)
    found = [_entry(row, _taken(row, reasons)) for row in rows]
    elsewhere = [
        HistoryEntry(one.at, one.who, "Opened it again", "", one.reason) for one in reasons
    ]
    return tuple(sorted([*found, *elsewhere], key=lambda one: one.at))


def _entry(row: Audit, reason: str) -> HistoryEntry:
    return HistoryEntry(row.at, row.who, row.why, fields_in_words(row.fields), reason)


def _taken(row: Audit, reasons: list[Revision]) -> str:
    """Take the reason out of the list that was given in the write of an audit entry."""
    if "revision added" not in row.fields:
        return ""
    for one in reasons:
        if one.who in ("", row.who) and one.at <= row.at:
            reasons.remove(one)
            return one.reason
    return ""


def fields_in_words(said: str) -> str:
    """Write what an audit entry says it touched as a person reads it: "the date and the place"."""
    if said == NOTED:
        return ""
    columns = [part for part in said.split("; ") if part and not _COUNT.fullmatch(part)]
    names = [name for part in columns for name in part.split(", ") if name not in _OWN]
    return _listed(sorted({_WORDS.get(name, name.replace("_", " ")) for name in names}))


def _listed(words: Iterable[str]) -> str:
    *first, last = [*words] or [""]
    return f"{', '.join(first)} and {last}" if first else last
