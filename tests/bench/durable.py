"""A keystroke's save: the door opened, the draft written with all beside it, the audit, stored."""

import shutil
from collections.abc import Callable
from contextlib import closing
from datetime import date
from typing import Any

from sqlalchemy import Connection, event

from desktop import paths
from desktop.formlib.load import load_forms
from desktop.records import drafts
from desktop.records.office import office_on
from desktop.store.desk import Desk
from desktop.store.engine import connect
from tests.bench.desks import fresh_desk
from tests.bench.line import Line, alternate

FORM = load_forms(paths.forms())["custody_visit"]
ON = date(2025, 3, 3)
ROUNDS = 150

WARM = 20

Statement = tuple[str, Any]


class Editor:
    """Somebody who types: each save changes a number and a sentence of one visit."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        with desk.read() as session:
            self._office = office_on(session, ON, [FORM])
        with desk.write("Began a visit") as session:
            begun = drafts.new_draft(session, FORM, office=self._office, who="Jo")
        self._id, self._version, self._count = begun.id, begun.version, 0

    def save(self) -> None:
        self._count += 1
        answers = {
            "visit_on": ON.isoformat(),
            "arrived": "19:30",
            "let_in": "19:42",
            "in_custody": self._count % 40,
            "done_well": f"Staff were patient with everybody, {self._count} times over.",
        }
        with self._desk.write("Changed a visit") as session:
            saved = drafts.save_draft(
                session,
                FORM,
                self._id,
                answers,
                {},
                office=self._office,
                version=self._version,
            )
        self._version = saved.version


def heard(desk: Desk, save: Callable[[], None], times: int) -> list[list[Statement]]:
    """Save several times and give the statements of each; listening takes its time, too."""
    saves: list[list[Statement]] = []

    def note(
        _connection: Connection,
        _cursor: object,
        statement: str,
        parameters: Any,  # noqa: ANN401 - whatever the driver gets
        _context: object,
        many: bool,  # noqa: FBT001 - SQLAlchemy's signature
    ) -> None:
        saves[-1] += [(statement, each) for each in (parameters if many else [parameters])]

    event.listen(desk._readers, "before_cursor_execute", note)  # noqa: SLF001
    for _ in range(times):
        saves.append([])
        save()
    event.remove(desk._readers, "before_cursor_execute", note)  # noqa: SLF001
    return saves


def measure() -> Line:
    """Compare saves with the very statements of as many others, given to SQLCipher by hand."""
    with fresh_desk() as desk:
        editor = Editor(desk)
        desk.checkpoint()
        copy = desk.folder / "copy.db"
        shutil.copyfile(desk.folder / "desk.db", copy)
        saves = iter(heard(desk, editor.save, WARM + ROUNDS))
        with closing(connect(copy, desk.key)) as raw:

            def by_hand() -> None:
                for statement, parameters in next(saves):
                    found = raw.execute(statement, parameters)
                    if found.description:
                        found.fetchall()
                raw.execute("COMMIT")

            floor, ours = alternate(by_hand, editor.save, rounds=ROUNDS, warm=WARM)
    return Line("a change durable, audit included", "its statements raw", floor, ours, 2.5)
