"""Sign-off: what stops it, what it freezes, and that nothing silently changes afterwards."""

from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import select

from desktop import clock
from desktop.errors import UserError
from desktop.exchange.exporting import export_desk_file
from desktop.exchange.importing import import_desk_file
from desktop.formlib.amounts import Known
from desktop.returns.checks import Finding
from desktop.returns.compiled import Compiled, Correction, SignOff
from desktop.returns.periods import parse_period
from desktop.returns.signing import (
    NotReady,
    SignedReturn,
    correct,
    current_return,
    every_signed,
    explain,
    sign,
    signed_return,
)
from desktop.store import models
from desktop.store.desk import Desk, create_desk
from tests.unit.conftest import CHEAP, PASSPHRASE
from tests.unit.quarterdesk import (
    FORMS,
    LATER,
    Q4,
    VISITS,
    Office,
    kennels,
    line,
    suites,
    total,
    visit,
)

ON = date(2025, 4, 25)
Q1 = "2025-26-Q1"
NUMBERS = {"visits": 26, "in_custody": 143, "issues": 11, "turned_away": 3, "requests": 17}


@pytest.fixture
def office(desk: Desk, tmp_path: Path) -> Office:
    return Office(desk, tmp_path)


def signed(office: Office, period: str = Q4, on: date = ON) -> SignedReturn:
    """Compile a period and sign it."""
    compiled = office.compiled(period, on=on)
    with clock.fixed(LATER), office.desk.write("Signed a return") as session:
        return sign(
            session, FORMS, compiled, by="Jo Field", role="Head of office", how="by e-mail", on=on
        )


def now(office: Office, period: str = Q4) -> Compiled:
    with clock.fixed(LATER), office.desk.read() as session:
        return current_return(session, FORMS, parse_period(period))


def one_visit(office: Office) -> None:
    office.take(*suites("Keyham Lane"), visit("Keyham Lane", "2025-01-08", in_custody=5))


def test_a_signed_return_is_read_as_it_was_signed_whatever_comes_later(office: Office) -> None:
    one_visit(office)
    before = office.compiled(on=ON)
    found = signed(office)
    assert found.compiled.sign_off == SignOff("Jo Field", "Head of office", "by e-mail", ON)
    office.take(visit("Keyham Lane", "2025-01-15", in_custody=9))
    after = now(office)
    assert after.sections == before.sections
    assert after.sign_off is not None
    assert office.value(VISITS, "visits") == Known(2)  # what is live goes on


def test_a_return_that_was_not_signed_is_compiled(office: Office) -> None:
    one_visit(office)
    assert now(office).figure(VISITS, "visits").result.value == Known(1)
    assert now(office).sign_off is None


def test_the_next_quarter_is_compared_with_what_was_signed(office: Office) -> None:
    one_visit(office)
    signed(office)
    office.take(
        visit("Keyham Lane", "2025-01-15", in_custody=9),
        visit("Keyham Lane", "2025-04-15", in_custody=1),
    )
    assert office.figure(VISITS, "visits", Q1).previous == Known(1)
    assert office.figure(VISITS, "in_custody", Q1).previous == Known(5)


def test_a_return_is_signed_once(office: Office) -> None:
    one_visit(office)
    signed(office)
    with pytest.raises(UserError, match="signed already"):
        signed(office)


def test_a_blocking_finding_stops_sign_off(office: Office) -> None:
    office.take(total(VISITS, "visits", 26), total(VISITS, "cut_short", 30))
    with pytest.raises(NotReady, match="One thing stops") as caught:
        signed(office)
    assert [one.check for one in caught.value.findings] == ["sums"]
    with office.desk.read() as session:
        assert signed_return(session, parse_period(Q4)) is None


@pytest.mark.parametrize(
    ("by", "role", "how"), [("", "Head", "by e-mail"), ("Jo", " ", "by e-mail"), ("Jo", "Head", "")]
)
def test_sign_off_says_who_in_what_role_and_how(
    office: Office, by: str, role: str, how: str
) -> None:
    compiled = office.compiled(on=ON)
    with pytest.raises(UserError, match="Say who signs"), office.desk.write("Signed") as session:
        sign(session, FORMS, compiled, by=by, role=role, how=how, on=ON)


def test_a_quarter_is_not_signed_before_it_ends(office: Office) -> None:
    with pytest.raises(UserError, match="not ended"):
        signed(office, on=date(2025, 3, 30))


def test_what_changed_since_it_was_compiled_is_looked_at_again(office: Office) -> None:
    one_visit(office)
    compiled = office.compiled(on=ON)
    office.take(visit("Keyham Lane", "2025-01-15", in_custody=9))
    with (
        pytest.raises(UserError, match="Something changed"),
        clock.fixed(LATER),
        office.desk.write("Signed") as session,
    ):
        sign(session, FORMS, compiled, by="Jo", role="Head", how="by e-mail", on=ON)


def test_a_correction_is_a_return_of_its_own_with_its_text(office: Office) -> None:
    one_visit(office)
    first = signed(office)
    office.take(visit("Keyham Lane", "2025-01-15", in_custody=9))
    compiled = office.compiled(on=date(2025, 7, 3))
    with clock.fixed(LATER), office.desk.write("Corrected a return") as session:
        second = correct(
            session,
            FORMS,
            compiled,
            "One visit had been left out.",
            by="Jo Field",
            role="Head of office",
            how="by e-mail",
            on=date(2025, 7, 3),
        )
    assert second.corrects == first.id
    assert second.compiled.corrections == (
        Correction(date(2025, 7, 3), "One visit had been left out."),
    )
    assert now(office).figure(VISITS, "visits").result.value == Known(2)
    assert office.figure(VISITS, "visits", Q1).previous == Known(2)
    with office.desk.read() as session:
        every = every_signed(session, parse_period(Q4))
    assert [one.id for one in every] == [second.id, first.id]
    assert every[1].compiled.figure(VISITS, "visits").result.value == Known(1)


def test_only_a_signed_return_is_corrected_and_only_with_words(office: Office) -> None:
    compiled = office.compiled(on=ON)
    for text, said in (("One visit", "not signed yet"), ("  ", "Say what was wrong")):
        with (
            pytest.raises(UserError, match=said),
            clock.fixed(LATER),
            office.desk.write("Corrected") as session,
        ):
            correct(session, FORMS, compiled, text, by="Jo", role="Head", how="by e-mail", on=ON)
        if text.strip():
            signed(office)


def test_a_signed_return_that_was_tampered_with_is_refused(office: Office) -> None:
    one_visit(office)
    signed(office)
    with office.desk.write("Tampered") as session:
        row = session.scalars(select(models.QuarterReturn)).one()
        row.frozen = {**(row.frozen or {}), "data_as_at": "2025-04-01"}
    with pytest.raises(UserError, match="not what was signed"):
        now(office)


def test_a_signed_return_travels_in_a_desk_file_and_stays_signed(
    office: Office, tmp_path: Path
) -> None:
    one_visit(office)
    found = signed(office)
    with office.desk.read() as session:
        export_desk_file(session, tmp_path / "all.jsonl", FORMS)
    other, _ = create_desk(tmp_path / "other", PASSPHRASE, who="Other", cost=CHEAP)
    with other, clock.fixed(LATER):
        with other.write("Took everything over") as session:
            import_desk_file(session, tmp_path / "all.jsonl", FORMS)
        with other.read() as session:
            there = signed_return(session, parse_period(Q4))
    assert there == found


def busy(office: Office, start: str, end: str) -> None:
    office.take(
        *(total(VISITS, name, value, start=start, end=end) for name, value in NUMBERS.items())
    )


def stopped(office: Office) -> Finding:
    [finding] = [one for one in office.compiled(Q1, on=date(2025, 7, 20)).findings if one.blocks]
    return finding


def test_a_table_of_the_last_return_stops_sign_off_until_someone_explains_it(
    office: Office,
) -> None:
    busy(office, "2025-01-01", "2025-03-31")
    signed(office)
    busy(office, "2025-04-01", "2025-06-30")
    finding = stopped(office)
    assert finding.check == "repeated table"
    assert "are those of January to March 2025" in finding.sentence
    compiled = office.compiled(Q1, on=date(2025, 7, 20))
    with pytest.raises(NotReady):
        signed(office, Q1, on=date(2025, 7, 20))
    with clock.fixed(LATER), office.desk.write("Explained") as session:
        explain(session, compiled, finding, "Checked with the force: it is so.", who="Jo")
    compiled = office.compiled(Q1, on=date(2025, 7, 20))
    [lifted] = [one for one in compiled.findings if one.check == "repeated table"]
    assert not lifted.blocks
    assert lifted.sentence.endswith("Explained: Checked with the force: it is so.")
    assert signed(office, Q1, on=date(2025, 7, 20)).compiled.findings == compiled.findings


def test_a_table_that_was_never_signed_repeats_nothing(office: Office) -> None:
    busy(office, "2025-01-01", "2025-03-31")
    busy(office, "2025-04-01", "2025-06-30")
    assert [one for one in office.compiled(Q1).findings if one.blocks] == []


def test_a_sum_is_put_right_and_not_explained(office: Office) -> None:
    office.take(total(VISITS, "visits", 26), total(VISITS, "cut_short", 30))
    compiled = office.compiled(on=ON)
    [finding] = [one for one in compiled.findings if one.blocks]
    with pytest.raises(UserError, match="cannot be explained"), office.desk.write("E") as session:
        explain(session, compiled, finding, "So it is.", who="Jo")


def test_an_explanation_needs_words_and_holds_for_its_own_finding_only(office: Office) -> None:
    copied = {"scheme": "custody_visiting", "slot": "commentary"}
    text = "Visitors were let in quickly on almost every visit, and staff were helpful."
    for start, end in (("2025-01-01", "2025-03-31"), ("2025-04-01", "2025-06-30")):
        office.take(line("paragraph", **copied, period_start=start, period_end=end, text=text))
    finding = stopped(office)
    compiled = office.compiled(Q1)
    with pytest.raises(UserError, match="Say why"), office.desk.write("Explained") as session:
        explain(session, compiled, finding, " ", who="Jo")
    with office.desk.write("Explained") as session:
        explain(session, compiled, finding, "It is still so.", who="Jo")
    assert [one for one in office.compiled(Q1).findings if one.blocks] == []
    older = "2024-10-01", "2024-12-31"
    with office.desk.write("Took the paragraph out") as session:
        row = session.scalars(
            select(models.Paragraph).where(models.Paragraph.period_end == date(2025, 3, 31))
        ).one()
        session.delete(row)
    office.take(line("paragraph", **copied, period_start=older[0], period_end=older[1], text=text))
    assert "October to December 2024" in stopped(office).sentence


def test_a_paragraph_is_compared_with_what_was_signed_though_it_was_changed_since(
    office: Office,
) -> None:
    text = "Visitors were let in quickly on almost every visit, and staff were helpful."
    copied = {"scheme": "custody_visiting", "slot": "commentary", "text": text}
    office.take(
        *kennels(), line("paragraph", **copied, period_start="2025-01-01", period_end="2025-03-31")
    )
    signed(office)
    with office.desk.write("Wrote it anew") as session:
        session.scalars(select(models.Paragraph)).one().text = "Something else altogether."
    office.take(line("paragraph", **copied, period_start="2025-04-01", period_end="2025-06-30"))
    assert "January to March 2025" in stopped(office).sentence
