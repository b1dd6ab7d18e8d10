"""All figures of a quarter of a desk with 100,000 records, beside reading what it was answered."""

import json
from contextlib import closing

from desktop import paths
from desktop.formlib.load import load_forms
from desktop.records.office import office_on
from desktop.returns.periods import quarter
from desktop.returns.standing import standing_of
from desktop.returns.values import values_of
from desktop.store.engine import connect
from tests.bench.desks import large_desk
from tests.bench.line import Line, alternate

PERIOD = quarter("2022-23-Q2")
ANSWERS = (
    "SELECT id, place_id, meeting_id, status, counted_on, counted_by, slot_id, answers FROM record "
    "WHERE form = ? AND counted_on BETWEEN ? AND ? "
    "AND purpose = 'real' AND status IN ('stub', 'finished', 'sent', 'filed')"
)


def measure() -> Line:
    """Count the quarter, and read and parse the answers it is counted from, by hand."""
    forms = load_forms(paths.forms())
    days = (PERIOD.start.isoformat(), PERIOD.end.isoformat())
    with large_desk() as desk, closing(connect(desk.folder / "desk.db", desk.key)) as raw:
        with desk.read() as session:
            office = office_on(session, PERIOD.end, forms.values())

        def by_hand() -> None:
            found = []
            for form in forms:
                rows = raw.execute(ANSWERS, (form, *days)).fetchall()
                found += [(*row[:-1], json.loads(row[-1])) for row in rows]
            assert len(found) > 2_000

        def ours() -> None:
            with desk.read() as session:
                standing = standing_of(session, forms.values(), office)
                for form in forms.values():
                    values_of(session, form, PERIOD, office, standing[form.id])

        floor, taken = alternate(by_hand, ours, rounds=30, warm=3)
    return Line(
        "a quarter's figures of 100,000 records", "its answers read and parsed", floor, taken, 2.5
    )
