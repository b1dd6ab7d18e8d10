"""A desk with a row in every table, kept in tests/fixtures for every schema that was released.

When the schema changes: python -m tests.unit.store_fixture
"""

import shutil
from datetime import UTC, date, datetime
from pathlib import Path

from desktop import clock
from desktop.store.desk import create_desk
from desktop.store.keyfile import Cost
from desktop.store.migrate import SCHEMA
from desktop.store.models import (
    Dog,
    EnteredTotal,
    Event,
    Identifier,
    Issue,
    IssueStep,
    ListEdit,
    Meeting,
    Membership,
    Message,
    News,
    Opening,
    OwnKey,
    Paragraph,
    Parcel,
    Passage,
    Peer,
    Person,
    Place,
    PlacePeriod,
    Promise,
    QuarterReturn,
    Rating,
    Recommendation,
    Record,
    RecordDate,
    RecordText,
    Revision,
    Row,
    Scheme,
    Secret,
    Sent,
    Setting,
    Slot,
    Target,
    Waiting,
)

FIXTURES = Path(__file__).parent.parent / "fixtures" / "desks"
PASSPHRASE = "a desk of the past"
MOMENT = datetime(2025, 3, 31, 17, 0, tzinfo=UTC)
DAY = date(2025, 3, 3)
ANSWERS: dict[str, object] = {"seen": 4, "note": "Lighting", "wait": {"unknown": "not_known"}}


def rows() -> list[Row]:
    """Give a row of every table but the audit's, which the doors write."""
    return [
        Setting(key="office", value="OPCC for Somewhere", source="First run"),
        ListEdit(list="topics", code="heating", label="Heating", attributes={"group": "building"}),
        Secret(name="signing", value="00"),
        Scheme(id="visiting", name="Visiting", complete_from=DAY),
        Place(id="suite", scheme="visiting", name="Suite A", kind="suite"),
        PlacePeriod(place_id="suite", start=DAY, status="operational"),
        Target(scheme="visiting", place_id="suite", count=1, every="week", start=DAY),
        Slot(id="slot", scheme="visiting", place_id="suite", week_start=DAY, pair=["ann"]),
        Opening(scheme="visiting", what="open", on_date=DAY, value=None, source="Not stated"),
        Person(id="ann", name="Ann", kind="volunteer"),
        Membership(person_id="ann", scheme="visiting", status="active", start=DAY),
        Dog(name="Rex", status="working"),
        Meeting(id="sitting", scheme="panel", on_date=DAY, attendance=[{"role": "c", "count": 3}]),
        Event(scheme="visiting", on_date=DAY, title="Training", happened="yes"),
        News(scheme="visiting", on_date=DAY, text="A new van"),
        Record(
            id="visit",
            form="visit",
            form_version=1,
            scheme="visiting",
            status="finished",
            place_id="suite",
            slot_id="slot",
            on_date=DAY,
            counted_on=DAY,
            counted_by="slot",
            finished_at=MOMENT,
            people=["ann"],
            answers=ANSWERS,
            unread={"left": "half four"},
        ),
        RecordDate(record_id="visit", form="visit", field="on", on=DAY),
        RecordText(record_id="visit", text="lighting"),
        Identifier(record_id="visit", field="reference", value="AB/12"),
        Revision(record_id="visit", number=1, who="Ann", reason="A slip", answers=ANSWERS),
        Issue(id="light", record_id="visit", scheme="visiting", place_id="suite", raised_on=DAY),
        IssueStep(issue_id="light", on_date=DAY, text="Told the sergeant", who="Ann"),
        Recommendation(scheme="panel", meeting_id="sitting", made_on=DAY, text=None, count=7),
        Promise(asked_on=DAY, what="A summary"),
        EnteredTotal(form="visit", figure="visits", start=DAY, end=DAY, numerator=26),
        Paragraph(
            scheme="visiting",
            period_start=DAY,
            period_end=DAY,
            slot="commentary",
            text="A quiet quarter.",
        ),
        QuarterReturn(id="return", start=DAY, end=DAY, signed_on=DAY, frozen={"visits": 26}),
        Rating(
            return_id="return",
            scheme="visiting",
            start=DAY,
            end=DAY,
            wording="Amber",
            reason="One week was missed",
            evidence="The rota",
        ),
        Sent(return_id="return", what="Summary", to_whom="The panel", on_date=DAY),
        Peer(id="laptop", kind="volunteer", person_id="ann", verify_key="01"),
        Parcel(id="parcel", direction="in", kind="records", peer_id="laptop"),
        Waiting(parcel_id="parcel", record_id="visit", revision=2, why="Two texts claim it"),
        OwnKey(kind="signing", secret="00", public="01"),
        Passage(record_id="visit", number=1, hash="aa", direction="in", parcel_id="parcel"),
        Message(direction="out", peer_id="laptop", kind="issue", about="light", text="Mended"),
    ]


def make(folder: Path) -> None:
    """Make the desk in `folder`, which is new."""
    cost = Cost(memory=64 << 10, passes=1)
    with clock.fixed(MOMENT):
        desk, _ = create_desk(folder, PASSPHRASE, who="Ann", cost=cost)
        with desk, desk.write("Wrote a row in every table") as session:
            session.add_all(rows())
    (folder / "desk.lock").unlink()


if __name__ == "__main__":
    shutil.rmtree(FIXTURES / SCHEMA, ignore_errors=True)
    FIXTURES.mkdir(parents=True, exist_ok=True)
    make(FIXTURES / SCHEMA)
