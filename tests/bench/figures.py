"""All figures of a quarter of a desk with 100,000 records, beside reading what was answered in it.

The floor is the plainest way to these answers in this program: the reading door, one statement for
each form, every answer parsed.
"""

from sqlalchemy import select

from desktop import paths
from desktop.formlib.load import load_forms
from desktop.records.office import office_on
from desktop.returns.periods import quarter
from desktop.returns.standing import standing_of
from desktop.returns.values import values_of
from desktop.store.models import Record
from tests.bench.desks import large_desk
from tests.bench.line import Line, alternate

PERIOD = quarter("2022-23-Q2")


def measure() -> Line:
    """Count the quarter, and read and parse the answers it is counted from."""
    forms = load_forms(paths.forms())
    with large_desk() as desk:
        with desk.read() as session:
            office = office_on(session, PERIOD.end, forms.values())

        def floor() -> None:
            with desk.read() as session:
                found = [
                    session.execute(
                        select(Record.id, Record.counted_on, Record.answers).where(
                            Record.form == form,
                            Record.counted_on.between(PERIOD.start, PERIOD.end),
                            Record.purpose == "real",
                        )
                    ).all()
                    for form in forms
                ]
            assert sum(map(len, found)) > 2_000

        def ours() -> None:
            with desk.read() as session:
                standing = standing_of(session, forms.values(), office)
                for form in forms.values():
                    values_of(session, form, PERIOD, office, standing[form.id])

        least, taken = alternate(floor, ours, rounds=40, warm=3)
    return Line(
        "a quarter's figures of 100,000 records", "its answers read and parsed", least, taken, 2.5
    )
