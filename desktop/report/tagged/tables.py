"""Tables as the report has them: caption above, source below, headers that a machine can find."""

from collections.abc import Sequence
from typing import TypeAlias

from reportlab.lib.colors import Color
from reportlab.platypus import Flowable, Table, TableStyle

from desktop.report.tagged.flowables import P, together
from desktop.report.tagged.page import WIDTH
from desktop.report.tagged.styles import (
    CAPTION,
    CELL,
    CELL_CENTRE,
    CELL_RIGHT,
    HEAD,
    HEAD_CENTRE,
    HEAD_RIGHT,
    INK,
    LINE,
    SOURCE,
)
from desktop.report.tagged.tabletags import TableTags
from desktop.report.tagged.text import Content, headline

Cell: TypeAlias = Content | Flowable

_HEADS = {"l": HEAD, "c": HEAD_CENTRE, "r": HEAD_RIGHT}
_CELLS = {"l": CELL, "c": CELL_CENTRE, "r": CELL_RIGHT}
_PADDING = 4.0
_KEPT_TOGETHER = 14  # rows: a table no longer than this moves on rather than break
_DENSE = 10  # rows: those of a longer table stand closer
_TALLEST = 640.0  # points: header and row; what is higher goes on in the next row
_MAY_BE_TALL = 150  # characters: shorter ones need not be measured
_LONGEST_HEAD = 150  # characters


def _lines(*, dense: bool, total: bool) -> TableStyle:
    room = 1.5 if dense else 3.0
    more: list[tuple[str, tuple[int, int], tuple[int, int], float, Color]] = []
    if total:
        more = [("LINEABOVE", (0, -1), (-1, -1), 1, INK), ("LINEBELOW", (0, -1), (-1, -1), 1, INK)]
    return TableStyle(
        [
            ("VALIGN", (0, 0), (-1, -1), "TOP"),
            ("VALIGN", (0, 0), (-1, 0), "BOTTOM"),
            ("LEFTPADDING", (0, 0), (-1, -1), _PADDING),
            ("RIGHTPADDING", (0, 0), (-1, -1), _PADDING),
            ("LEFTPADDING", (0, 0), (0, -1), 0),
            ("RIGHTPADDING", (-1, 0), (-1, -1), 0),
            ("TOPPADDING", (0, 0), (-1, -1), room),
            ("BOTTOMPADDING", (0, 0), (-1, -1), room),
            ("LINEBELOW", (0, 0), (-1, -1), 0.4, LINE),
            ("LINEBELOW", (0, 0), (-1, 0), 1, INK),
            *more,
        ]
    )


def table(
    header: Sequence[Content],
    rows: Sequence[Sequence[Cell]],
    *,
    caption: Content,
    source: Content,
    widths: Sequence[float] = (),
    align: str = "",
    total_row: bool = False,
    row_headers: bool = True,
) -> list[Flowable]:
    """Give a table with its caption and, under it, its source and date.

    `widths` are shares of the page's width (equal when left out), `align` one letter a column:
    l, c or r (all l when left out). With `total_row` the last row is a total, with `row_headers`
    the first column says what each row is about. The rows of a long table stand closer, and its
    header is repeated on each page. A row too high for a page goes on in further rows.
    """
    count = len(header)
    align = align or "l" * count
    shares = widths or (1.0,) * count
    if not count == len(align) == len(shares) or any(len(row) != count for row in rows):
        raise ValueError(f"a table of {count} columns, but other numbers of widths or cells")
    columns = [WIDTH * share / sum(shares) for share in shares]
    heads = [
        P(headline(cell, _LONGEST_HEAD), _HEADS[letter])
        for cell, letter in zip(header, align, strict=True)
    ]
    rooms = [column - 2 * _PADDING for column in columns]
    high = max(head.wrap(room, _TALLEST)[1] for head, room in zip(heads, rooms, strict=True))
    data: list[list[Flowable]] = [[*heads]]
    for number, row in enumerate(rows):
        styles = [_CELLS[letter] for letter in align]
        if total_row and number == len(rows) - 1:
            styles = [_HEADS[letter] for letter in align]
        elif row_headers:
            styles[0] = _HEADS[align[0]]
        towers = [
            [cell] if isinstance(cell, Flowable) else _tower(P(cell, style), room, _TALLEST - high)
            for cell, style, room in zip(row, styles, rooms, strict=True)
        ]
        data += _rows(towers, named=row_headers)
    tags = TableTags(rows=1, cols=1 if row_headers else 0)
    grid = Table(
        data,
        colWidths=columns,
        repeatRows=1,
        hAlign="LEFT",
        style=_lines(dense=len(data) > _DENSE, total=total_row and bool(rows)),
        renderCB=tags,
    )
    parts: list[Flowable] = [
        P(caption, CAPTION, tag="Caption", parent=tags.table),
        grid,
        P(source, SOURCE),
    ]
    return together(parts) if len(data) <= _KEPT_TOGETHER else parts


def _rows(towers: list[list[Flowable]], *, named: bool) -> list[list[Flowable]]:
    """Give the row, in as many rows as its highest cell needs, each with the row's name."""
    height = max(map(len, towers))
    first = towers[0][0]
    if named and height > len(towers[0]) == 1 and isinstance(first, P):
        towers[0] += [P(f"{first.words} (continued)", first.style) for _ in range(height - 1)]
    return [[t[at] if at < len(t) else P("", CELL) for t in towers] for at in range(height)]


def _tower(cell: P, room: float, highest: float) -> list[Flowable]:
    """Split a cell into parts that each fit on a page."""
    rest: list[Flowable] = [cell]
    if len(cell.words) < _MAY_BE_TALL and len(cell.frags) == 1:
        return rest
    done: list[Flowable] = []
    while rest:
        part = rest.pop(0)
        high = part.wrap(room, highest)[1]
        split = part.split(room, highest) if high > highest else []
        if split:
            rest = split + rest
        else:
            done.append(part)
    return done
