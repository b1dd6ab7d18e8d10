"""What records need of a form, asked of every form that is shipped."""

from datetime import date

import pytest

from desktop import paths
from desktop.formlib.load import load_forms
from desktop.formlib.model import Form
from desktop.records import finding, hearings, meetings, sources
from desktop.records.drafts import new_draft, save_draft
from desktop.records.finding import Filter
from desktop.records.office import office_on
from desktop.records.registers import registers_for
from desktop.store.desk import Desk

FORMS = load_forms(paths.forms())
ON, TODAY = date(2025, 3, 13), date(2025, 3, 14)


@pytest.mark.parametrize("form", FORMS.values(), ids=FORMS)
def test_a_record_of_every_form_can_be_begun_listed_and_counted(desk: Desk, form: Form) -> None:
    with desk.write("begin") as session:
        office = office_on(session, TODAY, FORMS.values())
        if form.counts == "when_heard":
            meeting = meetings.plan_meeting(session, form.scheme, ON, held=True)
            draft = hearings.add_case(session, form, meeting.id, {}, office=office, who="A")
        else:
            draft = new_draft(session, form, office=office, who="A")
            written = {**draft.answers, form.header.date_field: ON.isoformat()}
            save_draft(session, form, draft.id, written, {}, office=office, version=draft.version)
        [line] = finding.page(session, Filter(form=form.id)).lines
        columns = finding.cells(session, form, [line.id], office)[line.id]
        counted = sources.records_for(
            session, form, ON, ON, office=office, anchor=lambda monday: monday
        )
        registers = registers_for(session, form, ON, ON)
    assert line.on_date == ON
    assert len(columns) == len(form.header.columns)
    assert any(columns)
    assert len(counted) == (0 if form.counts == "when_finished" else 1)
    assert registers["issues"] == []


@pytest.mark.parametrize("form", FORMS.values(), ids=FORMS)
def test_tracked_rows_hold_the_answers_that_registers_know(form: Form) -> None:
    needed = {"issue": {"what", "sorted"}, "recommendation": {"text"}, "learning": {"text"}}
    for group in form.rows.values():
        if group.tracked:
            assert needed[group.tracked] <= {field.id for field in group.fields}, group.id
            assert group.about or group.tracked != "issue", group.id
