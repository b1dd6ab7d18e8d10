"""Are the figures and the report of a form sound? Only what exists may be counted and said."""

from collections.abc import Iterable

from desktop.formlib.conditions import names_used
from desktop.formlib.load_figures import BUILT_INS, REGISTERS
from desktop.formlib.model import Condition, Figure, Form
from desktop.formlib.sentences import PARTS, faults_in, names_in
from desktop.formlib.table import Table

_LINES = ("brief", "due", "done", "found", "next", "not_known", "paragraphs")
# What every item has besides its answers.
_OF_EVERY_ITEM = frozenset({"place", "meeting", "counted_on"})
_OF_EVERY_HEARING = frozenset({"hearing_no"})


def check_figures(form: Form, known: set[str], table: Table) -> None:
    """Refuse figures and report lines that name what does not exist. Raises FormError."""
    for figure in form.figures.values():
        _check_figure(form, figure, known, table)
    _check_report(form, table)


def _check_figure(form: Form, figure: Figure, known: set[str], table: Table) -> None:
    where = f"figure.{figure.id}"
    if figure.over not in ("records", *form.rows, *REGISTERS):
        raise table.refuse(f"there is nothing named “{figure.over}” to count", where)
    if figure.part_of and figure.part_of not in form.figures:
        raise table.refuse(f"“part_of” names no figure: “{figure.part_of}”", where)
    if figure.list and figure.list not in form.lists:
        raise table.refuse(f"there is no list “{figure.list}”", where)
    if figure.how == "built_in":
        if figure.what not in BUILT_INS:
            known_ones = ", ".join(BUILT_INS)
            raise table.refuse(
                f"no figure “{figure.what}” is built in; there are: {known_ones}", where
            )
        return
    if figure.over in REGISTERS:
        return
    names = names_used(figure.where)
    names += [figure.by] if figure.by else []
    names += [figure.dated_by] if figure.dated_by else []
    names += figure.as_at or ()
    for measure in (figure.what, figure.of):
        if isinstance(measure, Condition):
            names += names_used(measure)
        elif measure is not None and figure.how != "count" and not _is_all(figure, measure):
            names.append(measure)
    beside = _OF_EVERY_ITEM | (_OF_EVERY_HEARING if form.counts == "when_heard" else set())
    group = form.rows.get(figure.over)
    inner = {item.id for item in group.fields} if group is not None else set()
    table.refuse_unknown(names, known | inner | beside, where)


def _is_all(figure: Figure, measure: str) -> bool:
    """Say whether a share is taken of all that is counted, answered or not: of = "records"."""
    return isinstance(figure.what, Condition) and measure == figure.of == figure.over


def _check_report(form: Form, table: Table) -> None:
    report = form.report
    for key in _LINES:
        where = f"report.{key}"
        for line in getattr(report, key):
            _refuse_no_figure(
                [*names_used(line.when), *([line.of] if line.of else [])], form, table, where
            )
            _check_sentence(line.say, form, table, where)
    chart = report.chart
    title, charted = chart.get("title", ""), chart.get("of", [])
    kinds = (chart.get("kind", ""), chart.get("again", ""))
    if not isinstance(title, str) or not all(isinstance(kind, str) for kind in kinds):
        raise table.refuse("“kind”, “again” and “title” are texts", "report.chart")
    if not isinstance(charted, list) or not all(isinstance(name, str) for name in charted):
        raise table.refuse("“of” is a list of figures", "report.chart")
    _check_sentence(title, form, table, "report.chart")
    _refuse_no_figure(charted, form, table, "report.chart")
    _refuse_no_figure(report.table, form, table, "report.table")
    _refuse_no_figure(filter(None, [report.headline]), form, table, "report.headline")


def _check_sentence(text: str, form: Form, table: Table, where: str) -> None:
    for fault in faults_in(text, PARTS):
        raise table.refuse(fault, where)
    _refuse_no_figure(names_in(text, figures=True), form, table, where)


def _refuse_no_figure(names: Iterable[str], form: Form, table: Table, where: str) -> None:
    for name in names:
        figure = form.figures.get(name.partition(".")[0])
        if figure is None:
            raise table.refuse(f"there is no figure “{name}”", where)
        if not figure.public:
            raise table.refuse(
                f"the figure “{name}” is not public, so no report may name it", where
            )
