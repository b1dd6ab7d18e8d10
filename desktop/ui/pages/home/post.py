"""What came by file and waits for a person, for the first page: messages, laptops, versions."""

from collections.abc import Collection, Iterable, Mapping
from datetime import date

from desktop.exchange.sealed import conflicts
from desktop.exchange.sealed.enrolling import laptops
from desktop.exchange.sealed.messages import Letter, messages
from desktop.exchange.sealed.office import office_of
from desktop.exchange.sealed.owing import owed
from desktop.formlib.model import Form
from desktop.formlib.typed import say_date
from desktop.records import stubs
from desktop.records.office import names
from desktop.returns.periods import Period
from desktop.store.desk import Desk
from desktop.ui.pages.home.reading import Waiting, many

_HERE, _THERE, _READ = "exchange", "send", "reading"
_MOST_TWICE = 5
_BIN = "Look at both on the page Records, and put one of them in the bin if it was one visit."


def unread(desk: Desk) -> tuple[Letter, ...]:
    """Give what the office wrote to this laptop's person and nobody has read yet, newest first."""
    with desk.read() as session:
        if office_of(session) is None:
            return ()
        return tuple(one for one in messages(session) if one.unread)


def post_waiting(
    desk: Desk, pages: Collection[str], forms: Mapping[str, Form]
) -> tuple[Waiting, ...]:
    """Give what waits on the page that sends and receives, for those who have one."""
    found = list(_at_office(desk, forms)) if _HERE in pages else []
    if _THERE in pages and (letters := unread(desk)):
        said = many(len(letters), "message", "messages")
        found.append(Waiting(f"{said} from the office", "", _THERE))
    return tuple(found)


def to_settle(
    desk: Desk, forms: Mapping[str, Form], period: Period | None = None
) -> Iterable[Waiting]:
    """Give what came in and does not count, or may be wrong, until somebody has settled it.

    `period` leaves out records of which the day is known and lies outside.
    """

    def concerns(day: date | None) -> bool:
        return period is None or day is None or period.start <= day <= period.end

    with desk.read() as session:
        new = [one.name for one in laptops(session) if one.state == "unconfirmed"]
        differ = [one for one in conflicts.waiting(session, forms) if concerns(one.on_date)]
        noted = [one for one in conflicts.stubs_to_confirm(session) if concerns(one.on_date)]
    if new:
        said = many(len(new), "new laptop waits", "new laptops wait")
        yield Waiting(f"{said} for its words to be compared", ", ".join(new), _HERE)
    if differ:
        said = many(len(differ), "record was", "records were")
        yield Waiting(f"{said} changed here and on a laptop", "", _HERE)
    if noted:
        said = many(len(noted), "visit noted before has", "visits noted before have")
        yield Waiting(f"{said} a report: is it the same visit?", "", _HERE)


def counted_twice(desk: Desk, forms: Mapping[str, Form], period: Period) -> Iterable[Waiting]:
    """Give the visits of a period that seem to have two reports, each with the way to one."""
    with desk.read() as session:
        called = names(session)
        found = [
            one
            for form in forms.values()
            for one in stubs.reported_twice(session, form, period.start, period.end)
        ]
    for one in found[:_MOST_TWICE]:
        day = say_date(one.on_date.isoformat()) if one.on_date else ""
        where = ", ".join(filter(None, (called.get(one.place_id or "", ""), day)))
        yield Waiting(
            f"Two reports seem to be of one visit, and both count: {where}",
            _BIN,
            _READ,
            one.record_id,
        )
    if (more := len(found) - _MOST_TWICE) > 0:
        said = many(more, "more visit seems", "more visits seem")
        yield Waiting(f"{said} to have two reports", "", "records")


def _at_office(desk: Desk, forms: Mapping[str, Form]) -> Iterable[Waiting]:
    yield from to_settle(desk, forms)
    with desk.read() as session:
        owing = [one.name for one in owed(session) if one.is_owed]
    if owing:
        said = many(len(owing), "answer", "answers")
        yield Waiting(f"{said} to give back", ", ".join(owing), _HERE)
