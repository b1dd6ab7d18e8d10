"""Ratings: never without reasons, in the office's words, one for a scheme and a period."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import select

from desktop.errors import UserError
from desktop.exchange.exporting import export_desk_file
from desktop.exchange.importing import import_desk_file
from desktop.records.ratings import Rating, rate, ratings, remove_rating, wordings
from desktop.returns.periods import parse_period
from desktop.returns.story import ratings_of
from desktop.store import models
from desktop.store.desk import Desk, create_desk
from desktop.store.settings import set_setting
from tests.unit.conftest import CHEAP, PASSPHRASE
from tests.unit.quarterdesk import FORMS

RATED = Rating(
    "",
    "custody_visiting",
    date(2025, 1, 1),
    date(2025, 3, 31),
    "On track",
    "All visits were made.",
    "26 of 26 scheduled visits.",
    "It stays so while no week goes without a visit.",
)


def kept(desk: Desk, rating: Rating) -> Rating:
    with desk.write("Rated a scheme") as session:
        return rate(session, rating)


def test_a_rating_is_kept_with_its_reasons_and_a_line_in_the_history(desk: Desk) -> None:
    made = kept(desk, replace(RATED, reason="  All visits were made. "))
    assert made == replace(RATED, id=made.id)
    with desk.read() as session:
        assert ratings(session) == (made,)
        last = session.scalars(select(models.Audit).order_by(models.Audit.seq.desc())).first()
    assert last is not None
    assert (last.who, last.why) == ("Tester", "Rated a scheme")
    assert "rating" in last.fields


@pytest.mark.parametrize(
    ("rating", "named"),
    [
        (replace(RATED, reason=" "), "the reason"),
        (replace(RATED, evidence=""), "the evidence"),
        (replace(RATED, would_be_green="\n"), "what would make it green"),
    ],
)
def test_a_rating_without_a_reason_is_refused_whatever_it_says(
    desk: Desk, rating: Rating, named: str
) -> None:
    for wording in ("On track", "Not rated"):
        with pytest.raises(UserError, match=f"Write {named}"):
            kept(desk, replace(rating, wording=wording))
    with desk.read() as session:
        assert ratings(session) == ()


def test_a_scheme_may_be_not_rated_because_of_something(desk: Desk) -> None:
    made = kept(desk, replace(RATED, wording="Not rated", reason="5 results are not published."))
    with desk.read() as session:
        [line] = ratings_of(session, parse_period("2024-25-Q4"), {})
    assert (line.wording, line.reason) == (made.wording, "5 results are not published.")


def test_the_words_are_the_offices_from_a_day_on(desk: Desk) -> None:
    before = kept(desk, RATED)
    with desk.write("Changed the words") as session:
        new = ["Green", "Red", "Not rated"]
        set_setting(session, "rating_wordings", new, valid_from=date(2025, 3, 1), source="Board")
    with desk.read() as session:
        assert wordings(session, date(2025, 2, 28))[0] == "On track"
        assert wordings(session, date(2025, 3, 31)) == ("Green", "Red", "Not rated")
    with pytest.raises(UserError, match="Choose one of: Green, Red, Not rated, On track"):
        kept(desk, replace(RATED, wording="At risk"))
    assert kept(desk, replace(RATED, reason="Said again.")).id == before.id
    assert kept(desk, replace(RATED, wording="Red")).wording == "Red"


def test_a_second_rating_of_a_period_takes_the_place_of_the_first(desk: Desk) -> None:
    first = kept(desk, RATED)
    earlier = kept(desk, replace(RATED, start=date(2024, 10, 1), end=date(2024, 12, 31)))
    second = kept(desk, replace(RATED, wording="At risk"))
    assert second.id == first.id
    with desk.read() as session:
        assert ratings(session, RATED.scheme) == (earlier, second)
        [line] = ratings_of(session, parse_period("2024-25-Q4"), {})
    assert (line.wording, line.previous) == ("At risk", "On track")
    with desk.write("Removed a rating") as session:
        remove_rating(session, first.id)
        assert ratings(session) == (earlier,)


def test_ratings_travel_in_a_desk_file(desk: Desk, tmp_path: Path) -> None:
    made = kept(desk, RATED)
    path = tmp_path / "desk.jsonl"
    with desk.read() as session:
        export_desk_file(session, path, FORMS)
    with create_desk(tmp_path / "other", PASSPHRASE, who="Other", cost=CHEAP)[0] as other:
        for added in (1, 0):
            with other.write("Took a file in") as session:
                assert import_desk_file(session, path, FORMS).added.get("rating", 0) == added
        with other.read() as session:
            assert ratings(session) == (made,)
