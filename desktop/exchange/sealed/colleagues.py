"""Who may be sent what: a laptop sends to its office, the office to a colleague's laptop."""

from dataclasses import dataclass

from sqlalchemy.orm import Session

from desktop.exchange.sealed import enrolling
from desktop.exchange.sealed.enrolling import Laptop
from desktop.exchange.sealed.office import office_of
from desktop.exchange.sealed.own_keys import insist_on_keys, own_office_id
from desktop.exchange.sealed.refused import CannotSend
from desktop.exchange.sealed.tokens import invitations
from desktop.formlib.model import Form
from desktop.records.roles import role

_VISITOR = "visitor"


@dataclass(frozen=True, slots=True)
class Way:
    """Where a file goes: the keys that open it, the office's id, the peer, and their name."""

    recipients: tuple[str, ...]
    office_id: str
    peer_id: str
    name: str


def way_to(session: Session, to: str | None) -> Way:
    """Give the way to the office of this laptop, or from an office to the colleague `to`.

    Raises NoKeysYet, NoSuchLaptop, CannotSend.
    """
    insist_on_keys(session)
    office = office_of(session)
    if office is not None:
        keys = tuple(key for _, key in office.recipients)
        return Way(keys, office.office_id, office.id, office.name)
    if to is None:
        raise CannotSend(
            "This is the desk of the office itself.", "Choose the colleague who gets the cases."
        )
    found = enrolling.laptop(session, to)
    if found.state != "confirmed" or not is_colleague(session, found):
        raise CannotSend(
            f"Cases do not go to {found.name}’s laptop.",
            "Only a reviewer or secretary of this office gets them, once you have rung them and "
            "compared the words of their laptop.",
        )
    return Way((found.recipient,), own_office_id(session), found.id, found.name)


def colleagues(session: Session) -> tuple[Laptop, ...]:
    """Give the laptops that this office may send cases to."""
    return tuple(
        one
        for one in enrolling.laptops(session)
        if one.state == "confirmed" and is_colleague(session, one)
    )


def is_colleague(session: Session, laptop: Laptop) -> bool:
    """Say whether a laptop is of somebody who works on cases."""
    return any(one != _VISITOR for one, _ in _invited_as(session, laptop))


def may_write(session: Session, laptop: Laptop, form: Form) -> bool:
    """Say whether a laptop's person was ever invited to write what this form is for."""
    return any(
        form.counts in role(one).writes and form.scheme in schemes
        for one, schemes in _invited_as(session, laptop)
    )


def _invited_as(session: Session, laptop: Laptop) -> set[tuple[str, tuple[str, ...]]]:
    """Give all that a laptop's person was invited as, and to which schemes.

    A later invitation may have changed either.
    """
    later = {
        (one.role, one.schemes)
        for one in invitations(session)
        if laptop.person_id is not None and one.person_id == laptop.person_id
    }
    return {(laptop.role, laptop.schemes), *later}
