"""A blank form made from what the form asks, in the order of the screen."""

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, time

from reportlab.platypus import Flowable, Table, TableStyle

from desktop import clock
from desktop.formlib.model import Field, Form, RowGroup, Section
from desktop.formlib.office import Office
from desktop.formlib.types import UNKNOWNS, Topics
from desktop.report.fonts import REGULAR, width
from desktop.report.paper.only_if import Words, on_paper
from desktop.report.paper.question import GAP, Answer, Boxes, Lines, Question, Row, Ticks, Type
from desktop.report.tagged import (
    About,
    Bold,
    Content,
    H,
    P,
    TableTags,
    build,
    pages_of,
    together,
)
from desktop.report.tagged.layout import Beside, Column
from desktop.report.tagged.page import NARROW
from desktop.report.tagged.styles import GREY, PALE

WIDTH = NARROW.width
_SIZES = tuple(size / 4 for size in range(48, 27, -1))  # 12 down to 7
_USUAL = 10.0
_VISIT = "when_finished"
_PAGES = 2  # a sheet of paper
_TICKS = 6  # more choices than these are not printed where one of them is to be written
_FIGURES = {
    "integer": (4,),
    "decimal": (4,),
    "time": (2, 2),
    "month": (2, 4),
    "date": (2, 2, 4),
}
_LEGEND = 8  # choices of a column that are named under the table
_PROBLEMS, _ROOM = 8, 17.0  # lines for problems, and the least height of one
_SIDES = 6.0  # of a cell, both together
_SEPARATE = "Write it on a separate sheet, which the police do not see."
_THIRD, _HALF, _WHOLE = 2, 3, 6  # of six parts of the width


def blank_form_pdf(form: Form, office: Office | None = None, *, script: str = "") -> bytes:
    """Make the blank form of a record kind; a visit's on two pages, as large as that allows.

    `office` gives its name, settings and lists; without it the form's own are used, as of today.
    `script` is what visitors say to introduce themselves; else the office's setting for the
    scheme (such as "custody_visiting_script") says it, else nothing stands there: the form's own
    introduction is for those who type up a visit at home.
    """
    known = office or Office(clock.today())
    about = _about(form, known)
    if form.counts != _VISIT:
        return build(_story(form, known, script, _USUAL), about).pdf
    fits = bisect_left(
        range(len(_SIZES)),
        True,  # noqa: FBT003 - the first size of which it holds
        key=lambda n: pages_of(_story(form, known, script, _SIZES[n]), about) <= _PAGES,
    )
    return build(_story(form, known, script, _SIZES[min(fits, len(_SIZES) - 1)]), about).pdf


def _about(form: Form, office: Office) -> About:
    name = str(office.settings.get("office") or "")
    return About(
        f"{form.title}: blank form",
        datetime.combine(office.on, time(12), UTC),
        author=name,
        subject=f"Blank paper form for: {form.one}",
        period=name,
        footer=f"{form.id}, version {form.version}",
        narrow=True,
    )


def _story(form: Form, office: Office, script: str, size: float) -> list[Flowable]:
    return list(_sheet(form, office, script, Type(size)))


def _sheet(form: Form, office: Office, script: str, kind: Type) -> Iterator[Flowable]:
    words = Words(form, office)
    yield H(1, form.title, style=kind.title)
    opening = script or str(office.settings.get(f"{form.scheme}_script") or "")
    if opening:
        yield Beside([Column([P(opening, kind.ask)], fill=PALE, pad=6)])
    left_out = []
    for section in form.sections:
        if not on_paper(section, office):
            continue
        if not any(item.public for item in section.fields):
            left_out.append(section.title)
            continue
        yield from _section(section, words, kind, intro=section is not form.sections[0])
    if left_out:
        said = "; ".join(left_out)
        yield P(f"Not on this paper, because the police see it: {said}.", kind.small)
    if form.counts == _VISIT:
        yield from _signatures(kind)


def _section(section: Section, words: Words, kind: Type, *, intro: bool) -> Iterator[Flowable]:
    """Give a page of the screen; `intro` says whether with what stands at its head there."""
    note = words.only_if(section.show_if)
    heading = H(2, section.title, style=kind.heading)
    if note:
        row = Beside([Column([heading]), Column([P(f"Answer {note}.", kind.aside)])])
        row.spaceBefore, row.spaceAfter = heading.getSpaceBefore(), heading.getSpaceAfter()
        row.keepWithNext = 1
        yield row
    else:
        yield heading
    if intro and section.intro:
        yield P(section.intro, kind.small)
    fields = [item for item in section.fields if on_paper(item, words.office)]
    yield from _rows(fields, words, kind)


def _rows(fields: Sequence[Field], words: Words, kind: Type) -> Iterator[Flowable]:
    """Put questions beside each other as far as they fit, in their order."""
    row: list[Question] = []
    starts: list[float] = []
    used, number, condition = 0, "", None
    for item in fields:
        said = _words(item, words, new=item.number != number, repeated=item.show_if == condition)
        number, condition = item.number, item.show_if
        if item.type == "rows":
            if row:
                yield Row(row, starts)
                row, starts, used = [], [], 0
            yield from _lines_of(words.form.rows[item.id], said, words, kind)
            continue
        answer = _answer(item, words)
        parts = _parts(said, answer, item, kind)
        if used + parts > _WHOLE:
            yield Row(row, starts)
            row, starts, used = [], [], 0
        starts.append(used * (WIDTH + GAP) / _WHOLE)
        row.append(Question(said, answer, _room(parts), kind))
        used += parts
    if row:
        yield Row(row, starts)


def _room(parts: int) -> float:
    return (WIDTH + GAP) * parts / _WHOLE - GAP


def _words(item: Field, words: Words, *, new: bool, repeated: bool) -> list[str | Bold]:
    """Give a question with its number, when to answer it, and its hint."""
    said: list[str | Bold] = [Bold(f"{item.number}  ")] if item.number and new else []
    said.append(Bold(item.ask) if item.type == "note" else item.ask)
    note = "" if repeated else words.only_if(item.show_if, item.number)
    notes = [note, item.hint, _SEPARATE if _is_separate(item, words.form) else ""]
    if any(notes):
        said.append(f" ({' '.join(_sentence(note) for note in notes if note)})")
    return said


def _is_separate(item: Field, form: Form) -> bool:
    """Say whether an answer must not stand on a paper that the police sign."""
    return item.sensitive and form.counts == _VISIT


def _sentence(text: str) -> str:
    return f"{text[:1].upper()}{text[1:].rstrip('.')}."


def _answer(item: Field, words: Words) -> Answer:
    """Give the place for an answer of this type."""
    if item.type == "note" or _is_separate(item, words.form):
        return None
    if item.type in ("choice", "yes_no", "choices", "topics"):
        labels = _choices(item, words)
        # One of many is sooner written than looked for.
        return Lines() if item.type == "choice" and len(labels) > _TICKS else Ticks(labels)
    if item.type == "people":
        return Lines(across=item.at_most or 2)
    figures = _FIGURES.get(item.type)
    if figures:
        return Boxes(figures, item.unit)
    return Lines(2 if item.type == "long_text" else 1)


def _parts(said: Content, answer: Answer, item: Field, kind: Type) -> int:
    """Give how many sixths of the width a question takes."""
    if isinstance(answer, Boxes):
        return _HALF if item.type == "date" else _THIRD
    short = item.type not in ("text", "long_text") and answer is not None
    if short and Question(said, answer, _room(_HALF), kind).one_line:
        return _HALF
    return _WHOLE


def _lines_of(group: RowGroup, said: Content, words: Words, kind: Type) -> Iterator[Flowable]:
    """Give a table with empty lines to write in, one for each row."""
    fields = [item for item in group.fields if on_paper(item, words.office)]
    columns = _columns(fields, kind)
    heads = [P("", kind.small), *(P(item.ask, kind.small) for item in fields)]
    empty = [[P(str(n), kind.small), *(P("", kind.small) for _ in fields)] for n in _numbers()]
    tags = TableTags(rows=1, cols=1)
    grid = Table(
        [heads, *empty],
        colWidths=columns,
        rowHeights=[None, *[max(kind.line, _ROOM)] * _PROBLEMS],
        repeatRows=1,
        renderCB=tags,
        style=TableStyle(
            [
                ("GRID", (0, 0), (-1, -1), 0.5, GREY),
                ("VALIGN", (0, 0), (-1, -1), "MIDDLE"),
                ("LEFTPADDING", (0, 0), (-1, -1), _SIDES / 2),
                ("RIGHTPADDING", (0, 0), (-1, -1), _SIDES / 2),
                ("TOPPADDING", (0, 0), (-1, -1), 1),
                ("BOTTOMPADDING", (0, 0), (-1, -1), 2),
            ]
        ),
    )
    grid.spaceBefore = grid.spaceAfter = 3
    legend = [
        f"{item.name}: {' / '.join(_choices(item, words))}."
        for item in fields
        if item.type in ("choice", "yes_no") and 0 < len(_choices(item, words)) <= _LEGEND
    ]
    yield from together([P(said, kind.ask), grid, P(" ".join(legend), kind.small)])


def _numbers() -> range:
    return range(1, _PROBLEMS + 1)


def _choices(item: Field, words: Words) -> tuple[str, ...]:
    labels = [entry.label for entry in words.office.offered(words.form, item)]
    if item.type == "topics":
        labels.insert(0, Topics.none_chosen)
    return (*labels, *(UNKNOWNS.get(code, code) for code in item.unknowns))


def _columns(fields: Sequence[Field], kind: Type) -> list[float]:
    """Give the widths of a table's columns, none narrower than the longest word of its head."""
    shares = [0.35, *map(_share, fields)]
    columns = [WIDTH * share / sum(shares) for share in shares]
    for place, item in enumerate(fields, 1):
        words = item.ask.split()
        least = max(width(word, REGULAR, kind.small.fontSize) for word in words) + _SIDES
        lacking = max(0.0, least - columns[place])
        columns[place] += lacking
        columns[columns.index(max(columns))] -= lacking
    return columns


def _share(item: Field) -> float:
    """Give a column's share of the width by what is written there."""
    if item.type in ("text", "long_text"):
        return 3.0 if int(item.max or 0) > 100 else 1.4
    return 1.05 if item.type in ("yes_no", "integer", "date", "time") else 1.3


def _signatures(kind: Type) -> Iterator[Flowable]:
    """Give the place for a comment by the officer in charge, and for three signatures."""
    half = _room(_HALF)
    parts: list[Flowable] = [
        H(2, "Comment and signatures", style=kind.heading),
        Row([Question("Comment by the officer in charge", Lines(3), WIDTH, kind)], [0]),
    ]
    for name in ("Officer (role)", "First visitor", "Second visitor"):
        pair = [Question(said, Lines(), half, kind) for said in (name, "Signature and date")]
        parts.append(Row(pair, [0, half + GAP]))
    yield from together(parts)
