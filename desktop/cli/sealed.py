"""Sealed files on the command line: what came is taken in, what is ready goes to the office."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from desktop.errors import UserError
from desktop.exchange.sealed import setting_up
from desktop.exchange.sealed.invitation import read_invitation
from desktop.exchange.sealed.office import insist_on_office, office_of
from desktop.exchange.sealed.ready import ready
from desktop.exchange.sealed.receipts import Answered, take_receipt
from desktop.exchange.sealed.receiving import receive
from desktop.exchange.sealed.refusals import WrongKind
from desktop.exchange.sealed.report import Report
from desktop.exchange.sealed.signed import is_signed
from desktop.exchange.sending import write_for_office
from desktop.formlib.model import Form
from desktop.returns.dates_text import day_text
from desktop.store.desk import Desk

_SIMPLE = ("insert", "duplicate")


@dataclass(frozen=True, slots=True)
class Taken:
    """What came of a sealed file, as sentences; `done` is false where nothing was taken yet."""

    sentences: tuple[str, ...]
    done: bool = True


def take_sealed(desk: Desk, forms: Mapping[str, Form], own_forms: Path, content: bytes) -> Taken:
    """Take in what a laptop or the office sent: all of it or nothing. Raises UserError.

    `own_forms` is where an invitation puts the office's own; load the forms again afterwards.
    """
    if is_signed(content):  # of what travels, only invitations are not sealed
        return _take_invitation(desk, forms, own_forms, content)
    with desk.read() as session:
        at_office = office_of(session) is None
    if at_office:
        with desk.write("Took in what a laptop had sent") as session:
            return _reported(receive(session, forms, content), forms)
    try:
        with desk.write("Took in an answer of the office") as session:
            return _answered(take_receipt(session, content))
    except WrongKind as error:
        if error.kind != "submission":
            raise
    with desk.write("Took in cases from the office") as session:
        return _reported(receive(session, forms, content), forms)


def write_sealed(desk: Desk, forms: Mapping[str, Form], path: Path) -> str:
    """Write what is ready for the office to a file that only the office opens, and say so.

    What is in it is sent from then on. Raises NoOffice and other UserErrors.
    """
    if path.exists():
        raise UserError(
            f"{path} is there already.",
            "Choose another name: a file that has not reached the office yet would be lost.",
        )
    with desk.write("Made a file for the office") as session:
        office = insist_on_office(session)
        ids = [one.id for one in ready(session, forms)]
        if not ids:
            raise UserError(
                "Nothing waits to be sent to the office.", "Finish a record first, then send it."
            )
        sent = write_for_office(session, path, forms, ids)
    many = "1 record is" if len(sent) == 1 else f"{len(sent):,} records are"
    return (
        f"{many} in {path}, which only {office.name} can open. Send it to them, and take in their "
        "answer with “import”."
    )


def _take_invitation(
    desk: Desk, forms: Mapping[str, Form], own_forms: Path, content: bytes
) -> Taken:
    opened = read_invitation(content)
    with desk.read() as session:
        known = setting_up.look(session, opened)
    if known is None:
        raise UserError(
            "This is a first invitation, and this desk belongs to no office yet.",
            "Open it in the window, where the office’s words are compared by telephone.",
        )
    done = setting_up.update(desk, forms, opened, own_forms)
    said = f"This desk is as the newest invitation of {done.office.name} says."
    return Taken((said, *done.remarks))


def _answered(answered: Answered) -> Taken:
    return Taken(tuple(filter(None, (answered.sentence, answered.history))))


def _reported(report: Report, forms: Mapping[str, Form]) -> Taken:
    said = (report.sentence, *_records(report, forms), *report.remarks, report.history)
    return Taken(tuple(filter(None, said)), report.state != "unconfirmed")


def _records(report: Report, forms: Mapping[str, Form]) -> Iterator[str]:
    """Name the records that are not simply here now, and say what became of each."""
    for one in report.records:
        if one.decision not in _SIMPLE:
            title = forms[one.form].title if one.form in forms else one.form
            day = day_text(one.on_date) if one.on_date else ""
            yield f"{', '.join(filter(None, (title, one.place, day)))}: {one.sentence}"
