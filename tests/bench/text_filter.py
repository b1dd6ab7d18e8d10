"""The first page of those of 100,000 records that hold a rare word."""

from contextlib import closing

from desktop.records.finding import Filter, page
from desktop.store.engine import connect
from tests.bench.desks import RARE, large_desk
from tests.bench.line import Line, alternate

ROWS = 200
BY_HAND = (
    "SELECT r.id, r.form, r.scheme, r.status, r.sitting, p.name, r.on_date, r.reference, "
    "r.purpose, r.on_paper, r.revision, r.changed_at, r.people "
    "FROM record r LEFT JOIN place p ON p.id = r.place_id "
    "WHERE r.id IN (SELECT record_id FROM record_text WHERE text LIKE ?) AND r.status <> 'binned' "
    "ORDER BY r.on_date DESC, r.id DESC LIMIT ?"
)


def measure() -> Line:
    """Look for a word as lists do, and with a statement written for it."""
    with large_desk() as desk, closing(connect(desk.folder / "desk.db", desk.key)) as raw:

        def by_hand() -> None:
            assert raw.execute(BY_HAND, (f"%{RARE}%", ROWS)).fetchall()

        def ours() -> None:
            with desk.read() as session:
                assert page(session, Filter(text=RARE), limit=ROWS).lines

        floor, taken = alternate(by_hand, ours, rounds=15, warm=2)
    return Line("text filter, 100,000 records", "paged SQL by hand", floor, taken, 1.5)
