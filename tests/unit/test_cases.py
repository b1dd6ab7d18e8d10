"""A force's list of cases becomes prepared records: all of it, or a sentence and nothing."""

from datetime import date
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from desktop import paths
from desktop.exchange.cases import CasesError, add_cases, case_fields, read_cases, template
from desktop.formlib.load import load_forms
from desktop.records.meetings import plan_meeting
from desktop.records.office import office_on
from desktop.store import models
from desktop.store.desk import Desk

FORM = load_forms(paths.forms())["out_of_court_resolution_review"]
TODAY = date(2025, 3, 10)
LIST = (
    "case_ref,cohort,Offence,flags,decided_month,gravity_score,a column of theirs\n"
    'OOCR-1,Youth case (the panel\'s own word),not recorded,"knife; hate_crime",Jan 2025,3,x\n'
    "OOCR-2,adult,,,,not recorded,y\n"
)


def written(tmp_path: Path, text: str, encoding: str = "utf-8") -> Path:
    path = tmp_path / "cases.csv"
    path.write_bytes(text.encode(encoding))
    return path


def test_cases_become_prepared_records_of_the_meeting(desk: Desk, tmp_path: Path) -> None:
    path = written(tmp_path, LIST)
    with desk.write("Took a list of cases in") as session:
        office = office_on(session, TODAY, [FORM])
        meeting = plan_meeting(session, FORM.scheme, date(2025, 3, 13))
        cases = read_cases(path, FORM, office)
        first = add_cases(session, FORM, meeting.id, cases, office=office, who="Secretary")
        again = add_cases(session, FORM, meeting.id, cases, office=office, who="Secretary")
    assert len(first.records) == 2
    assert (again.records, again.there) == ((), 2)
    with desk.read() as session:
        one, two = session.scalars(select(models.Record).order_by(models.Record.reference))
        assert one.meeting_id == two.meeting_id == meeting.id
        assert one.counted_on == date(2025, 3, 13)
        assert one.answers["flags"] == ["knife", "hate_crime"]
        assert one.answers["decided_month"] == "2025-01"
        assert one.answers["offence_group"] == {"unknown": "not_recorded"}
        assert two.answers["gravity_score"] == {"unknown": "not_recorded"}
        assert "age_band" not in two.answers


def test_the_template_is_read_as_a_list_without_cases(desk: Desk, tmp_path: Path) -> None:
    path = tmp_path / "template.csv"
    path.write_bytes(template(FORM))
    with desk.read() as session:
        assert read_cases(path, FORM, office_on(session, TODAY, [FORM])) == ()


def test_a_spreadsheets_semicolons_and_code_page_are_read(desk: Desk, tmp_path: Path) -> None:
    path = written(tmp_path, "case_ref;cohort\nCafé–1;adult\n", "cp1252")
    with desk.read() as session:
        (case,) = read_cases(path, FORM, office_on(session, TODAY, [FORM]))
    assert case == {"case_ref": "Café–1", "cohort": "adult"}


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("", "it is empty"),
        ("nothing,known\n1,2\n", "names none of the columns"),
        ("case_ref,case_ref\n1,2\n", "a column is there twice"),
        ("case_ref,cohort\n1,elephant\n", "Row 2, “Cohort”: “elephant” is none of the choices"),
        ("case_ref,gravity_score\n1,six\n", "Row 2"),
        ("case_ref,gravity_score\n1,9\n", "Enter 5 or less"),
        ('case_ref,cohort\n"1,adult\n', "quotation marks do not match"),
        ("case_ref\x00,cohort\n", "not a text file"),
        ("PK\x03\x04", "save it as CSV first"),
        ("case_ref\n" + "1\n" * 501, "more than 500 cases"),
    ],
)
def test_a_wrong_list_gets_a_sentence(desk: Desk, tmp_path: Path, text: str, reason: str) -> None:
    with desk.read() as session:
        office = office_on(session, TODAY, [FORM])
    with pytest.raises(CasesError, match="Nothing was taken in") as caught:
        read_cases(written(tmp_path, text), FORM, office)
    assert reason in str(caught.value)


def test_only_what_is_known_before_the_meeting_has_a_column() -> None:
    names = {item.id for item in case_fields(FORM)}
    assert "cohort" in names
    assert "verdict" not in names


@settings(max_examples=200, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(rows=st.lists(st.lists(st.text(max_size=12), max_size=4), max_size=5))
def test_any_file_is_read_or_gets_a_sentence(
    desk: Desk, tmp_path: Path, rows: list[list[str]]
) -> None:
    text = "case_ref,cohort,gravity_score,decided_month\n" + "\n".join(",".join(r) for r in rows)
    with desk.read() as session:
        office = office_on(session, TODAY, [FORM])
    path = written(tmp_path, text.encode("utf-8", "replace").decode())
    try:
        assert all("case_ref" in case or case for case in read_cases(path, FORM, office))
    except CasesError as error:
        assert str(error)  # noqa: PT017  # either outcome is right; silence would not be
