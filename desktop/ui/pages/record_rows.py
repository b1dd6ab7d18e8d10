"""Records for a paged table: any page by its number, read onwards from the nearest known line."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from desktop import clock
from desktop.formlib.model import Form
from desktop.records import finding
from desktop.records.finding import Cursor, Filter, RecordLine, Sort
from desktop.records.office import office_on
from desktop.store.desk import Desk

_STRIDE = 2_000  # lines passed over at once on the way to a far page
_TURNED: Mapping[Sort, Sort] = {"newest": "oldest", "oldest": "newest"}


@dataclass(frozen=True, slots=True)
class Listed:
    """A record in a list; `cells` are the form's own columns, where one form is listed."""

    line: RecordLine
    cells: tuple[str, ...] = ()


class RecordRows:
    """One list of records: everything, newest first, until `want` says otherwise."""

    def __init__(self, desk: Desk) -> None:
        """Read from `desk`, as the model asks."""
        self._desk = desk
        self._wanted = Filter()
        self._sort: Sort = "newest"
        self._form: Form | None = None
        self._total = 0
        self._starts: dict[int, Cursor | None] = {0: None}

    def want(self, wanted: Filter, sort: Sort, form: Form | None = None) -> None:
        """List what is `wanted`; with a `form` the cells of its columns are read as well.

        The model must count anew after this.
        """
        self._wanted, self._sort, self._form = wanted, sort, form

    def count(self) -> int:
        """Count the list, and forget where its pages began."""
        self._starts = {0: None}
        with self._desk.read() as session:
            self._total = finding.count(session, self._wanted)
        return self._total

    def fetch(self, offset: int, count: int) -> Sequence[Listed]:
        """Give the lines from `offset` on. Raises UserError when the desk cannot be read."""
        below = max(self._total - offset - count, 0)
        turned = _TURNED.get(self._sort)
        if turned is not None and below < offset - self._nearest(self._starts, offset):
            # The end is nearer: read the list from there and turn the page round.
            starts: dict[int, Cursor | None] = {0: None}
            lines = self._read(turned, starts, below, min(count, self._total - offset))[::-1]
        else:
            lines = self._read(self._sort, self._starts, offset, count)
        return self._with_cells(lines)

    def _read(
        self, sort: Sort, starts: dict[int, Cursor | None], offset: int, count: int
    ) -> tuple[RecordLine, ...]:
        """Go on from the nearest known start to `offset`, and read from there."""
        at = self._nearest(starts, offset)
        after = starts[at]
        with self._desk.read() as session:
            while at < offset:
                step = min(_STRIDE, offset - at)
                page = finding.page(session, self._wanted, sort=sort, after=after, limit=step)
                after = _end_of(page.lines, sort) or after
                at += step
            page = finding.page(session, self._wanted, sort=sort, after=after, limit=count)
        starts[offset] = after
        starts[offset + count] = _end_of(page.lines, sort) or after
        return page.lines

    def _with_cells(self, lines: Sequence[RecordLine]) -> Sequence[Listed]:
        if self._form is None:
            return [Listed(line) for line in lines]
        with self._desk.read() as session:
            office = office_on(session, clock.today(), [self._form])
            cells = finding.cells(session, self._form, [line.id for line in lines], office)
        return [Listed(line, cells.get(line.id, ())) for line in lines]

    @staticmethod
    def _nearest(starts: Mapping[int, Cursor | None], offset: int) -> int:
        return max(start for start in starts if start <= offset)


def _end_of(lines: Sequence[RecordLine], sort: Sort) -> Cursor | None:
    if not lines:
        return None
    last = lines[-1]
    return Cursor(last.changed_at if sort == "changed" else last.on_date, last.id)
