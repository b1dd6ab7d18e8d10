"""What the page of the office shows, read from the desk in one go: plain data."""

from collections.abc import Mapping
from dataclasses import dataclass

from desktop.exchange.sealed import conflicts, own_keys, receiving, sending
from desktop.exchange.sealed.colleagues import colleagues
from desktop.exchange.sealed.conflicts import Conflict, StubMet
from desktop.exchange.sealed.enrolling import Laptop, laptops
from desktop.exchange.sealed.owing import Owed, owed
from desktop.exchange.sealed.report import Report
from desktop.exchange.sealed.sending import Ready, SentFile
from desktop.formlib.model import Form
from desktop.store.desk import Desk


@dataclass(frozen=True, slots=True)
class Inbox:
    """What waits for a person at the office, whom it owes an answer, and what went in and out.

    `cases` are those that can go to each colleague. `has_keys`: somebody was invited before.
    """

    new: tuple[Laptop, ...]
    conflicts: tuple[Conflict, ...]
    stubs: tuple[StubMet, ...]
    owed: tuple[Owed, ...]
    cases: tuple[tuple[Laptop, tuple[Ready, ...]], ...]
    came: tuple[Report, ...]
    went: tuple[SentFile, ...]
    has_keys: bool


def read_inbox(desk: Desk, forms: Mapping[str, Form]) -> Inbox:
    """Read it."""
    with desk.read() as session:
        has_keys = own_keys.own_keys(session) is not None
        met = laptops(session)
        return Inbox(
            new=tuple(one for one in met if one.state == "unconfirmed"),
            conflicts=conflicts.waiting(session, forms),
            stubs=conflicts.stubs_to_confirm(session),
            owed=owed(session),
            cases=tuple(
                (one, sending.ready(session, forms, to=one.id)) for one in colleagues(session)
            ),
            came=receiving.reports(session),
            went=sending.sent_files(session),
            has_keys=has_keys,
        )
