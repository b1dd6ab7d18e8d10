"""Page 2: what was asked last time, what changed, and what comes."""

from collections.abc import Iterator

from reportlab.platypus import Flowable

from desktop.report.summary.look import QUIET, heading, labelled
from desktop.report.summary.saying import NOT_STATED, capital
from desktop.report.tagged import Content, P, bullets, table
from desktop.returns.compiled import Asked, ComingUp, Compiled
from desktop.returns.dates_text import day_text

_LABEL = 150.0


def asked_page(compiled: Compiled) -> list[Flowable]:
    """Give the whole of it."""
    return [
        *heading("What was asked last time, and what was promised"),
        *_asked(compiled),
        *heading("Changes you should know about"),
        P("Did anything stop, shrink, close or change that the panel should know of?"),
        *labelled([(s.title, s.changes or "None reported.") for s in compiled.sections], _LABEL),
        *heading("News and coming up"),
        *_coming(compiled),
        *_themes(compiled),
    ]


def _asked(compiled: Compiled) -> list[Flowable]:
    if not compiled.asked:
        return [P("No question or promise is on the list.")]
    source = f"Source: the office's list of promises, {day_text(compiled.cover.data_as_at)}."
    return table(
        ["Asked by", "What was asked", "Answer", "Status"],
        [_question(one) for one in compiled.asked],
        caption="Questions and promises that were open in the period, or answered since",
        source=source,
        widths=(1.7, 3.1, 2.3, 0.9),
    )


def _question(one: Asked) -> list[Content | Flowable]:
    answer: Content | Flowable = one.answer or P(capital(NOT_STATED), QUIET)
    by = f"{one.asked_by or capital(NOT_STATED)}\n{day_text(one.asked_on)}"
    return [by, one.what, answer, capital(one.status.replace("_", " "))]


def _coming(compiled: Compiled) -> list[Flowable]:
    titles = {section.scheme: section.title for section in compiled.sections}
    lines: list[tuple[str, Content]] = [
        (section.title, text) for section in compiled.sections for text in section.news
    ]
    lines += [
        (day_text(event.on_date), " ".join(_event(event, titles, compiled)))
        for event in compiled.coming_up
    ]
    if not lines:
        return [P("Nothing is announced.")]
    return labelled(lines, _LABEL)


def _event(event: ComingUp, titles: dict[str, str], compiled: Compiled) -> Iterator[str]:
    """Say what is to come; of a day that has passed, whether it happened."""
    scheme = titles.get(event.scheme, "")
    yield f"{event.title} ({scheme})." if scheme else f"{event.title}."
    if event.on_date <= compiled.cover.data_as_at:
        happened = {"yes": "It took place.", "no": "It did not take place."}
        yield happened.get(event.happened, "Whether it took place is not stated.")


def _themes(compiled: Compiled) -> list[Flowable]:
    if not compiled.themes:
        return []
    return [*heading("Themes we suggest for the panel"), *bullets(compiled.themes)]
