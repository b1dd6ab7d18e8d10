"""What came by file and waits for a person, for the first page: messages, laptops, versions."""

from collections.abc import Collection, Iterable, Mapping

from desktop.exchange.sealed import conflicts
from desktop.exchange.sealed.enrolling import laptops
from desktop.exchange.sealed.messages import Letter, messages
from desktop.exchange.sealed.office import office_of
from desktop.exchange.sealed.owing import owed
from desktop.formlib.model import Form
from desktop.store.desk import Desk
from desktop.ui.pages.home.reading import Waiting, many

_HERE, _THERE = "exchange", "send"


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


def _at_office(desk: Desk, forms: Mapping[str, Form]) -> Iterable[Waiting]:
    with desk.read() as session:
        new = [one.name for one in laptops(session) if one.state == "unconfirmed"]
        differ = conflicts.waiting(session, forms)
        stubs = conflicts.stubs_to_confirm(session)
        owing = [one.name for one in owed(session) if one.is_owed]
    if new:
        said = many(len(new), "new laptop waits", "new laptops wait")
        yield Waiting(f"{said} for its words to be compared", ", ".join(new), _HERE)
    if differ:
        said = many(len(differ), "record was", "records were")
        yield Waiting(f"{said} changed here and on a laptop", "", _HERE)
    if stubs:
        said = many(len(stubs), "visit noted before has", "visits noted before have")
        yield Waiting(f"{said} a report: is it the same visit?", "", _HERE)
    if owing:
        said = many(len(owing), "answer", "answers")
        yield Waiting(f"{said} to give back", ", ".join(owing), _HERE)
