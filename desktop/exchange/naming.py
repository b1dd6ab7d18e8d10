"""Who is meant: ids for lines that bring none, and natural keys for lines that name others.

A line without an `id` gets one from its content and its place among equal lines of the file, so
that importing a file twice changes nothing and two equal visits stay two.
"""

import hashlib
import json
import uuid
from collections import Counter
from collections.abc import Mapping

from sqlalchemy import select
from sqlalchemy.orm import Session

from desktop.exchange.lines import Wrong
from desktop.store import models

_SPACE = uuid.UUID("6f6b0d0e-6d5f-5d3c-9a53-5c7275746e79")


def canonical(value: object) -> str:
    """Write JSON in one way only."""
    return json.dumps(value, sort_keys=True, ensure_ascii=False, separators=(",", ":"))


class Ids:
    """Gives ids to lines that bring none."""

    def __init__(self) -> None:
        """Begin a file: no content has been seen."""
        self._seen: Counter[str] = Counter()

    def of(self, type_: str, data: Mapping[str, object], within: str = "") -> str:
        """Give the id that a line of this content has, the next time it occurs."""
        content = hashlib.sha256(f"{type_}\n{within}\n{canonical(data)}".encode()).hexdigest()
        self._seen[content] += 1
        return str(uuid.uuid5(_SPACE, f"{content}#{self._seen[content]}"))


class Names:
    """Finds what a line names: places, people, dogs and meetings, here and in the file itself."""

    def __init__(self, session: Session) -> None:
        """Read the names that the desk knows."""
        self._ids: dict[str, dict[tuple[str, ...], str]] = {
            "place": {
                (scheme, name): id_
                for id_, scheme, name in session.execute(
                    select(models.Place.id, models.Place.scheme, models.Place.name)
                )
            },
            "meeting": {
                (scheme, on_date.isoformat()): id_
                for id_, scheme, on_date in session.execute(
                    select(models.Meeting.id, models.Meeting.scheme, models.Meeting.on_date)
                )
            },
            "person": _by_name(session, models.Person),
            "dog": _by_name(session, models.Dog),
            "record": _by_id(session, models.Record),
            "return": _by_id(session, models.QuarterReturn),
            "slot": _by_id(session, models.Slot),
        }
        self._known = {target: set(keys.values()) for target, keys in self._ids.items()}

    def learn(self, target: str, id_: str, *key: str) -> None:
        """Take in something that the file itself brings."""
        if target not in self._ids:
            return
        self._known[target].add(id_)
        if key:
            self._ids[target].setdefault(key, id_)

    def find(self, target: str, named: object, scheme: str = "") -> str:
        """Give the id of what is named, by id or by natural key. Raises Wrong."""
        if not isinstance(named, str):
            raise Wrong(f"“{target}” is named by text: a name, a date or an id")
        if named in self._known[target]:
            return named
        for key in ((scheme, named), (named,)):
            if key in self._ids[target]:
                return self._ids[target][key]
        raise Wrong(f"there is no {target} “{named[:60]}” here or in the file")


def _by_name(
    session: Session, model: type[models.Person] | type[models.Dog]
) -> dict[tuple[str, ...], str]:
    return {(name,): id_ for id_, name in session.execute(select(model.id, model.name))}


def _by_id(
    session: Session,
    model: type[models.Record] | type[models.QuarterReturn] | type[models.Slot],
) -> dict[tuple[str, ...], str]:
    return {(id_,): id_ for (id_,) in session.execute(select(model.id))}
