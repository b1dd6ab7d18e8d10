"""A scheme's figures beside those of the last quarter and of the same quarter last year."""

from collections.abc import Sequence

from reportlab.platypus import Flowable

from desktop.formlib.amounts import Amount
from desktop.report.summary.breakdown import is_breakdown, only_part
from desktop.report.summary.look import NOTE, QUIET_RIGHT
from desktop.report.summary.saying import (
    amount_text,
    capital,
    figure_text,
    gap_text,
    is_known,
    joined,
    marked,
    short_months,
    source_line,
)
from desktop.report.tagged import Bold, Content, P, table, together
from desktop.report.tagged.styles import CELL, HEAD, SOURCE
from desktop.returns.compare import NO_FIGURE
from desktop.returns.compiled import Compiled, FigureValue, SchemeSection
from desktop.returns.periods import Kind, Period, previous, same_last_year

_STAR = "*"
_ONE_ROW = 4  # figures that stand beside each other where there is no past
_FEW_ROWS = 2  # that need no table where nothing stands beside them


def rows_of(section: SchemeSection) -> list[FigureValue]:
    """Give the figures of the main table, the headline first.

    Left out are those with a table of their own, and those of which nothing is known: not now,
    not before. These are named under the table.
    """
    values = [value for value in tabled(section) if _has_something(value)]
    return sorted(values, key=lambda value: value.id != section.headline)


def tabled(section: SchemeSection) -> list[FigureValue]:
    """Give the figures of the main table, known or not."""
    values = (section.figures[id_] for id_ in section.table if id_ in section.figures)
    return [value for value in values if not is_breakdown(value)]


def _has_something(value: FigureValue) -> bool:
    """Say whether anything is known of a figure, now or before."""
    return any(map(is_known, (value.result.value, value.previous, value.same_last_year)))


def figures_table(
    section: SchemeSection, compiled: Compiled, most: int | None = None
) -> list[Flowable]:
    """Give the figures of this period, the one before and the same one last year.

    `most` is the number of rows; the headline and the charted figures come before others. Under
    it stand its source, the comparison with the past, and the section's remarks.
    """
    rows = _shortened(section, most)
    silent = [value.figure.label for value in tabled(section) if not _has_something(value)]
    if not rows:
        return [P(line, NOTE) for line in (_silence(silent), *section.remarks) if line]
    before, year = _past(rows, compiled.period)
    # A row of its own has no columns of which it would have to be said that they are empty.
    in_a_row = not (before or year) and _FEW_ROWS < len(rows) <= _ONE_ROW
    notes = [
        _marks([section.past_mark if before or year else "", *(value.mark for value in rows)]),
        "" if in_a_row else _no_past(compiled.period, before=before, year=year),
        _left_out(len(rows_of(section)) - len(rows)),
        _silence(silent),
    ]
    main = main_ids(section)
    lines = [
        source_line(rows, compiled, " ".join(filter(None, notes))),
        *(_compared(value, section.past_mark) for value in rows if value.id in main),
        *section.remarks,
    ]
    source = "\n".join(filter(None, lines))
    if in_a_row:
        return _as_row(rows, section, compiled.period, source)
    if not (before or year) and len(rows) <= _FEW_ROWS:
        return _as_sentence(rows, source)
    heads, caption = _heads(section, compiled.period, before=before, year=year)
    many = len(heads)
    return table(
        heads,
        [_row(value, section, before=before, year=year) for value in rows],
        caption=caption,
        source=source,
        widths=((2.0 if many > 3 else 3.2), *[1.0] * (many - 1)),
        align="l" + "r" * (many - 1),
    )


def _heads(
    section: SchemeSection, period: Period, *, before: bool, year: bool
) -> tuple[list[Content], str]:
    """Give the heads, which are dates, and the caption, which says what these are."""
    called = "quarter" if period.kind is Kind.QUARTER else "period"
    columns = [(f"this {called}", period)]
    if before:
        columns.append((f"last {called}", previous(period)))
    if year:
        columns.append((f"the same {called} last year", same_last_year(period)))
    dates = (short_months(each.label) for _, each in columns)
    heads: list[Content] = [
        "Figure",
        *(_starred(text, section.past_mark if number else "") for number, text in enumerate(dates)),
    ]
    return heads, f"{section.title}: {joined([name for name, _ in columns])}"


def _as_sentence(rows: Sequence[FigureValue], source: str) -> list[Flowable]:
    """Give a few figures without a past, which need no table."""
    parts: list[str | Bold] = []
    for value in rows:
        gap = f" ({gap_text(value)})" if gap_text(value) else ""
        parts += [
            f"{_starred(value.figure.label, value.mark)}: ",
            Bold(figure_text(value)),
            f"{gap}. ",
        ]
    return together([P(parts), P(source, SOURCE)])


def _as_row(
    rows: Sequence[FigureValue], section: SchemeSection, period: Period, source: str
) -> list[Flowable]:
    """Give some figures without a past beside each other, which takes less room."""
    heads: list[Content] = ["Period", *(_starred(v.figure.label, v.mark) for v in rows)]
    cells: list[Content | Flowable] = [P(short_months(period.label), CELL)]
    for value in rows:
        gap = f"\n{gap_text(value)}" if gap_text(value) else ""
        cells.append([Bold(figure_text(value)), gap])
    _, caption = _heads(section, period, before=False, year=False)
    return table(heads, [cells], caption=caption, source=source, align="l" + "r" * len(rows))


def _shortened(section: SchemeSection, most: int | None) -> list[FigureValue]:
    rows = rows_of(section)
    if most is None or len(rows) <= most:
        return rows
    main = main_ids(section)
    first = sorted(rows, key=lambda value: value.id not in main)[:most]
    return [value for value in rows if value in first]


def main_ids(section: SchemeSection) -> list[str]:
    """Give the ids of the figures that matter most: the headline and those of the chart."""
    of = section.chart.get("of")
    ids = [section.headline, *map(str, of if isinstance(of, list) else [])]
    return [id_ for id_ in dict.fromkeys(ids) if id_ in section.figures]


def _past(rows: Sequence[FigureValue], period: Period) -> tuple[bool, bool]:
    """Say whether anything is held of the period before and of the same one last year.

    The year before a year is both, and stands there once.
    """
    once = previous(period) == same_last_year(period)
    return (
        any(value.previous is not None for value in rows),
        any(value.same_last_year is not None for value in rows) and not once,
    )


def _row(
    value: FigureValue, section: SchemeSection, *, before: bool, year: bool
) -> list[Content | Flowable]:
    figure = value.figure
    head = HEAD if value.id == section.headline else CELL
    now: list[str | Bold] = [Bold(figure_text(value))]
    label = _starred(figure.label, value.mark)
    if (only := only_part(value)) is not None:
        whole = value.result.value
        label = _starred(f"{figure.label}: {only.label}", value.mark)
        now = [Bold(amount_text(figure, whole, whole))]
    elif gap := gap_text(value):
        now.append(f"\n{gap}")
    row: list[Content | Flowable] = [P(label, head), now]
    if before:
        row.append(_then(value, value.previous, value.previous_of))
    if year:
        row.append(_then(value, value.same_last_year, value.same_last_year_of))
    return row


def _starred(text: str, mark: str) -> str:
    """Put a star after what a sample made up; the mark itself stands once, under the table."""
    return f"{text}{_STAR}" if mark else text


def _marks(marks: Sequence[str]) -> str:
    return " ".join(f"{_STAR} {capital(mark)}." for mark in dict.fromkeys(marks) if mark)


def _then(value: FigureValue, amount: Amount | None, of: Amount | None) -> Content | Flowable:
    said = amount_text(value.figure, amount, of)
    return P(said, QUIET_RIGHT) if said == NO_FIGURE else said


def _no_past(period: Period, *, before: bool, year: bool) -> str:
    once = previous(period) == same_last_year(period)
    which = [
        *([] if before else ["the period before"]),
        *([] if year or once else ["a year before"]),
    ]
    return f"{capital(NO_FIGURE)} for {' or '.join(which)}." if which else ""


def _left_out(count: int) -> str:
    if not count:
        return ""
    rows = "1 more row is" if count == 1 else f"{count} more rows are"
    return f"{rows} in the attached file figures.csv: the report keeps to eight pages."


def _silence(labels: Sequence[str]) -> str:
    return f"Not known, now or before: {'; '.join(labels)}." if labels else ""


def _compared(value: FigureValue, mark: str) -> str:
    """Say how a figure stands beside the past; nothing where there is none."""
    found = value.comparison
    if found is None or not is_known(value.result.value):
        return ""
    if found.previous.text.startswith(NO_FIGURE) and found.run.startswith(NO_FIGURE):
        return ""
    return f"{marked(f'{value.figure.label}: {found.previous.text}; {found.run}', mark)}."
