"""One record on paper, to be handed over and typed in at the office: question by question."""

from collections.abc import Iterator, Mapping
from datetime import UTC, datetime, time

from reportlab.platypus import Flowable

from desktop.formlib.model import Field, Form
from desktop.formlib.office import Office
from desktop.formlib.settle import Settled, field_applies, row_look, settle
from desktop.formlib.typed import say_date
from desktop.formlib.types import Setting, show
from desktop.report.tagged import About, Bold, H, P, build, bullets
from desktop.report.tagged.styles import LEAD

_EMPTY = "Left empty"
_LEFT_OUT = "Left off this paper"


def record_pdf(
    form: Form,
    answers: Mapping[str, object],
    office: Office,
    *,
    with_identifiers: bool = False,
    writer: str = "",
) -> bytes:
    """Make the paper of one record, in the order of the screen, with the numbers of the form.

    Custody numbers and references are on it only `with_identifiers`. `office` gives its name, its
    marking and the names of places and people; `writer` is who hands it over, "" for nobody.
    """
    settled = settle(form, answers, office)
    about = About(
        form.title,
        datetime.combine(office.on, time(12), UTC),
        author=str(office.settings.get("office") or ""),
        subject=f"Record on paper: {form.one}",
        marking=str(office.settings.get("marking") or ""),
        period=str(office.settings.get("office") or ""),
        footer=f"{form.id}, version {form.version}",
    )
    return build(list(_story(form, settled, office, writer, hide=not with_identifiers)), about).pdf


def _story(
    form: Form, settled: Settled, office: Office, writer: str, *, hide: bool
) -> Iterator[Flowable]:
    yield H(1, form.title)
    day = say_date(office.on.isoformat())
    by = f" by {writer}" if writer else ""
    yield P(f"Handed over on paper{by}, {day}. To be typed in at the office.", LEAD)
    if hide and any(item.identifier for item in _every_field(form)):
        yield P("Custody numbers and references are left off this paper.")
    for section in form.sections:
        asked = [one for one in section.fields if one.id in settled.shown and one.type != "note"]
        if not asked:
            continue
        yield H(2, section.title)
        for item in asked:
            yield from _answer(form, item, settled, office, hide=hide)


def _answer(
    form: Form, item: Field, settled: Settled, office: Office, *, hide: bool
) -> Iterator[Flowable]:
    asked = f"{item.number}  {item.ask}" if item.number else item.ask
    value = settled.values.get(item.id)
    if item.type != "rows":
        yield P([Bold(asked), "  ", _words(form, item, value, office, hide=hide)])
        return
    rows = [row for row in value if isinstance(row, dict)] if isinstance(value, list) else []
    if not rows:
        yield P([Bold(asked), "  ", "None"])
        return
    yield P([Bold(asked)])
    group = form.rows[item.id]
    for number, row in enumerate(rows, 1):
        yield P(f"{group.one[:1].upper()}{group.one[1:]} {number}")
        yield from bullets(list(_row(form, item.id, row, settled, office, hide=hide)))


def _row(
    form: Form,
    group: str,
    row: Mapping[str, object],
    settled: Settled,
    office: Office,
    *,
    hide: bool,
) -> Iterator[str]:
    look = row_look(form, group, row, settled.values, office)
    for inner in form.rows[group].fields:
        value = row.get(inner.id)
        if value is not None and field_applies(inner, settled.on, look):
            words = _words(form, inner, value, office, hide=hide)
            yield f"{inner.name.rstrip('?')}: {words}"


def _words(form: Form, item: Field, value: object, office: Office, *, hide: bool) -> str:
    if value is None:
        return _EMPTY
    if hide and item.identifier and not isinstance(value, dict):
        return _LEFT_OUT
    return show(value, Setting(form, item, office)) or _EMPTY


def _every_field(form: Form) -> Iterator[Field]:
    yield from form.fields.values()
    for group in form.rows.values():
        yield from group.fields
