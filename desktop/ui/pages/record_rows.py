"""Records for a paged table: any page by its number, read onwards from the nearest known line."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from desktop import clock
from desktop.formlib.model import Form
from desktop.records import finding
from desktop.records.finding import Cursor, Filter, RecordLine, Sort
from desktop.records.office import office_on
from desktop.store.desk import Desk

_TURNED: Mapping[Sort, Sort] = {"newest": "oldest", "oldest": "newest"}
_BEFORE_ALL: Mapping[Sort, str] = {"newest": "~", "oldest": ""}  # ids are figures and letters


@dataclass(frozen=True, slots=True)
class Listed:
    """A record in a list; `cells` are the form's own columns, where one form is listed."""

    line: RecordLine
    cells: tuple[str, ...] = ()


class RecordRows:
    """One list of records: none until `want` says which."""

    def __init__(self, desk: Desk) -> None:
        """Read from `desk`, as the model asks."""
        self._desk = desk
        self._wanted = Filter(statuses=())
        self._sort: Sort = "newest"
        self._form: Form | None = None
        self._dated: int | None = None  # how many of them have a date, once that is asked for
        self._starts: dict[int, Cursor | None] = {0: None}

    def want(self, wanted: Filter, sort: Sort, form: Form | None = None) -> None:
        """List what is `wanted`; with a `form` the cells of its columns are read as well.

        The model must count anew after this.
        """
        self._wanted, self._sort, self._form = wanted, sort, form

    def count(self) -> int:
        """Count the list, and forget where its pages began."""
        self._starts = {0: None}
        self._dated = None
        if not self._wanted.statuses:
            return 0
        with self._desk.read() as session:
            return finding.count(session, self._wanted)

    def fetch(self, offset: int, count: int) -> Sequence[Listed]:
        """Give the lines from `offset` on. Raises UserError when the desk cannot be read."""
        turned = _TURNED.get(self._sort)
        if offset in self._starts or turned is None:
            return self._with_cells(self._onwards(offset, count))
        # A jump. Those without a date come last, whichever way the others go.
        dated = self._count_dated()
        self._starts.setdefault(dated, Cursor(None, _BEFORE_ALL[self._sort]))
        here = max(min(dated - offset, count), 0)
        if here and dated - offset - here < offset - self._nearest(offset):
            lines = self._backwards(turned, dated - offset - here, here)
        else:
            lines = self._onwards(offset, here) if here else ()
        if here < count:
            lines += self._onwards(max(offset, dated), count - here)
        return self._with_cells(lines)

    def _count_dated(self) -> int:
        if self._dated is None:
            with self._desk.read() as session:
                self._dated = finding.count(session, self._dated_only())
        return self._dated

    def _dated_only(self) -> Filter:
        return replace(self._wanted, start=self._wanted.start or date.min)

    def _nearest(self, offset: int) -> int:
        return max(start for start in self._starts if start <= offset)

    def _onwards(self, offset: int, count: int) -> tuple[RecordLine, ...]:
        """Go on from the nearest known start to `offset`, and read from there."""
        at = self._nearest(offset)
        after = self._walk(self._wanted, self._sort, self._starts[at], offset - at)
        lines, end = self._read(self._wanted, self._sort, after, count)
        self._starts[offset] = after
        self._starts[offset + count] = end
        return lines

    def _backwards(self, turned: Sort, below: int, count: int) -> tuple[RecordLine, ...]:
        """Read lines with a date from the end, of which `below` come after them."""
        wanted = self._dated_only()
        after = self._walk(wanted, turned, None, below)
        lines, _ = self._read(wanted, turned, after, count)
        return lines[::-1]

    def _walk(self, wanted: Filter, sort: Sort, after: Cursor | None, steps: int) -> Cursor | None:
        """Pass over some lines, and say where that ends."""
        if not steps:
            return after
        with self._desk.read() as session:
            return finding.skip(session, wanted, sort=sort, after=after, steps=steps)

    def _read(
        self, wanted: Filter, sort: Sort, after: Cursor | None, count: int
    ) -> tuple[tuple[RecordLine, ...], Cursor | None]:
        """Read some lines, and where they end."""
        with self._desk.read() as session:
            lines = finding.page(session, wanted, sort=sort, after=after, limit=count).lines
        if not lines:
            return lines, after
        last = lines[-1]
        return lines, Cursor(last.changed_at if sort == "changed" else last.on_date, last.id)

    def _with_cells(self, lines: Sequence[RecordLine]) -> Sequence[Listed]:
        if self._form is None:
            return [Listed(line) for line in lines]
        with self._desk.read() as session:
            office = office_on(session, clock.today(), [self._form])
            cells = finding.cells(session, self._form, [line.id for line in lines], office)
        return [Listed(line, cells.get(line.id, ())) for line in lines]
