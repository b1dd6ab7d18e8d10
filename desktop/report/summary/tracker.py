"""Recommendations and learning with what became of them, and the ratings with their reasons."""

from reportlab.platypus import Flowable

from desktop.formlib.amounts import number_text
from desktop.report.summary.look import QUIET, heading
from desktop.report.summary.saying import NOT_STATED, capital, day_or_gap, marked
from desktop.report.tagged import Bold, Content, P, table
from desktop.returns.compiled import Compiled, RatingLine, State, Tracked
from desktop.returns.dates_text import day_text

_STATES: dict[State, str] = {
    "overdue": "Overdue",
    "no_reply": "No reply yet",
    "evidence_awaited": "Evidence awaited",
    "came_back": "Came back",
    "closed": "Closed",
}
_REPLIES = {
    "none": "No reply is recorded",
    "accepted": "Accepted",
    "partly": "Accepted in part",
    "rejected": "Not accepted",
}


def tracker(compiled: Compiled) -> list[Flowable]:
    """Give every recommendation and piece of learning that is open or was closed, overdue first."""
    parts: list[Flowable] = [
        *heading("Recommendations and learning"),
    ]
    if not compiled.tracked:
        return [*parts, P("None is open, and none was closed in the period.")]
    titles = {section.scheme: section.title for section in compiled.sections}
    source = f"Source: the office's register, {day_text(compiled.cover.data_as_at)}."
    return [
        *parts,
        *table(
            [
                "How it stands",
                "What was asked for",
                "Made to, on",
                "Reply and evidence",
                "Next date",
            ],
            [_tracked(line, titles) for line in compiled.tracked],
            caption="Open, came back, or closed in the period; overdue first",
            source=source,
            widths=(1.25, 3, 1.7, 1.9, 1.1),
        ),
    ]


def _tracked(line: Tracked, titles: dict[str, str]) -> list[Content | Flowable]:
    many = f"{number_text(line.count)} " if line.count > 1 else ""
    kind = {"learning": "piece of learning"}.get(line.kind, line.kind)
    kinds = f"{kind}s" if kind == line.kind else "pieces of learning"
    what = f"{many}{kinds if line.count > 1 else kind}: {line.text or 'text not stated'}"
    origin = ", ".join(filter(None, [titles.get(line.scheme, ""), line.ref]))
    reply = _REPLIES.get(line.reply, capital(line.reply))
    evidence = line.evidence or ("none yet" if line.reply != "none" else "")
    made = f"{line.made_to or capital('recipient ' + NOT_STATED)}, {day_text(line.made_on)}"
    made = marked(made, line.mark)
    return [
        [Bold(_STATES[line.state])],
        f"{capital(what)}\n{origin}" if origin else capital(what),
        made,
        f"{reply}. Evidence: {evidence}." if evidence else f"{reply}.",
        day_or_gap(line.due) if line.due else P(capital(NOT_STATED), QUIET),
    ]


def ratings(compiled: Compiled) -> list[Flowable]:
    """Give the office's ratings; those that it did not give are named."""
    parts: list[Flowable] = [
        *heading("Ratings, and why"),
    ]
    rated = {line.scheme for line in compiled.ratings}
    left = [section.title for section in compiled.sections if section.scheme not in rated]
    if compiled.ratings:
        parts += table(
            ["Scheme", "Rating", "Because", "What would make it green", "Last time"],
            [_rating(line) for line in _ordered(compiled)],
            caption=f"The office's own view, {compiled.period.label}",
            source=f"Source: the office's ratings, {day_text(compiled.cover.data_as_at)}.",
            widths=(1.5, 1, 2.6, 2.6, 1),
        )
    if left:
        parts.append(P(f"No rating was given for: {', '.join(left)}."))
    return parts


def _ordered(compiled: Compiled) -> list[RatingLine]:
    """Give the ratings in the order in which the report has its schemes."""
    order = {section.scheme: place for place, section in enumerate(compiled.sections)}
    return sorted(compiled.ratings, key=lambda line: order.get(line.scheme, len(order)))


def _rating(line: RatingLine) -> list[Content | Flowable]:
    because = line.reason
    if line.evidence:
        because = f"{because}\nEvidence: {line.evidence}."
    gap = P(capital(NOT_STATED), QUIET)
    green: Content | Flowable = line.would_be_green or gap
    last: Content | Flowable = line.previous or P(capital(NOT_STATED), QUIET)
    return [line.title, [Bold(line.wording)], because, green, last]
