"""Themes suggested to the panel: what more than one case of the period is about.

Suggested is only what two cases or more stand behind: cases whose reviewers named the same theme,
issues about the same topic in several schemes, and a recommendation that had to be made again.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import and_, or_, select
from sqlalchemy.orm import Session

from desktop.formlib.entries import Item
from desktop.formlib.model import Form
from desktop.formlib.office import Office
from desktop.returns.dates_text import day_text
from desktop.returns.periods import Period
from desktop.returns.story import joined
from desktop.store.models import Issue, Recommendation, Record

_MOST = 6
_FEWEST = 2


@dataclass(frozen=True, slots=True)
class _Case:
    """One thing a theme was seen in: a case that names it, or an issue about it."""

    theme: str
    scheme: str
    on: date
    named: bool


def themes_of(
    session: Session,
    forms: Sequence[Form],
    records: Mapping[str, Sequence[Item]],
    period: Period,
    office: Office,
) -> tuple[str, ...]:
    """Give the themes as sentences, those with most cases first, six at most.

    `records` are those that were read for the period, by form.
    """
    groups: dict[str, list[_Case]] = {}
    for form in forms:
        for case in (
            *_named(form, records[form.id], period),
            *_issues(session, form, period, office),
        ):
            groups.setdefault(" ".join(case.theme.casefold().split()), []).append(case)
    found = [cases for cases in groups.values() if _is_theme(cases)]
    lines = [(len(cases), _said(cases)) for cases in found]
    lines += _made_again(session, forms, period)
    lines.sort(key=lambda line: (-line[0], line[1]))
    return tuple(said for _, said in lines[:_MOST])


def _is_theme(cases: Sequence[_Case]) -> bool:
    """Say whether two named it, or it was seen in several schemes.

    Issues about one topic in one scheme stand in that scheme's own figures.
    """
    named = sum(case.named for case in cases)
    return named >= _FEWEST or len({case.scheme for case in cases}) >= _FEWEST


def _named(form: Form, items: Sequence[Item], period: Period) -> Iterator[_Case]:
    """Give the cases of the period whose reviewers named a theme for the panel."""
    for item in items:
        theme = item.values.get(form.header.theme)
        on = item.counted_on
        if isinstance(theme, str) and theme.strip() and on is not None and on in period:
            yield _Case(theme.strip(), _title(form), on, named=True)


def _issues(session: Session, form: Form, period: Period, office: Office) -> Iterator[_Case]:
    """Give the issues raised in the period, with the words of the list that their topics are of.

    An entry that belongs to no class of issues is no topic: "something else".
    """
    words: dict[str, str] = {}
    for figure in form.figures.values():
        if figure.over == "issues" and figure.by == "topic" and figure.list:
            entries = (office.lists.get(figure.list) or form.lists[figure.list]).entries
            words.update((e.code, e.label) for e in entries if e.attributes.get("issue_class"))
    if not words:
        return
    query = (
        select(Issue.topic, Issue.raised_on)
        .outerjoin(Record, Record.id == Issue.record_id)
        .where(Issue.scheme == form.scheme, Issue.raised_on.between(period.start, period.end))
        .where(
            or_(
                Issue.record_id.is_(None),
                and_(Record.purpose == "real", Record.status != "binned"),
            )
        )
        .order_by(Issue.raised_on, Issue.id)
    )
    for topic, on in session.execute(query):
        if topic in words:
            yield _Case(words[topic], _title(form), on, named=False)


def _made_again(
    session: Session, forms: Sequence[Form], period: Period
) -> Iterator[tuple[int, str]]:
    """Give the recommendations of the period that earlier ones had asked for already."""
    titles = {form.scheme: _title(form) for form in forms}
    again = select(Recommendation).where(
        Recommendation.repeat_of.is_not(None), Recommendation.made_on <= period.end
    )
    lines = session.scalars(again).all()
    made_later = {line.repeat_of for line in lines}
    for line in lines:
        if line.made_on not in period or line.id in made_later:
            continue
        times, before, text = 1, line, line.text
        seen = {line.id}
        while before.repeat_of is not None and before.repeat_of not in seen:
            seen.add(before.repeat_of)
            earlier = session.get(Recommendation, before.repeat_of)
            if earlier is None:
                break
            times, before, text = times + 1, earlier, text or earlier.text
        if times >= _FEWEST and text:
            said = text.strip().rstrip(".")
            title = titles.get(line.scheme, line.scheme)
            yield (
                times,
                f"{said}: recommended {times} times ({title}), last on {day_text(line.made_on)}.",
            )


def _said(cases: Sequence[_Case]) -> str:
    theme = cases[0].theme.rstrip(".")
    schemes = joined(list(dict.fromkeys(case.scheme for case in cases)))
    last = max(case.on for case in cases)
    theme = f"{theme[:1].upper()}{theme[1:]}"
    return f"{theme}: {len(cases)} cases ({schemes}), last seen on {day_text(last)}."


def _title(form: Form) -> str:
    return form.report.title or form.title
