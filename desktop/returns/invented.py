"""What a sample made up: marked wherever it is printed, so that nobody takes it for published.

A sample's settings say it: `sample_source` is what its records and totals name as their source
where details are invented, `sample_mark` the words of the mark, and `sample_published` the figures
("form.figure") that are published all the same. No office has any of these.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from sqlalchemy import select
from sqlalchemy.orm import Session

from desktop.formlib.entries import Item
from desktop.formlib.model import Figure, Form
from desktop.formlib.office import Office
from desktop.returns.built_in import BALANCES
from desktop.returns.compiled import FigureValue
from desktop.returns.entered import Stated
from desktop.returns.periods import Period
from desktop.store.models import Record

_FROM_REGISTERS = ("people", "dogs_due", *BALANCES)
"""Built-ins that do not come from the period's records alone."""


@dataclass(frozen=True, slots=True)
class Invented:
    """The mark, the source it stands for, the records from there and what is published of them."""

    mark: str = ""
    source: str = ""
    records: frozenset[str] = frozenset()
    published: frozenset[str] = frozenset()

    def of_records(self, ids: Collection[str]) -> str:
        """Give the mark for what comes from some records, or nothing."""
        return self.mark if not self.records.isdisjoint(ids) else ""

    def of_past(self, totals: Iterable[Stated], period: Period) -> str:
        """Give the mark for the past of a period, if a total of it is invented."""
        invented = any(one.source == self.source and one.end < period.start for one in totals)
        return self.mark if self.source and invented else ""

    def marked(
        self,
        form: Form,
        values: Mapping[str, FigureValue],
        records: Sequence[Item],
        period: Period,
    ) -> Mapping[str, FigureValue]:
        """Mark the figures that say something of invented records, noughts included."""
        here = {
            item.record
            for item in records
            if item.counted_on is not None and item.counted_on in period
        }
        mark = self.of_records(here)
        if not mark:
            return values
        return {
            id_: replace(
                value,
                mark=mark if self._is_invented(form, value) else "",
                disagreement=marked(value.disagreement, self._of_differing(value)),
            )
            for id_, value in values.items()
        }

    def _of_differing(self, value: FigureValue) -> str:
        """Give the mark for what a total is said to differ from."""
        return self.of_records(value.from_records.records) if value.from_records else ""

    def _is_invented(self, form: Form, value: FigureValue) -> bool:
        if value.state == "not_known" or value.source == "entered":
            return False
        return _from_records(form, value.figure) and f"{form.id}.{value.id}" not in self.published


def marked(sentence: str, mark: str) -> str:
    """Put a mark before a sentence's full stop."""
    return f"{sentence.removesuffix('.')} ({mark})." if sentence and mark else sentence


def _from_records(form: Form, figure: Figure) -> bool:
    if figure.how == "built_in":
        return figure.what not in _FROM_REGISTERS
    return figure.over == "records" or figure.over in form.rows


def invented_in(session: Session, office: Office) -> Invented:
    """Read what the desk's settings say to be invented; nothing where they say nothing."""
    settings = office.settings
    source = str(settings.get("sample_source") or "")
    if not source:
        return Invented()
    published = settings.get("sample_published")
    return Invented(
        str(settings.get("sample_mark") or ""),
        source,
        frozenset(session.scalars(select(Record.id).where(Record.source == source))),
        frozenset(map(str, published if isinstance(published, list | tuple) else ())),
    )
