"""From TOML files to forms. A bad file is refused with its name, the place in it and the reason."""

import re
import tomllib
from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType

from desktop.formlib import load_figures
from desktop.formlib.model import (
    Calculate,
    ChoiceList,
    Entry,
    Field,
    Form,
    Header,
    RowGroup,
    Rule,
    Section,
)
from desktop.formlib.sequence import sequence
from desktop.formlib.settle import OPERATIONS
from desktop.formlib.sound import check_form
from desktop.formlib.table import FormError, Table
from desktop.formlib.types import TYPES, UNKNOWNS

_ID = re.compile(r"[a-z][a-z0-9_]{0,59}", re.ASCII)
_LARGEST = 1_000_000
_LEVELS = ("stop", "explain", "finding", "approval")
_COUNTS = ("when_finished", "when_opened", "when_heard")
_RULES = ("when", "order", "balance", "at_most", "distinct")
_ENTRY_KEYS = ("code", "label", "in_use_from", "in_use_to")


def load_forms(shipped: Path, *own: Path) -> dict[str, Form]:
    """Load every form of some folders, by id, in report order; shared lists are in `lists/`.

    After the shipped folder come an office's own and one desk's own, which need not be there. A
    later list takes the place of one of the same id, a later own form that of an own one; no form
    takes the place of a shipped one. Raises FormError for the first file that cannot be used.
    """
    lists: dict[str, ChoiceList] = {}
    for folder in (shipped, *own):
        lists |= load_lists(folder / "lists")
    owned = {path.name: path for folder in own for path in sorted(folder.glob("*.toml"))}
    paths = (*sorted(shipped.glob("*.toml")), *owned.values())
    forms = [load_form(path, lists) for path in paths]
    by_id: dict[str, Form] = {}
    for form in sorted(forms, key=lambda form: form.report.order):
        if form.id in by_id:
            raise FormError(form.id, "id", "two files define this form")
        by_id[form.id] = form
    return by_id


def load_lists(folder: Path) -> dict[str, ChoiceList]:
    """Load the shared lists of a folder by id."""
    lists: dict[str, ChoiceList] = {}
    for path in sorted(folder.glob("*.toml")):
        table = _open(path)
        table.take("source")
        found = ChoiceList(
            table.text("id"), table.text("title", ""), _read_entries(table.tables("entry"))
        )
        table.done()
        if found.id != path.stem:
            raise table.refuse(f"is “{found.id}”, but the file is named {path.name}", "id")
        lists[found.id] = found
    return lists


def load_form(path: Path, lists: Mapping[str, ChoiceList]) -> Form:
    """Load one form. Raises FormError."""
    return read_form(_open(path), path.stem, lists)


def read_form(table: Table, id_: str, lists: Mapping[str, ChoiceList]) -> Form:
    """Read a form from its data; `id_` is what its file's name says it is. Raises FormError."""
    own = dict(lists)
    header = _read_header(table.child("header"))
    sections = tuple(_read_section(item, own) for item in table.tables("section"))
    rows = {name: _read_rows(name, item, own) for name, item in table.children("rows").items()}
    title = table.text("title")
    calculates = tuple(
        _read_calculate(name, item) for name, item in table.children("calculate").items()
    )
    form = Form(
        id=table.text("id"),
        version=table.whole("version"),
        title=title,
        one=table.text("one", title.lower()),
        scheme=table.text("scheme"),
        counts=table.one_of("counts", _COUNTS),  # type: ignore[arg-type]  # one_of checked it
        header=header,
        sections=sections,
        rows=MappingProxyType(rows),
        calculates=calculates,
        rules=tuple(_read_rule(item, n) for n, item in enumerate(table.tables("rule"), 1)),
        figures=MappingProxyType(
            {n: load_figures.read_figure(n, t) for n, t in table.children("figure").items()}
        ),
        report=load_figures.read_report(table.child("report")),
        lists=MappingProxyType(own),
        fields=MappingProxyType({f.id: f for section in sections for f in section.fields}),
        notes=table.texts("left_out"),
        worked_out=MappingProxyType(dict(sequence(sections, calculates))),
    )
    table.done()
    if form.id != id_:
        raise table.refuse(f"is “{form.id}”, but the file is named {table.file}", "id")
    check_form(form, table)
    return form


def _open(path: Path) -> Table:
    try:
        if path.stat().st_size > _LARGEST:
            raise FormError(path.name, "", "it is larger than a form can be")
        text = path.read_bytes().decode("utf-8-sig")  # Notepad puts a mark before the text
        return Table(tomllib.loads(text), path.name, "")
    except OSError as error:
        raise FormError(path.name, "", f"it cannot be read ({error.strerror})") from None
    except UnicodeDecodeError:
        raise FormError(path.name, "", "it is not a text file in UTF-8") from None
    except tomllib.TOMLDecodeError as error:
        reason = str(error)
        match = re.search(r"\(at line (\d+), column (\d+)\)", reason)
        where = f"line {match[1]}" if match else "at the end"
        raise FormError(path.name, where, reason.split(" (at ", maxsplit=1)[0].lower()) from None
    except (ValueError, RecursionError):  # a number of thousands of figures, lists without end
        raise FormError(path.name, "", "it holds something that no form needs") from None


def _id(table: Table, key: str = "id") -> str:
    found = table.text(key)
    if not _ID.fullmatch(found):
        raise table.refuse("use small letters, digits and _ , starting with a letter", key)
    return found


def _read_entries(tables: tuple[Table, ...]) -> tuple[Entry, ...]:
    entries: list[Entry] = []
    for table in tables:
        code, label = table.text("code"), table.text("label")
        start, end = table.day("in_use_from"), table.day("in_use_to")
        rest = {key: table.take(key) for key in table.keys_left()}
        if any(code == entry.code for entry in entries):
            raise table.refuse(f"the code “{code}” is there twice")
        entries.append(Entry(code, label, start, end, MappingProxyType(rest)))
    return tuple(entries)


def _read_header(table: Table) -> Header:
    header = Header(
        reference=table.text("reference", ""),
        on=table.text("on", ""),
        opened=table.text("opened", ""),
        closed=table.text("closed", ""),
        place=table.text("place", ""),
        people=table.texts("people"),
        columns=table.texts("columns"),
        stub=MappingProxyType(dict(table.mapping("stub"))),
        completed=table.condition("completed"),
        theme=table.text("theme", ""),
    )
    table.done()
    return header


def _read_section(table: Table, lists: dict[str, ChoiceList]) -> Section:
    section = Section(
        id=_id(table),
        title=table.text("title"),
        intro=table.text("intro", ""),
        sitting=table.whole("sitting", 1),
        show_if=table.condition("show_if"),
        in_use_from=table.day("in_use_from"),
        in_use_to=table.day("in_use_to"),
        switch=table.text("switch", ""),
        fields=tuple(_read_field(item, lists) for item in table.tables("field")),
    )
    table.done()
    return section


def _read_rows(name: str, table: Table, lists: dict[str, ChoiceList]) -> RowGroup:
    group = RowGroup(
        id=name,
        one=table.text("one"),
        tracked=table.one_of("tracked", ("", "issue", "recommendation", "learning"), ""),
        about=table.text("about", ""),
        fields=tuple(_read_field(item, lists, name) for item in table.tables("field")),
    )
    table.done()
    return group


def _read_field(table: Table, lists: dict[str, ChoiceList], group: str = "") -> Field:
    id_ = _id(table)
    options = table.mapping("options")
    list_id = table.text("list", "")
    if options:
        list_id = f"{group}.{id_}" if group else id_
        entries = tuple(Entry(code, str(label)) for code, label in options.items())
        lists[list_id] = ChoiceList(list_id, "", entries)
    field = Field(
        id=id_,
        type=table.one_of("type", tuple(TYPES)),
        ask=table.text("ask"),
        hint=table.text("hint", ""),
        why=table.text("why", ""),
        number=table.text("number", ""),
        short=table.text("short", ""),
        optional=table.flag("optional"),
        list=list_id,
        only=MappingProxyType(dict(table.mapping("only"))),
        unknowns=table.texts("or"),
        unit=table.text("unit", ""),
        min=table.limit("min"),
        max=table.limit("max"),
        latest=table.one_of("latest", ("", "today"), ""),
        at_least=table.whole("at_least", 0),
        at_most=table.whole("at_most", 0),
        default=table.take("default"),
        show_if=table.condition("show_if"),
        in_use_from=table.day("in_use_from"),
        in_use_to=table.day("in_use_to"),
        hide_until=table.text("hide_until", ""),
        keys=table.text("keys", ""),
        fill=table.one_of("fill", ("", "rota", "last", "today", "me", "meeting"), ""),
        make=table.text("make", ""),
        opens=table.text("opens", ""),
        opens_on=table.texts("opens_on"),
        sensitive=table.flag("sensitive"),
        identifier=table.flag("identifier"),
        erase=table.text("erase", ""),
        public=table.flag("public", default=True),
        group=group,
    )
    table.done()
    for unknown in field.unknowns:
        if unknown not in UNKNOWNS:
            raise table.refuse(f"is “{unknown}”; there are: {', '.join(UNKNOWNS)}", "or")
    return field


def _read_calculate(name: str, table: Table) -> Calculate:
    label, unit = table.text("label", ""), table.text("unit", "")
    how = next((key for key in OPERATIONS if table.has(key)), "")
    if not how:
        raise table.refuse(f"names no operation; there are: {', '.join(OPERATIONS)}")
    if how == "choose":
        choices = tuple((item.text("is"), item.condition("when")) for item in table.tables(how))
        table.done()
        return Calculate(name, how, (), choices, label, unit)
    of = table.take(how)
    if not isinstance(of, list) or not of:
        raise table.refuse("takes a list of names and numbers", how)
    table.done()
    return Calculate(name, how, tuple(of), (), label, unit)


def _read_rule(table: Table, number: int) -> Rule:
    how = next((key for key in _RULES if table.has(key)), "")
    if not how:
        raise table.refuse(f"names no test; there are: {', '.join(_RULES)}")
    rule = Rule(
        id=_id(table) if table.has("id") else f"rule_{number}",
        how=how,  # type: ignore[arg-type]  # taken from _RULES
        when=table.condition("when"),
        names=table.texts(how) if how != "when" else (),
        say=table.text("say"),
        level=table.one_of("level", _LEVELS, "stop"),  # type: ignore[arg-type]  # one_of checked it
        field=table.text("field", ""),
        live=table.text("live", ""),
        settled=table.text("settled", ""),
        reasons=table.texts("reasons"),
    )
    table.done()
    return rule
