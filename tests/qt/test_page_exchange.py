"""Send and receive at the office: what comes, who is met, what is given back."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from desktop.exchange.sealed.armour import to_text
from desktop.exchange.sealed.enrolling import laptops
from desktop.exchange.sealed.messages import messages
from desktop.records.drafts import put_in_bin
from desktop.ui.look.look import Look
from desktop.ui.pages.exchange.answers_card import AnswersCard
from desktop.ui.pages.exchange.office_page import ExchangePage
from desktop.ui.pages.exchange.two_versions import PairChoice, TwoVersions
from desktop.ui.pages.exchange.working import Working
from desktop.ui.pages.register.form_card import FormCard
from desktop.ui.pages.returns.page import ReturnsPage
from desktop.ui.shell import focus_first
from tests.qt.hands import focused, type_text
from tests.qt.hands import press as press_key
from tests.qt.mail import Mail, mail
from tests.qt.pressing import answer, buttons, choose, links, press, words
from tests.qt.stage import settle
from tests.qt.typist import tab_to
from tests.unit.sealed_posts import correct, hear, of, problem, send, take, visit


@pytest.fixture
def post(tmp_path: Path, qtbot: QtBot, look: Look) -> Iterator[Mail]:
    with mail(tmp_path, qtbot, look) as made:
        yield made


@pytest.fixture
def strangers(tmp_path: Path, qtbot: QtBot, look: Look) -> Iterator[Mail]:
    """An office that has invited Jane and not met her laptop yet."""
    with mail(tmp_path, qtbot, look, confirmed=False) as made:
        yield made


def shown(post: Mail, subject: str = "") -> ExchangePage:
    page = post.office.show(ExchangePage, subject)
    assert isinstance(page, ExchangePage)
    return page


def paste(page: ExchangePage, text: str) -> None:
    press(page, "Paste text")
    page.intake.text.set_value(text)
    press(page, "Take this text in")


def file_of(folder: Path, content: bytes, name: str = "visits.desk") -> Path:
    path = folder / name
    path.write_bytes(content)
    return path


def test_a_file_is_chosen_and_its_report_says_what_came_of_each_record(
    post: Mail, tmp_path: Path
) -> None:
    id_ = visit(post.post.laptop, post.post.known)
    page = shown(post)
    press(page, "Choose a file")
    choose(file_of(tmp_path, send(post.post.laptop, [id_]).blob))
    assert "1 record from Jane Smith: 1 new." in words(page)
    assert "New: it was taken in." in words(page)
    assert links(page)[0].startswith("Custody visit, Keyham Lane")
    press(page, links(page)[0])
    assert post.office.gone == [("reading", id_, "")]
    assert of(post.post.office, id_).status == "filed"
    press(page, "Put this away")
    assert page.reports.isHidden()


def test_a_text_is_pasted_by_keys_alone(post: Mail) -> None:
    text = to_text(send(post.post.laptop, [visit(post.post.laptop, post.post.known)]).blob)
    page = shown(post)
    QApplication.clipboard().setText(f"Dear all,\n> {text}\nKind regards")
    focus_first(page)
    tab_to(page.intake.paste)
    press_key(Qt.Key.Key_Return)
    QTest.keyClick(focused(), Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    press_key(Qt.Key.Key_Tab)
    press_key(Qt.Key.Key_Return)
    settle()
    assert "1 record from Jane Smith: 1 new." in words(page)
    assert focused() is page.intake.paste


def test_several_files_and_a_text_are_dropped(post: Mail, tmp_path: Path) -> None:
    laptop, known = post.post.laptop, post.post.known
    paths = [
        file_of(tmp_path, send(laptop, [visit(laptop, known)]).blob, f"{number}.desk")
        for number in range(2)
    ]
    page = shown(post)
    drop(page, urls=paths)
    assert words(page).count("1 record from Jane Smith: 1 new.") >= 2
    drop(page, text=to_text(send(laptop, [visit(laptop, known)]).blob))
    assert "The pasted text" in words(page)


def drop(page: ExchangePage, *, urls: list[Path] | None = None, text: str = "") -> None:
    data = QMimeData()
    if urls:
        data.setUrls([QUrl.fromLocalFile(str(path)) for path in urls])
    else:
        data.setText(text)
    given = (
        Qt.DropAction.CopyAction,
        data,
        Qt.MouseButton.LeftButton,
        Qt.KeyboardModifier.NoModifier,
    )
    QApplication.sendEvent(page.intake, QDragEnterEvent(QPoint(5, 5), *given))
    event = QDropEvent(QPointF(5, 5), *given)
    QApplication.sendEvent(page.intake, event)
    settle()


def test_an_empty_box_asks_for_the_text(post: Mail) -> None:
    page = shown(post)
    press(page, "Paste text")
    press(page, "Take this text in")
    assert "Paste the text" in page.intake.text.problem()


def test_a_new_laptop_is_met_by_its_words_and_then_its_file_is_taken_in(
    strangers: Mail, tmp_path: Path
) -> None:
    laptop = strangers.post.laptop
    id_ = visit(laptop, strangers.post.known)
    page = shown(strangers)
    page.intake.take_files([file_of(tmp_path, send(laptop, [id_]).blob)])
    settle()
    assert "Jane Smith’s laptop is new here" in words(page)
    with strangers.office.desk.read() as session:
        [met] = laptops(session)
    assert all(word in words(page) for word in met.words)
    press(page, "Later")
    assert "Waiting for their words: Jane Smith" in words(page)
    press(page, "Compare the words now")
    press(page, "Yes, the same words")
    settle()
    assert "1 record from Jane Smith: 1 new." in words(page)
    assert "Jane Smith’s laptop is new here" not in words(page)
    assert of(strangers.post.office, id_).status == "filed"


def test_a_laptop_with_other_words_is_withdrawn_and_nothing_is_taken(
    strangers: Mail, tmp_path: Path
) -> None:
    laptop = strangers.post.laptop
    id_ = visit(laptop, strangers.post.known)
    page = shown(strangers)
    page.intake.take_files([file_of(tmp_path, send(laptop, [id_]).blob)])
    settle()
    press(page, "No, other words")
    answer(page, "Withdraw this laptop")
    with strangers.office.desk.read() as session:
        assert [one.state for one in laptops(session)] == ["withdrawn"]
    assert "Jane Smith’s laptop is new here" not in words(page)
    page.intake.take_files([tmp_path / "visits.desk"])
    settle()
    assert "which this office has withdrawn" in words(page)


def test_an_answer_says_what_it_brings_is_given_as_text_and_is_done(post: Mail) -> None:
    laptop = post.post.laptop
    id_ = visit(laptop, post.post.known)
    take(post.post.office, send(laptop, [id_]))
    page = shown(post)
    assert "1 record received." in words(page)
    press(page, "Copy the text")
    heard = hear(laptop, QApplication.clipboard().text().encode())
    assert heard.filed == (id_,)
    assert "signs, about a page" in post.office.said[-1]
    assert "Everybody has their answer." in words(page)
    press(page, "Answers given before")
    assert "If it was lost, give it again." in words(page)


def test_an_answer_is_saved_as_a_file_and_is_not_given_where_that_fails(
    post: Mail, tmp_path: Path
) -> None:
    take(post.post.office, send(post.post.laptop, [visit(post.post.laptop, post.post.known)]))
    page = shown(post)
    press(page, "Save the file…")
    choose(tmp_path / "no such folder" / "answer.desk")
    assert post.office.view.banner.accessibleName().startswith("Error:")
    assert "1 record received." in words(page)
    press(page, "Save the file…")
    choose(tmp_path / "answer.desk")
    assert hear(post.post.laptop, (tmp_path / "answer.desk").read_bytes()).filed
    assert "Everybody has their answer." in words(page)


def test_a_message_goes_with_the_next_answer(post: Mail) -> None:
    page = shown(post)
    press(page, "Write to somebody")
    [form] = page.findChildren(FormCard)
    form.fields["peer"].set_value(post.post.peer)
    form.fields["text"].set_value("Thank you for going twice.")
    assert not page.leave()
    press(page, "Put it with their next answer")
    assert page.leave()
    assert "1 message." in words(page)
    press(page, "Copy the text")
    hear(post.post.laptop, QApplication.clipboard().text().encode())
    with post.laptop.desk.read() as session:
        assert [one.text for one in messages(session)] == ["Thank you for going twice."]


def conflict(post: Mail) -> str:
    """Let both sides change one visit, each without knowing of the other."""
    laptop, office = post.post.laptop, post.post.office
    id_ = visit(laptop, post.post.known, to_put_right=[problem("row")])
    take(office, send(laptop, [id_]))
    correct(office, id_, "The sergeant rang", at_office=True, arrived="18:55")
    correct(laptop, id_, "It was later", left="20:30")
    take(office, send(laptop, [id_]))
    return id_


def test_two_versions_stand_side_by_side_and_are_put_together(post: Mail) -> None:
    id_ = conflict(post)
    page = shown(post)
    assert "Changed on both sides" in words(page)
    press(page, next(one for one in links(page) if one.startswith("Custody visit, Keyham")))
    [pane] = page.findChildren(TwoVersions)
    assert "Their reason: “It was later”" in words(pane)
    press(pane, "Keep this choice")
    assert not pane.summary.isHidden()
    by_label = {one.pair.key: one for one in pane.findChildren(PairChoice)}
    assert set(by_label) == {"left", "arrived"}
    by_label["left"].came.setFocus()
    QTest.keyClick(focused(), Qt.Key.Key_Space)
    by_label["arrived"].choose("here")
    press(pane, "Keep this choice")
    kept = of(post.post.office, id_)
    assert (kept.answers["left"], kept.answers["arrived"]) == ("20:30", "18:55")
    assert "Changed on both sides" not in words(page)


def test_one_version_is_taken_whole(post: Mail) -> None:
    id_ = conflict(post)
    page = shown(post)
    press(page, next(one for one in links(page) if one.startswith("Custody visit, Keyham")))
    [pane] = page.findChildren(TwoVersions)
    press(pane, "All as it came")
    press(pane, "Keep this choice")
    kept = of(post.post.office, id_)
    assert (kept.answers["left"], kept.answers["arrived"]) == ("20:30", "19:00")


def test_the_list_of_files_keeps_each_report(post: Mail) -> None:
    take(post.post.office, send(post.post.laptop, [visit(post.post.laptop, post.post.known)]))
    page = shown(post)
    press(page, "Files in and out")
    press(page, "In: 1 record from Jane Smith: 1 new.")
    assert "New: it was taken in." in words(page)
    press(page, "Back to Send and receive")
    assert "Take in what came" in words(page)


def test_a_file_handed_to_the_program_is_taken_in_after_a_question(
    post: Mail, tmp_path: Path
) -> None:
    id_ = visit(post.post.laptop, post.post.known)
    path = file_of(tmp_path, send(post.post.laptop, [id_]).blob)
    page = shown(post, str(path))
    answer(page, "Not now")
    assert not [one for one in links(page) if one.startswith("Custody visit")]
    post.office.arrive(page, str(path))
    answer(page, "Take it in")
    assert "1 record from Jane Smith: 1 new." in words(page)


def test_a_desk_that_has_invited_nobody_shows_no_empty_lists(post: Mail) -> None:
    page = post.laptop.show(ExchangePage)
    assert isinstance(page, ExchangePage)
    assert page.findChildren(AnswersCard) == []
    assert "Invited people and laptops" in buttons(page)


def test_what_was_typed_in_a_message_outlasts_what_comes_in(post: Mail, tmp_path: Path) -> None:
    page = shown(post)
    press(page, "Write to somebody")
    [form] = page.findChildren(FormCard)
    form.fields["text"].focus_first()
    type_text("Half a")
    sent = send(post.post.laptop, [visit(post.post.laptop, post.post.known)])
    page.intake.take_files([file_of(tmp_path, sent.blob)])
    settle()
    assert form.fields["text"].typed() == "Half a"
    press(page, "Cancel")


def test_a_choice_between_versions_outlasts_going_away(post: Mail) -> None:
    conflict(post)
    page = shown(post)
    versions = next(one for one in links(page) if one.startswith("Custody visit, Keyham"))
    press(page, versions)
    [pane] = page.findChildren(TwoVersions)
    pane.choices[0].came.click()
    post.office.arrive(page)
    press(page, versions)
    again = next(one for one in page.findChildren(TwoVersions) if one.isVisible())
    assert [one.choice() for one in again.choices] == ["came", None]


def test_a_laptop_that_is_met_after_its_file_was_put_away_says_to_take_it_in_again(
    strangers: Mail, tmp_path: Path
) -> None:
    laptop = strangers.post.laptop
    path = file_of(tmp_path, send(laptop, [visit(laptop, strangers.post.known)]).blob)
    shown(strangers).intake.take_files([path])
    settle()
    page = shown(strangers)  # as after a lock: the page is made anew
    press(page, "Yes, the same words")
    assert "Jane Smith’s laptop is confirmed" in words(page)
    assert "Now take in again what this laptop sent" in words(page)
    assert focused() is page.intake.choose
    page.intake.take_files([path])
    settle()
    assert "1 record from Jane Smith: 1 new." in words(page)


def test_what_is_not_settled_yet_is_said_before_a_return_is_sent(post: Mail) -> None:
    conflict(post)
    page = post.office.show(ReturnsPage, "2026-27-Q3")
    said = "1 record was changed here and on a laptop"
    assert said in links(page)
    press(page, said)
    assert post.office.gone == [("exchange", "", "")]
    post.office.arrive(page, "2026-27-Q2")
    assert said not in links(page)


def test_a_long_file_leaves_what_is_to_be_done_in_sight(post: Mail, tmp_path: Path) -> None:
    laptop, known = post.post.laptop, post.post.known
    ids = [visit(laptop, known, visit_on=f"2026-11-{day:02}") for day in range(1, 13)]
    page = shown(post)
    page.intake.take_files([file_of(tmp_path, send(laptop, ids).blob)])
    settle()
    assert "12 records from Jane Smith: 12 new." in words(page)
    assert len(links_to_visits(page)) == 6
    press(page, "Show the rest of this list")
    assert len(links_to_visits(page)) == 12


def links_to_visits(page: ExchangePage) -> list[str]:
    return [one for one in links(page) if one.startswith("Custody visit, Keyham Lane")]


def test_the_bar_of_one_file_runs_and_does_not_stand_at_nought(post: Mail, tmp_path: Path) -> None:
    sent = send(post.post.laptop, [visit(post.post.laptop, post.post.known)])
    path = file_of(tmp_path, sent.blob)
    page = shown(post)
    working = page.findChild(Working)
    assert isinstance(working, Working)
    page.intake.take_files([path])
    settle()
    assert (working.bar.minimum(), working.bar.maximum()) == (0, 0)
    page.intake.take_files([path, path])
    settle()
    assert (working.bar.value(), working.bar.maximum()) == (1, 2)


def test_two_reports_of_one_visit_are_said_before_a_return_is_sent(post: Mail) -> None:
    laptop, known = post.post.laptop, post.post.known
    ids = [visit(laptop, known), visit(laptop, known), visit(laptop, known, visit_on="2026-11-18")]
    take(post.post.office, send(laptop, ids))
    page = post.office.show(ReturnsPage, "2026-27-Q3")
    said = "Two reports seem to be of one visit, and both count: Keyham Lane, 20 November 2026"
    assert [one for one in links(page) if one.startswith("Two reports")] == [said]
    press(page, said)
    assert post.office.gone == [("reading", min(ids[:2]), "")]
    with post.office.desk.write("Put in the bin") as session:
        put_in_bin(session, ids[0])
    post.office.arrive(page, "2026-27-Q3")
    assert said not in links(page)
