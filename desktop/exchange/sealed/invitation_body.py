"""What an invitation holds, as a typed value and as a body to sign; see payload.py."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Self

from desktop.exchange.sealed.envelope import MOST_RECIPIENTS
from desktop.exchange.sealed.fields import Fields
from desktop.exchange.sealed.words import fingerprint

MOST_LINES = 50_000
MOST_FORMS = 200
MOST_SCHEMES = 100
LONGEST_FORM = 500_000


@dataclass(frozen=True, slots=True)
class Invited:
    """Who is invited, as the office knows the person."""

    id: str
    name: str


@dataclass(frozen=True, slots=True)
class FormInUse:
    """The edition of a form that the office uses."""

    version: int
    hash: str


@dataclass(frozen=True, slots=True)
class Invitation:
    """What makes a laptop one of an office's: keys, role, places, lists, own forms and texts.

    `serial` grows with each invitation to the same person. `recipients` are the office's keys
    with their names. `own_forms` are TOML texts by safe file names.
    """

    id: str
    serial: int
    office_id: str
    office_name: str
    office_verify_key: str
    recipients: tuple[tuple[str, str], ...]
    person: Invited
    role: str
    schemes: tuple[str, ...]
    token: str = field(repr=False)
    lines: tuple[Mapping[str, Any], ...] = field(repr=False)
    forms: Mapping[str, FormInUse]
    own_forms: Mapping[str, str] = field(repr=False)
    retention: Mapping[str, Any]
    texts: Mapping[str, str] = field(repr=False)
    made_at: datetime

    @property
    def words(self) -> tuple[str, ...]:
        """Give the office's words, to compare by telephone."""
        return fingerprint(bytes.fromhex(self.office_verify_key))

    def to_body(self) -> dict[str, object]:
        """Give it as JSON."""
        return {
            "id": self.id,
            "serial": self.serial,
            "office_id": self.office_id,
            "office_name": self.office_name,
            "office_verify_key": self.office_verify_key,
            "recipients": [{"name": name, "key": key} for name, key in self.recipients],
            "person": {"id": self.person.id, "name": self.person.name},
            "role": self.role,
            "schemes": list(self.schemes),
            "token": self.token,
            "lines": [dict(line) for line in self.lines],
            "forms": {
                id_: {"version": form.version, "hash": form.hash}
                for id_, form in self.forms.items()
            },
            "own_forms": dict(self.own_forms),
            "retention": dict(self.retention),
            "texts": dict(self.texts),
            "made_at": self.made_at.isoformat(),
        }

    @classmethod
    def from_body(cls, body: object) -> Self:
        """Read it. WrongContent."""
        said = Fields(body)
        person = said.inner("person")
        recipients = said.objects("recipients", MOST_RECIPIENTS)
        if not recipients:
            raise said.wrong("recipients")
        return cls(
            id=said.id("id"),
            serial=said.integer("serial", 1),
            office_id=said.id("office_id"),
            office_name=said.line("office_name"),
            office_verify_key=said.key("office_verify_key"),
            recipients=tuple((one.line("name"), one.recipient("key")) for one in recipients),
            person=Invited(person.any_id("id"), person.line("name")),
            role=said.line("role", 60),
            schemes=said.any_ids("schemes", MOST_SCHEMES),
            token=said.line("token"),
            lines=said.jsons("lines", MOST_LINES),
            forms={
                id_: FormInUse(form.integer("version"), form.hash("hash"))
                for id_, form in said.items("forms", MOST_FORMS).items()
            },
            own_forms=said.file_texts("own_forms", MOST_FORMS, LONGEST_FORM),
            retention=said.json("retention", 200),
            texts=said.texts("texts", 200),
            made_at=said.moment("made_at"),
        )
