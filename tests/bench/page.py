"""A page of a list of 100,000 records, somewhere in the middle."""

import json
from contextlib import closing
from datetime import date, datetime

from desktop.records.finding import Cursor, Filter, page
from desktop.store.engine import RawConnection, connect
from tests.bench.desks import large_desk
from tests.bench.line import Line, alternate

ROWS = 200
LINES = (
    "SELECT r.id, r.form, r.scheme, r.status, r.sitting, p.name, r.on_date, r.reference, "
    "r.purpose, r.on_paper, r.revision, r.changed_at, r.people "
    "FROM record r LEFT JOIN place p ON p.id = r.place_id "
    "WHERE r.status <> 'binned' AND (r.on_date, r.id) < (?, ?) "
    "ORDER BY r.on_date DESC, r.id DESC LIMIT ?"
)
NAMES = "SELECT id, name FROM person WHERE id IN (SELECT value FROM json_each(?))"


def by_hand(raw: RawConnection, on: date, id_: str) -> list[tuple[object, ...]]:
    """Read a page of lines with the values that a list needs: days, moments and people's names."""
    raw.execute("BEGIN")
    rows = [
        (*row[:6], date.fromisoformat(row[6]), *row[7:11], datetime.fromisoformat(row[11]), people)
        for row in raw.execute(LINES, (on.isoformat(), id_, ROWS))
        for people in [json.loads(row[12])]
    ]
    wanted = {person for *_, people in rows for person in people}
    names = dict(raw.execute(NAMES, (json.dumps(list(wanted)),)).fetchall())
    raw.execute("ROLLBACK")
    return [(*row, [names[id_] for id_ in people if id_ in names]) for *row, people in rows]


def measure() -> Line:
    """Read a page as lists do, and the same lines with statements written for them."""
    with large_desk() as desk, closing(connect(desk.folder / "desk.db", desk.key)) as raw:
        with desk.read() as session:
            middle = page(session, Filter(), limit=50_000).lines[-1]
        on, id_ = middle.on_date, middle.id
        assert on is not None

        def ours() -> None:
            with desk.read() as session:
                assert len(page(session, Filter(), after=Cursor(on, id_), limit=ROWS).lines) == ROWS

        floor, taken = alternate(lambda: by_hand(raw, on, id_), ours, rounds=100, warm=5)
    return Line("page of 100,000 records", "the same lines by hand", floor, taken, 3)
