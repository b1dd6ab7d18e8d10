"""Compiling a return: each form's figures, sentences and past, and what people wrote."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from sqlalchemy.orm import Session

from desktop import clock
from desktop.formlib.amounts import NotKnown
from desktop.formlib.model import Entry, Figure, Form, Line
from desktop.formlib.office import Office
from desktop.formlib.sentences import names_in, say
from desktop.records.office import office_on
from desktop.returns import story
from desktop.returns.beside import compared
from desktop.returns.checking import findings_of
from desktop.returns.compiled import Compiled, Cover, FigureValue, SchemeSection
from desktop.returns.coverage import Coverage
from desktop.returns.dates_text import day_text
from desktop.returns.invented import Invented, invented_in, marked
from desktop.returns.past import past_of, periods_before
from desktop.returns.periods import Period
from desktop.returns.signed import Lines, earlier_returns
from desktop.returns.standing import Standing, standing_of, week_settings
from desktop.returns.targets_said import target_words
from desktop.returns.themes import themes_of
from desktop.returns.two_totals import contradictions
from desktop.returns.values import Values, values_of
from desktop.returns.weeks import moved_text, setting_text

_MOST_WORDS = 10


@dataclass(frozen=True, slots=True)
class _Kept:
    """A form's figures and what is kept of it; earlier signed returns; what a sample made up."""

    values: Values
    standing: Standing
    signed: Mapping[Period, Lines]
    invented: Invented


def compile_return(
    session: Session, forms: Mapping[str, Form], period: Period, *, on: date | None = None
) -> Compiled:
    """Compile the return of a period from everything the desk holds.

    `on` is the day the data stand for, today if it is not given. Each form's records of the
    period are read once. Nothing is written.
    """
    day = on or clock.today()
    office = office_on(session, min(day, period.end), forms.values())
    written = story.paragraphs_of(session, period)
    ordered = sorted(forms.values(), key=lambda form: (form.report.order, form.id))
    signed = earlier_returns(session, period, periods_before(period))
    standing = standing_of(session, ordered, office)
    invented = invented_in(session, office)
    printed = [form for form in ordered if form.report.table or form.report.done]
    values = {
        form.id: values_of(session, form, period, office, standing[form.id]) for form in printed
    }
    sections = tuple(
        _section(
            session,
            form,
            period,
            office,
            written,
            _Kept(values[form.id], standing[form.id], signed.lines, invented),
        )
        for form in printed
    )
    records = {form.id: values[form.id].sources["records"] for form in printed}
    titles = {section.scheme: section.title for section in sections}
    words = dict(pair for section in sections for pair in section.words.items())
    compiled = Compiled(
        period=period,
        cover=_cover(office, day),
        sections=sections,
        asked=story.asked_of(session, period),
        asks=tuple(written.get(("other", "ask"), ())),
        story=" ".join(written.get(("other", "story"), ())),
        coming_up=story.coming_up(session, period),
        tracked=story.tracked_of(session, period, day, invented),
        ratings=story.ratings_of(session, period, titles),
        themes=themes_of(session, printed, records, period, office),
        paragraphs=_numbered(office, sections, written),
        week_rule=setting_text(period, week_settings(session)),
        entered_list=_entered_list(sections),
        words=dict(list(words.items())[:_MOST_WORDS]),
    )
    return replace(compiled, findings=findings_of(session, forms, compiled, signed))


def _cover(office: Office, day: date) -> Cover:
    def text(key: str) -> str:
        return str(office.settings.get(key) or "")

    def dated(key: str) -> date | None:
        value = office.settings.get(key)
        return date.fromisoformat(value) if isinstance(value, str) else None

    return Cover(
        office=text("office"),
        force=text("force"),
        area=text("area"),
        panel=text("panel"),
        author_role=text("author_role"),
        marking=text("marking"),
        report_on=dated("report_on"),
        meeting_on=dated("meeting_on"),
        data_as_at=dated("data_as_at") or day,
        strip=text("sample_strip"),
    )


def _section(
    session: Session,
    form: Form,
    period: Period,
    office: Office,
    written: Mapping[tuple[str, str], Sequence[str]],
    kept: _Kept,
) -> SchemeSection:
    values = kept.values
    past = past_of(session, form, period, office, kept.standing, kept.signed)
    found = {
        id_: replace(compared(value, past), entries=_entries(form, value.figure, office))
        for id_, value in values.figures.items()
    }
    figures = kept.invented.marked(form, found, values.sources["records"], period)
    meetings = story.meetings_of(session, form.scheme, period)
    news = story.news_of(session, form.scheme, period)
    stories = story.stories_of(session, form.scheme, period)
    raised, became = story.told_apart(stories)
    supplied = {
        "PERIOD": f"{day_text(period.start)} to {day_text(period.end)}",
        "MONTHS": period.label,
        "NEWS": " ".join(news),
        "STORIES": " ".join(stories),
        "RAISED": raised,
        "OUTCOMES": became,
        "MEETINGS": story.days_joined([meeting.on_date for meeting in meetings]),
        "COMING_UP": " ".join(
            story.coming_up_text(event)
            for event in story.coming_up(session, period, form.scheme)
            if event.on_date > period.end
        ),
        "RECOMMENDED_TO": story.recommended_to(session, form.scheme, period),
        **_calendar_words(values.coverage),
        **target_words(session, form.scheme, period),
        **{f"setting:{key}": str(value) for key, value in office.settings.items()},
    }
    report, results = form.report, values.results

    def lines(of: Sequence[Line], *, always: bool = False) -> tuple[str, ...]:
        said = ((line, say(line, form.figures, results, supplied, always=always)) for line in of)
        return tuple(_with_mark(line, text, figures) for line, text in said if text)

    title = str(report.chart.get("title", ""))
    return SchemeSection(
        scheme=form.scheme,
        form=form.id,
        title=report.title or form.title,
        order=report.order,
        figures=figures,
        headline=report.headline,
        table=report.table,
        chart=report.chart,
        chart_title=say(Line(title), form.figures, results, supplied, always=True) or "",
        brief=lines(report.brief),
        due=lines(report.due),
        done=lines(report.done),
        found=lines(report.found),
        next=lines(report.next),
        not_known=lines(report.not_known),
        paragraphs=lines(report.paragraphs),
        meetings=meetings,
        news=news,
        stories=stories,
        changes=" ".join(written.get((form.scheme, "changes"), ())),
        commentary="\n\n".join(written.get((form.scheme, "commentary"), ())),
        coverage=values.coverage,
        remarks=(
            *_remarks(form, values, figures, period),
            *(said for _, said in contradictions(session, form, figures, period)),
        ),
        words=report.words,
        stubs=values.stubs,
        past_mark=kept.invented.of_past(kept.standing.totals, period),
    )


def _with_mark(line: Line, text: str, figures: Mapping[str, FigureValue]) -> str:
    """Put the mark of a figure that a line names before its full stop."""
    names = names_in(line.say, figures=True)
    return marked(text, next((figures[name].mark for name in names if figures[name].mark), ""))


def _calendar_words(coverage: Coverage | None) -> dict[str, str]:
    """Give how many weeks a period has, and how many places were due a visit in it."""
    if coverage is None or coverage.every != "week":
        return {}
    weeks = {cell.start for cell in coverage.cells}
    places = {cell.place.id for cell in coverage.cells if cell.due}
    return {"WEEKS": str(len(weeks)), "PLACES": str(len(places))} if places else {}


def _entries(form: Form, figure: Figure, office: Office) -> tuple[Entry, ...]:
    """Give the entries that a figure is broken down by; none for places and other free parts."""
    if figure.list:
        return (office.lists.get(figure.list) or form.lists[figure.list]).entries
    field = form.fields.get(figure.by)
    return office.options(form, field).entries if field is not None else ()


def _remarks(
    form: Form, values: Values, figures: Mapping[str, FigureValue], period: Period
) -> tuple[str, ...]:
    remarks = []
    if note := moved_text(values.moved, period):
        remarks.append(note)
    if values.stubs:
        one = values.stubs == 1
        remarks.append(
            f"{values.stubs} {form.one if one else 'records'} counted here "
            f"{'has its' if one else 'have their'} report to follow."
        )
    remarks += [value.disagreement for value in figures.values() if value.disagreement]
    return tuple(remarks)


def _entered_list(sections: Sequence[SchemeSection]) -> tuple[str, ...]:
    """Name the figures that were entered as totals, with their sources."""
    found: dict[str, list[str]] = {}
    for section in sections:
        for value in section.figures.values():
            shown = value.id in section.table or not isinstance(value.result.value, NotKnown)
            if value.source == "entered" and value.entered is not None and shown:
                source = f"{section.title} ({value.entered.source or 'source not stated'})"
                found.setdefault(source, []).append(value.figure.label)
    return tuple(f"{source}: {', '.join(labels)}." for source, labels in found.items())


def _numbered(
    office: Office,
    sections: Sequence[SchemeSection],
    written: Mapping[tuple[str, str], Sequence[str]],
) -> tuple[tuple[int, str], ...]:
    """Give the paragraphs for the commissioner's report their numbers, the free ones last."""
    first = office.settings.get("first_paragraph")
    start = first if isinstance(first, int) else 1
    texts = [text for section in sections for text in section.paragraphs]
    texts += written.get(("other", "free"), ())
    return tuple(enumerate(texts, start))
