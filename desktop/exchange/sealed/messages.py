"""Messages: what the office tells a laptop, and what became of the issues its records raised."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from desktop import clock
from desktop.errors import UserError
from desktop.exchange.sealed import enrolling
from desktop.exchange.sealed.receipt_body import About
from desktop.formlib.typed import say_day
from desktop.records.office import names
from desktop.store.models import Issue, Message, Parcel, Passage

_LONGEST = 5_000
_MOST = 200
_LONGEST_ANSWER = 3_000  # of what the police answered: the whole must fit an answer
_BY_THEMSELVES = ("before_we_left", "later")  # sorted by what the visitors saw, without the office


@dataclass(frozen=True, slots=True)
class Letter:
    """One message. `about` is an issue's or record's id, as `kind` says; "" for a "note".

    On a laptop `unread` says that its person has not opened it yet; at the office, that it is not
    known to have come.
    """

    id: str
    peer_id: str | None
    kind: About
    about: str
    text: str
    at: datetime
    unread: bool


def add_message(session: Session, peer_id: str, text: str, *, record_id: str = "") -> Letter:
    """Write to the person of a laptop, about one of their records or nothing in particular.

    It goes with the next receipt. Raises NoSuchLaptop, UserError.
    """
    found = enrolling.laptop(session, peer_id)
    said = text.strip()
    if not said or len(said) > _LONGEST:
        raise UserError(
            "Write what you want to tell them." if not said else "This message is too long.",
            f"Use up to {_LONGEST:,} characters.",
        )
    kind: About = "record" if record_id else "note"
    row = Message(direction="out", peer_id=found.id, kind=kind, about=record_id, text=said)
    session.add(row)
    session.flush()
    return _letter(row)


def messages(session: Session, peer_id: str | None = None) -> tuple[Letter, ...]:
    """Give the messages of this desk, newest first: those to one laptop, or all."""
    query = select(Message).order_by(Message.at.desc(), Message.id.desc()).limit(_MOST)
    if peer_id is not None:
        query = query.where(Message.peer_id == peer_id)
    return tuple(_letter(row) for row in session.scalars(query))


def mark_read(session: Session, id: str) -> None:
    """Keep that a message was read on this laptop."""
    row = session.get(Message, id)
    if row is not None and row.direction == "in" and row.read_at is None:
        row.read_at = clock.now()
        session.flush()


def tell_news(session: Session, peer_id: str) -> None:
    """Write what came of the issues that a laptop's records raised, once for each news."""
    for about, text in news_for(session, peer_id):
        session.add(Message(direction="out", peer_id=peer_id, kind="issue", about=about, text=text))
    session.flush()


def news_for(session: Session, peer_id: str) -> tuple[tuple[str, str], ...]:
    """Give what came of a laptop's issues and was not written to it yet: issue ids and texts."""
    known = {
        (row.about, row.text)
        for row in session.scalars(
            select(Message).where(Message.peer_id == peer_id, Message.kind == "issue")
        )
    }
    places = names(session)
    said = (
        (issue.id, news_of(issue, places.get(issue.place_id or "", "")))
        for issue in _raised_by(session, peer_id)
    )
    return tuple(one for one in said if one[1] and one not in known)


def news_of(issue: Issue, place: str) -> str:
    """Say what became of an issue to those who raised it; "" while there is nothing to say."""
    said = []
    if issue.response:
        when = f" on {say_day(issue.response_on.isoformat())}" if issue.response_on else ""
        said.append(f"The police answered{when}: {_sentence(issue.response[:_LONGEST_ANSWER])}")
    if issue.public_summary:
        said.append(_sentence(issue.public_summary))
    put_right = issue.status in ("resolved", "closed") and issue.sorted not in _BY_THEMSELVES
    if put_right and issue.resolved_on is not None:
        said.append(f"It was put right on {say_day(issue.resolved_on.isoformat())}.")
    elif put_right and issue.status == "resolved":
        said.append("It was put right.")
    if issue.status == "closed":
        said.append("The office has closed it.")
    if not said:
        return ""
    at = f" at {place}" if place else ""
    what = f": “{issue.what.strip()[:300]}”" if issue.what.strip() else ""
    raised = f"You raised this{at} on {say_day(issue.raised_on.isoformat())}{what}."
    return " ".join([raised, *said])


def _raised_by(session: Session, peer_id: str) -> list[Issue]:
    """Give the issues of records that came from this laptop first; later ones may correct them."""
    theirs = (
        select(Passage.record_id)
        .join(Parcel, Parcel.id == Passage.parcel_id)
        .where(Passage.direction == "in", Parcel.peer_id == peer_id)
    )
    others = (
        select(Passage.record_id)
        .join(Parcel, Parcel.id == Passage.parcel_id)
        .where(Passage.direction == "in", Parcel.peer_id != peer_id)
    )
    query = select(Issue).where(Issue.record_id.in_(theirs), Issue.record_id.not_in(others))
    return list(session.scalars(query.order_by(Issue.id)))


def _sentence(text: str) -> str:
    said = " ".join(text.split())
    return said if said.endswith((".", "!", "?", "…", "”")) else f"{said}."


def _letter(row: Message) -> Letter:
    kinds: dict[str, About] = {"issue": "issue", "note": "note", "record": "record"}
    return Letter(
        id=row.id,
        peer_id=row.peer_id,
        kind=kinds[row.kind],
        about=row.about,
        text=row.text,
        at=row.at,
        unread=row.read_at is None,
    )
