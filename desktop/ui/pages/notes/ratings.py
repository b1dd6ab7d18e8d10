"""The office's ratings: each scheme and quarter, with the rating before it beside."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from desktop import clock
from desktop.formlib.model import Form
from desktop.records import ratings
from desktop.records.ratings import Rating
from desktop.returns.periods import any_dates, last_eight, quarter_of
from desktop.store.desk import Desk
from desktop.ui.fields.question import Option
from desktop.ui.pages.register import asking
from desktop.ui.pages.register.around import Around
from desktop.ui.pages.register.asking import Answers, Asked
from desktop.ui.pages.register.spec import Action, Register, writing
from desktop.ui.parts.models import Column

_NO_RATING = "no rating yet"


@dataclass(frozen=True, slots=True)
class Entry:
    """A scheme and a period, with its rating if there is one, and the one before.

    `wordings` are the words that it may have; `latest` says that it is of the quarter that ended
    last.
    """

    scheme: str
    name: str
    start: date
    end: date
    rating: Rating | None
    before: Rating | None
    wordings: tuple[str, ...]
    latest: bool

    @property
    def when(self) -> str:
        """The period, as people read it."""
        return any_dates(self.start, self.end).label


def _read(desk: Desk, around: Around, forms: Mapping[str, Form]) -> Sequence[Entry]:
    """Give every scheme of the report in each of the last quarters, and whatever else was rated."""
    now = quarter_of(clock.today())
    last = last_eight(now)[-1]
    order = list(
        dict.fromkeys(
            form.scheme for form in sorted(forms.values(), key=lambda form: form.report.order)
        )
    )
    quarters = [(one.start, one.end) for one in (*last_eight(now), now)]
    with desk.read() as session:
        rated = {(one.scheme, one.start, one.end): one for one in ratings.ratings(session)}
        keys = {(scheme, *days) for scheme in order for days in quarters} | set(rated)
        words = {end: ratings.wordings(session, end) for _, _, end in keys}
    entries = [
        Entry(
            scheme,
            around.scheme(scheme),
            start,
            end,
            rated.get((scheme, start, end)),
            _before(rated.values(), scheme, start),
            words[end],
            (start, end) == (last.start, last.end),
        )
        for scheme, start, end in keys
    ]
    place = {scheme: number for number, scheme in enumerate(order)}
    entries.sort(key=lambda entry: place.get(entry.scheme, len(place)))
    return sorted(entries, key=lambda entry: entry.end, reverse=True)


def _before(rated: Iterable[Rating], scheme: str, start: date) -> Rating | None:
    """Give the last rating of a scheme before a day; `rated` has the earliest first."""
    found = [one for one in rated if one.scheme == scheme and one.end < start]
    return found[-1] if found else None


def _last_time(entry: Entry) -> str:
    before = entry.before
    if before is None:
        return ""
    return f"{before.wording} ({any_dates(before.start, before.end).label}): {before.reason}"


def _facts(_around: Around, entry: Entry) -> Sequence[tuple[str, str]]:
    one = entry.rating
    return [
        ("Rating", one.wording if one else _NO_RATING),
        ("Because", one.reason if one else ""),
        ("Evidence", one.evidence if one else ""),
        ("What would make it green", one.would_be_green if one else ""),
        ("Last time", _last_time(entry) or "no rating held"),
    ]


def _asks(_around: Around, entry: Entry) -> Sequence[Asked]:
    one = entry.rating
    words = dict.fromkeys((*entry.wordings, *([one.wording] if one else [])))
    return (
        asking.choice(
            "wording",
            "What is the rating?",
            [Option(word, word) for word in words],
            one.wording if one else "",
            hint="The words are kept in Settings.",
        ),
        asking.long_text(
            "reason",
            "Because of what?",
            one.reason if one else "",
            hint="It is printed. Where a scheme is not rated, say why not.",
        ),
        asking.text(
            "evidence",
            "What is the evidence?",
            one.evidence if one else "",
            hint="A figure of this return, or a paper.",
        ),
        asking.long_text(
            "green",
            "What would make it green?",
            one.would_be_green if one else "",
            hint="Where it is green: what keeps it so. Where it is not rated: what is needed.",
        ),
    )


def _keep(session: Any, entry: Entry, answers: Answers) -> None:  # noqa: ANN401 - of the store
    made = Rating(
        id="",
        scheme=entry.scheme,
        start=entry.start,
        end=entry.end,
        wording=asking.said(answers, "wording"),
        reason=asking.said(answers, "reason"),
        evidence=asking.said(answers, "evidence"),
        would_be_green=asking.said(answers, "green"),
    )
    ratings.rate(session, made)


def ratings_for(forms: Mapping[str, Form]) -> Register[Entry]:
    """Give the register of the ratings of these forms' schemes."""
    keep = writing("Rated a scheme", _keep)
    return Register[Entry](
        name="Ratings",
        read=lambda desk, around: _read(desk, around, forms),
        columns=(
            Column[Entry](
                "For", lambda e: e.when, sort="when", order=lambda e: e.end, characters=20
            ),
            Column[Entry]("Scheme", lambda e: e.name, sort="scheme", characters=22),
            Column[Entry](
                "Rating", lambda e: e.rating.wording if e.rating else _NO_RATING, characters=13
            ),
            Column[Entry](
                "Last time", lambda e: e.before.wording if e.before else "", characters=12
            ),
        ),
        id=lambda entry: f"{entry.scheme}/{entry.start}/{entry.end}",
        title=lambda entry: f"{entry.name}, {entry.when}",
        facts=_facts,
        empty=("No ratings here", "What the office thinks of each scheme, and why."),
        actions=(
            Action[Entry]("Rate it", keep, _asks, lambda entry: entry.rating is None),
            Action[Entry]("Change it", keep, _asks, lambda entry: entry.rating is not None),
            Action[Entry](
                "Remove it",
                writing(
                    "Removed a rating",
                    lambda session, entry, _a: ratings.remove_rating(
                        session, entry.rating.id if entry.rating else ""
                    ),
                ),
                fits=lambda entry: entry.rating is not None,
                sure="Remove this rating?",
            ),
        ),
        views=(
            ("The quarter that ended last", lambda entry: entry.latest),
            ("Rated", lambda entry: entry.rating is not None),
            ("All", lambda _entry: True),
        ),
        icon="scale",
        wide=1,
    )
