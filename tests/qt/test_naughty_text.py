"""Whatever is typed: the window stays up, the text is kept, a value is right or absent."""

from functools import cache

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from PySide6.QtWidgets import QApplication

from desktop.formlib.typed import Unreadable
from desktop.ui.fields.field_widget import FieldWidget
from desktop.ui.fields.kinds import make_field
from tests.qt.gallery import QUESTIONS

READ = {q.id: q for q in QUESTIONS if q.id in ("on", "arrived", "wait", "warmth", "since")}
TEXTS = {q.id: q for q in QUESTIONS if q.id in ("ref", "notes")}

naughty = st.text(st.characters(exclude_categories=("Cs", "Cc")), max_size=20)
near = st.from_regex(r"[0-9]{0,4}[/:. -]?[0-9]{0,4}[a-z]{0,4}", fullmatch=True)


@cache
def field_of(field_id: str) -> FieldWidget:
    return make_field((READ | TEXTS)[field_id])


def read(field_id: str, text: str) -> tuple[object, str]:
    try:
        return (READ[field_id].read(text) if text.strip() else None), ""
    except Unreadable as error:
        return None, str(error)


@pytest.fixture(autouse=True, scope="module")
def _fields_end_with_the_module(qapp: QApplication) -> None:
    field_of.cache_clear()


@pytest.mark.parametrize("field_id", READ)
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.differing_executors])
@given(text=naughty | near)
@example(text="²")  # a digit to Python, not to int()
@example(text="١٢")
@example(text="31/2/2026")
@example(text="\N{RIGHT-TO-LEFT OVERRIDE}12")
def test_text_that_is_read(field_id: str, text: str) -> None:
    field = field_of(field_id)
    field.set_value(None)
    field.set_unread({field_id: text})
    right, fault = read(field_id, text)
    assert (field.value(), field.problem()) == (right, fault)
    assert field.unread() == ({field_id: text} if fault else {})
    if fault or field_id == "on":
        assert field.typed() == text


@pytest.mark.parametrize("field_id", TEXTS)
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.differing_executors])
@given(text=naughty)
@example(text="<b>bold</b> & more")
@example(text="&&")
@example(text="\N{NO-BREAK SPACE}")
@example(text="a\N{LINE SEPARATOR}b")
def test_text_that_is_kept(field_id: str, text: str) -> None:
    field = field_of(field_id)
    field.set_value(text)
    assert field.value() == (text or None)
    assert field.unread() == {}
