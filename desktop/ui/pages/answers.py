"""The answers of a record, section by section, as people read them."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from desktop.formlib.model import Field, Form
from desktop.formlib.office import Office
from desktop.formlib.problems import Problem
from desktop.formlib.settle import Settled, field_applies, row_look
from desktop.formlib.types import Setting, show
from desktop.ui.pages.editor.follows import notes
from desktop.ui.parts.buttons import Link
from desktop.ui.parts.cards import SectionCard
from desktop.ui.parts.labels import label

Change = Callable[[str], object]


class Answers(QWidget):
    """One card a section. With `change` each answer has a link that is handed its question."""

    def __init__(
        self,
        form: Form,
        settled: Settled,
        office: Office,
        *,
        sitting: int,
        change: Change | None = None,
    ) -> None:
        """Show what was answered; what was asked and left empty is said to be so."""
        super().__init__()
        self.form = form
        self._settled = settled
        self._office = office
        self._notes = notes(form, settled)
        self._change = change
        self._below: dict[str, QVBoxLayout] = {}
        self._column = column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(18)
        for section in form.sections:
            asked = [f for f in section.fields if f.id in settled.shown and f.type != "note"]
            if section.sitting > sitting or not asked:
                continue
            card = SectionCard(section.title)
            card.body.setSpacing(14)
            for item in asked:
                for part in self._parts(item):
                    card.body.addWidget(part)
            column.addWidget(card)

    def put_reasons(self, found: Sequence[Problem]) -> None:
        """Show below the answers what was explained, and how."""
        for problem in found:
            if problem.reason:
                self.put_below(problem.field, label(problem.say, "muted"))
                self.put_below(problem.field, label(f"“{problem.reason}”"))

    def put_below(self, question: str, part: QWidget) -> None:
        """Put something below the answer to a question; at the end where that is not shown."""
        below = self._below.get(question)
        if below is not None:
            below.addWidget(part)
        else:
            self._column.addWidget(part)

    def _parts(self, item: Field) -> Iterator[QWidget]:
        value = self._settled.values.get(item.id)
        if item.type == "rows":
            yield from self._rows(item, value)
            return
        words = show(value, Setting(self.form, item, self._office))
        follows = self._notes.get(item.id, "")
        line = _Line(item.name, words or self.tr("Left empty"), follows, self._link(item, item.id))
        self._below[item.id] = line.below
        yield line

    def _rows(self, item: Field, value: object) -> Iterator[QWidget]:
        rows = [row for row in value if isinstance(row, dict)] if isinstance(value, list) else []
        group = self.form.rows[item.id]
        if not rows:
            yield self._ready(
                item, _Line(item.name, self.tr("None"), "", self._link(item, item.id))
            )
        for number, row in enumerate(rows, 1):
            name = f"{group.one[:1].upper()}{group.one[1:]} {number}"
            words = "\n".join(self._row_words(item.id, row))
            first = next(f.id for f in group.fields if f.id != group.about)
            link = self._link(item, f"{item.id}/{row.get('id')}/{first}", name)
            yield self._ready(item, _Line(name, words, "", link))

    def _ready(self, item: Field, line: "_Line") -> "_Line":
        self._below[item.id] = line.below
        return line

    def _row_words(self, group: str, row: Mapping[str, object]) -> Iterator[str]:
        look = row_look(self.form, group, row, self._settled.values, self._office)
        for inner in self.form.rows[group].fields:
            value = row.get(inner.id)
            if value is not None and field_applies(inner, self._settled.on, look):
                words = show(value, Setting(self.form, inner, self._office))
                yield f"{inner.name.rstrip('?')}: {words}"

    def _link(self, item: Field, path: str, name: str = "") -> Link | None:
        if self._change is None:
            return None
        link = Link(self.tr("Change"))
        link.setAccessibleName(self.tr("Change: {}").format(name or item.name))
        link.clicked.connect(partial(self._change, path))
        return link


class _Line(QFrame):
    """A question, its answer, what follows from it, and the link; more may stand in `below`."""

    def __init__(self, name: str, words: str, follows: str, link: Link | None) -> None:
        super().__init__()
        self.setProperty("kind", "answer")
        self.setAccessibleName(f"{name}: {words}")
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 10)
        outer.setSpacing(6)
        row = QHBoxLayout()
        row.setSpacing(18)
        asked = label(name, "label")
        answered = QVBoxLayout()
        answered.setSpacing(2)
        answered.setContentsMargins(0, 3, 0, 0)  # level with the link, which is taller
        asked.setContentsMargins(0, 3, 0, 0)
        answered.addWidget(label(words))
        if follows:
            answered.addWidget(label(follows, "muted"))
        answered.addStretch()
        row.addWidget(asked, 2, Qt.AlignmentFlag.AlignTop)
        row.addLayout(answered, 3)
        if link is not None:
            row.addWidget(link, 0, Qt.AlignmentFlag.AlignTop)
        outer.addLayout(row)
        self.below = QVBoxLayout()
        outer.addLayout(self.below)
