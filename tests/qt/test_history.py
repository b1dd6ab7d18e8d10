"""The history of a record, and what is written into it by looking."""

from PySide6.QtWidgets import QLabel
from sqlalchemy import select

from desktop.records.finding import Filter, page
from desktop.store.history import history_of
from desktop.store.models import Audit
from desktop.ui.pages.history_card import HistoryCard
from desktop.ui.pages.reading import ReadingPage
from tests.qt.stage import Stage, settle


def filed(stage: Stage) -> str:
    with stage.desk.read() as session:
        [line] = page(session, Filter(form="custody_visit", statuses=("filed",)), limit=1).lines
    return line.id


def words(card: HistoryCard) -> str:
    return "\n".join(one.text() for one in card.findChildren(QLabel))


def looked(stage: Stage, id_: str) -> list[str]:
    with stage.desk.read() as session:
        return [one.why for one in history_of(session, id_) if one.why.startswith("Looked")]


def test_a_record_that_is_looked_at_says_so_once_in_a_sitting(office: Stage) -> None:
    id_ = filed(office)
    shown = office.show(ReadingPage, id_)
    office.arrive(shown, id_)
    assert looked(office, id_) == ["Looked at the custody visit"]
    office.show(ReadingPage, id_)
    assert len(looked(office, id_)) == 2
    with office.desk.read() as session:
        last = session.scalars(select(Audit).order_by(Audit.seq.desc()).limit(1)).one()
    assert (last.entity, last.entity_id, last.content_hash) == ("record", id_, "")


def test_the_history_says_who_did_what_and_when(office: Stage) -> None:
    id_ = filed(office)
    shown = office.show(ReadingPage, id_)
    [card] = shown.findChildren(HistoryCard)
    assert "Looked at the custody visit" not in words(card)
    card.link.click()
    settle()
    assert card.link.isHidden()
    said = words(card)
    assert "Looked at the custody visit" in said
    assert "9 June 2025" in said
    assert "Sample" in said
