"""Invitations: what the office says to one person's laptop, signed so that nobody else can.

An invitation is not secret, but holds names: it goes to that person only. Each has a serial that
grows, so that an older one cannot take the place of a newer one, and a token, so that the office
knows the laptop again that was set up with it.
"""

import hashlib
import secrets
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from sqlalchemy.orm import Session

from desktop import clock
from desktop.errors import UserError
from desktop.exchange.sealed.armour import read_any
from desktop.exchange.sealed.contents import TRAVELS, lines_for, values_for
from desktop.exchange.sealed.envelope import is_sealed
from desktop.exchange.sealed.fields import Fields
from desktop.exchange.sealed.invitation_body import LONGEST_FORM, MOST_FORMS
from desktop.exchange.sealed.own_forms import fingerprint_of, gather
from desktop.exchange.sealed.own_keys import (
    make_own_keys,
    own_office_id,
    receiving,
    seed_before,
)
from desktop.exchange.sealed.payload import FormInUse, Invitation, Invited
from desktop.exchange.sealed.refusals import NotAnInvitation, WrongContent
from desktop.exchange.sealed.signed import read_signed, sign
from desktop.exchange.sealed.tokens import KIND, invitations
from desktop.exchange.setting_lines import stays
from desktop.formlib.model import Form
from desktop.records.roles import ROLES, Me, forms_of
from desktop.records.rows import kept
from desktop.store import audit, models
from desktop.store.ids import new_id
from desktop.store.settings import setting, setting_fault

MOST_BYTES = 8 << 20
"""Of an invitation; an office's places, people and own forms are some hundred kilobytes."""

_OFFICE = "coordinator"
INVITED_AS = tuple(role.id for role in ROLES if role.id != _OFFICE)
"""The roles that an invitation can give; the office's own desk invites itself to nothing."""


class CannotInvite(UserError):
    """Somebody cannot be invited as was asked."""


@dataclass(frozen=True, slots=True)
class Opened:
    """An invitation that was read, and the key that signed it. Who that is, is not known yet."""

    invitation: Invitation
    signer: bytes


def make_invitation(
    session: Session,
    forms: Mapping[str, Form],
    person_id: str,
    role: str,
    schemes: Iterable[str],
    *,
    own_forms: Path,
    by_key_before: bool = False,
) -> bytes:
    """Make an invitation for one person; `armour.to_text` gives it as text.

    `own_forms` is the folder of the office's own forms. `by_key_before` signs it with the key
    that was in use before the present one: so laptops that know that one learn of the present
    one. Takes a writing session; the office's keys are made with the first invitation. Raises
    CannotInvite, NotHere.
    """
    person = kept(session, models.Person, person_id, "person")
    wanted = tuple(dict.fromkeys(schemes))
    _insist_on_sense(forms, role, wanted)
    keys, today = make_own_keys(session), clock.today()
    seed = seed_before(session) if by_key_before else keys.signing_seed
    if seed is None:
        raise CannotInvite(
            "This office has had no other keys before these.", "Make an ordinary invitation."
        )
    used = forms_of(Me(role, wanted), forms.values())
    office = " ".join(str(setting(session, "office", today, "")).split())[:200] or "The office"
    retention, texts = values_for(session, used, today)
    made = Invitation(
        id=new_id(),
        serial=_next_serial(session),
        office_id=own_office_id(session),
        office_name=office,
        office_verify_key=keys.verify_key.hex(),
        recipients=receiving(session, office),
        person=Invited(person.id, person.name),
        role=role,
        schemes=wanted,
        token=secrets.token_urlsafe(24),
        lines=lines_for(session, used, wanted, person.id, today),
        forms={
            form.id: FormInUse(form.version, fingerprint_of(form.id, own_forms)) for form in used
        },
        own_forms=gather(own_forms, used),
        retention=retention,
        texts=texts,
        made_at=clock.now(),
    )
    blob = sign(KIND, seed, made.to_body())
    _insist_on_readable(made, blob)
    _keep(session, made, blob)
    return blob


def read_invitation(data: bytes) -> Opened:
    """Read an invitation: a file's bytes, or its text as bytes. Nothing is trusted or kept.

    What a later version of the program says beside what is known here is left out. Raises
    subclasses of SealedFileError.
    """
    blob = read_any(data)
    if is_sealed(blob):
        raise NotAnInvitation
    signed = read_signed(KIND, blob, most=MOST_BYTES)
    said = Invitation.from_body(signed.body)
    if said.role not in INVITED_AS or not said.schemes:
        raise WrongContent("role")
    said = replace(
        said,
        lines=_known_lines(said),
        retention=_fitting(said.retention),
        texts={key: str(value) for key, value in _fitting(said.texts).items()},
    )
    if not any(_is(line, "person", said.person.id) for line in said.lines):
        raise WrongContent("person")
    return Opened(said, signed.signer)


def _insist_on_sense(forms: Mapping[str, Form], role: str, schemes: tuple[str, ...]) -> None:
    if role not in INVITED_AS:
        raise CannotInvite(
            "The office’s own desk is not set up by an invitation.",
            "Restore a backup of this desk on the other computer, or choose another role.",
        )
    if not schemes or not set(schemes) <= {form.scheme for form in forms.values()}:
        raise CannotInvite("Say which schemes they take part in.", "Choose one or more.")


def _insist_on_readable(made: Invitation, blob: bytes) -> None:
    """Make nothing that laptops would refuse, such as a form whose file has an odd name."""
    try:
        Fields(made.to_body()).file_texts("own_forms", MOST_FORMS, LONGEST_FORM)
    except WrongContent:
        raise CannotInvite(
            "An own form of this office is too large, or its file has a name that not every "
            "computer can keep.",
            "Name files of own forms with small letters, digits and _, 50 at most.",
        ) from None
    if len(blob) > MOST_BYTES:
        raise CannotInvite(
            "This invitation is larger than a laptop would read.",
            "Invite to fewer schemes at once, or make own forms smaller.",
        )
    read_invitation(blob)  # what it refuses is a mistake of ours, to be found here


def _next_serial(session: Session) -> int:
    """Give a serial above all before, also above those made after the backup we were restored from.

    So it follows the clock, and counts on where the clock stands still or went back.
    """
    last = max((one.serial for one in invitations(session)), default=0)
    return max(last + 1, int(clock.now().timestamp()))


def _keep(session: Session, made: Invitation, blob: bytes) -> None:
    head = audit.head(session)
    session.add(
        models.Parcel(
            id=made.id,
            direction="out",
            kind=KIND,
            at=made.made_at,
            file_hash=hashlib.sha256(blob).hexdigest(),
            audit_seq=head.seq,
            audit_head=head.hash,
            contents={
                "serial": made.serial,
                "person_id": made.person.id,
                "name": made.person.name,
                "role": made.role,
                "schemes": list(made.schemes),
                "token": made.token,
            },
        )
    )
    session.flush()


def _known_lines(said: Invitation) -> tuple[Mapping[str, Any], ...]:
    """Give the lines of kinds that are known here, each with its known keys only.

    Raises WrongContent for a line that is not of this invitation's schemes or person, and for
    two that say the same thing.
    """
    found: list[Mapping[str, Any]] = []
    seen: set[tuple[str, ...]] = set()
    for line in said.lines:
        type_ = line.get("type")
        if not isinstance(type_, str) or type_ not in TRAVELS:
            continue  # a later version may have more
        known = {key: line[key] for key in ("type", "id", *TRAVELS[type_]) if key in line}
        for key in _keys_of(type_, known):
            if key in seen:
                raise WrongContent(f"{type_} twice")
            seen.add(key)
        _insist_on_own(said, type_, known)
        found.append(known)
    return tuple(found)


def _keys_of(type_: str, line: Mapping[str, Any]) -> list[tuple[str, ...]]:
    """Give what no two lines may share: the id, and what a table keeps unique beside it."""
    keys: list[tuple[str, ...]] = [(type_, Fields(line, type_).any_id("id"))]
    periods = line.get("periods")
    if isinstance(periods, list):
        keys += [("period", Fields(period, "period").any_id("id")) for period in periods]
    natural = {"place": ("scheme", "name"), "setting": ("key", "valid_from")}.get(type_)
    if natural is not None:
        keys.append((type_, *(str(line.get(name)) for name in natural), ""))
    return keys


def _insist_on_own(said: Invitation, type_: str, line: Mapping[str, Any]) -> None:
    scheme = line.get("id") if type_ == "scheme" else line.get("scheme")
    if scheme is not None and scheme not in said.schemes:
        raise WrongContent(f"{type_} of another scheme")
    pair = line.get("pair")
    if type_ == "slot" and not (isinstance(pair, list) and said.person.id in pair):
        raise WrongContent("slot of somebody else")
    if type_ == "setting" and stays(line.get("key")):
        raise WrongContent("setting of one computer")


def _fitting(values: Mapping[str, Any]) -> dict[str, Any]:
    """Give the values that settings can have here; a later version may know more settings."""
    return {
        key: value
        for key, value in values.items()
        if not stays(key) and not setting_fault(key, value)
    }


def _is(line: Mapping[str, Any], type_: str, id_: str) -> bool:
    return line["type"] == type_ and line.get("id") == id_
