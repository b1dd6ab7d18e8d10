"""Forms written as text inside a test, and settled with few words."""

import re
import tempfile
from collections.abc import Mapping
from datetime import date
from pathlib import Path

from desktop import paths
from desktop.formlib.load import load_form, load_lists
from desktop.formlib.model import Form
from desktop.formlib.office import Office
from desktop.formlib.problems import Problem, problems
from desktop.formlib.settle import Settled, settle

HEAD = """
id = "sample"
version = 1
title = "Sample"
scheme = "samples"
counts = "when_finished"

[header]
on = "on"
"""
ON = '{ id = "on", type = "date", ask = "Date of the visit", latest = "today" }'
LISTS = load_lists(paths.forms() / "lists")
OFFICE = Office(date(2025, 3, 31))


def form_of(text: str) -> Form:
    """Load a form from its text."""
    found = re.search(r'^id = "(\w+)"', text, re.MULTILINE)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"{found[1] if found else 'sample'}.toml"
        path.write_text(text, "utf-8")
        return load_form(path, LISTS)


def sample(*fields: str, rest: str = "") -> Form:
    """Make a form of one section: its date, then these fields; `rest` follows as it is."""
    return form_of(sample_text(*fields, rest=rest))


def sample_text(*fields: str, rest: str = "") -> str:
    """Give the text of `sample`."""
    lines = "".join(f"  {field},\n" for field in (ON, *fields))
    return f'{HEAD}\n[[section]]\nid = "all"\ntitle = "All"\nfield = [\n{lines}]\n{rest}'


def settled(form: Form, answers: Mapping[str, object], office: Office = OFFICE) -> Settled:
    """Settle answers; the date is filled in."""
    return settle(form, {"on": "2025-03-01", **answers}, office)


def said(
    form: Form,
    answers: Mapping[str, object],
    office: Office = OFFICE,
    unread: Mapping[str, str] | None = None,
) -> list[Problem]:
    """Give the problems of answers; the date is filled in."""
    return list(problems(form, settled(form, answers, office), unread or {}, office))
