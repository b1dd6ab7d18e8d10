"""What a laptop takes in: its office's answers, invitations, and cases from a colleague there."""

from collections.abc import Mapping
from dataclasses import dataclass

from desktop.exchange.sealed.armour import read_any
from desktop.exchange.sealed.receipts import Answered, take_receipt
from desktop.exchange.sealed.receiving import receive
from desktop.exchange.sealed.refusals import WrongKind
from desktop.exchange.sealed.report import Report
from desktop.exchange.sealed.signed import is_signed
from desktop.formlib.model import Form
from desktop.store.desk import Desk
from desktop.ui import invited
from desktop.ui.invited import Taken
from desktop.ui.pages.exchange.outbox import titles_of


@dataclass(frozen=True, slots=True)
class Heard:
    """An answer of the office, and the names of the records that it speaks of, by id."""

    answered: Answered
    titles: Mapping[str, str]


Result = Heard | Report | Taken


def take(desk: Desk, forms: Mapping[str, Form], content: bytes) -> Result:
    """Take in whatever the office sent: all of it or nothing. Raises UserError."""
    if is_signed(read_any(content)):
        return invited.take(desk, forms, invited.read_next(desk, content))
    try:
        with desk.write("Took in an answer of the office") as session:
            answered = take_receipt(session, content)
            return Heard(answered, titles_of(session, forms, answered.sentences))
    except WrongKind as error:
        if error.kind != "submission":
            raise
    with desk.write("Took in cases from the office") as session:
        return receive(session, forms, content)
