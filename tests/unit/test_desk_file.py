"""Desk files: all or nothing, twice the same as once, and nothing lost on the way round."""

import json
import os
import sys
from collections.abc import Iterable, Mapping
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import func, select

from desktop import paths
from desktop.exchange.exporting import export_desk_file
from desktop.exchange.importing import ImportReport, import_desk_file
from desktop.exchange.kinds import KINDS
from desktop.exchange.lines import DeskFileError, NoDeskFile
from desktop.exchange.sealed.armour import to_text
from desktop.exchange.sealed.envelope import new_identity, seal
from desktop.formlib.load import load_forms
from desktop.records.roles import Me, set_whose_desk
from desktop.store import models
from desktop.store.desk import Desk, create_desk
from tests.unit.conftest import CHEAP, PASSPHRASE

FORMS = load_forms(paths.forms())
SAMPLE = paths.resource("sample/quarter.jsonl")
PLACE: dict[str, object] = {"type": "place", "scheme": "custody_visiting", "name": "Keyham Lane"}
TURNED_AWAY: dict[str, object] = {
    "suite": "Keyham Lane",
    "visit_on": "2025-02-05",
    "visitors": [],
    "arrived": "19:30",
    "went_ahead": "turned_away",
    "what_happened": "No staff to let us in",
    "told_role": "custody_sergeant",
}
VISIT: dict[str, object] = {"type": "record", "form": "custody_visit", "answers": TURNED_AWAY}


def written(path: Path, lines: Iterable[Mapping[str, object]]) -> Path:
    path.write_text("".join(json.dumps(line) + "\n" for line in lines), "utf-8")
    return path


def taken_in(desk: Desk, path: Path) -> ImportReport:
    with desk.write("Took a desk file in") as session:
        return import_desk_file(session, path, FORMS)


def count(desk: Desk, model: type[models.Row]) -> int:
    with desk.read() as session:
        return session.scalar(select(func.count()).select_from(model)) or 0


def test_importing_twice_changes_nothing(desk: Desk) -> None:
    first = taken_in(desk, SAMPLE)
    again = taken_in(desk, SAMPLE)
    assert first.added["record"] == count(desk, models.Record)
    assert again.added == {}
    assert again.kept == ()
    assert again.unchanged == sum(first.added.values())


def test_two_equal_visits_stay_two(desk: Desk, tmp_path: Path) -> None:
    path = written(tmp_path / "two.jsonl", [PLACE, VISIT, VISIT])
    assert taken_in(desk, path).added["record"] == 2
    assert taken_in(desk, path).added == {}
    assert count(desk, models.Record) == 2


def test_a_round_trip_loses_nothing(desk: Desk, tmp_path: Path) -> None:
    taken_in(desk, SAMPLE)
    first, second = tmp_path / "first.jsonl", tmp_path / "second.jsonl"
    with desk.read() as session:
        export_desk_file(session, first, FORMS, hand_over=True)
    other, _ = create_desk(tmp_path / "other", PASSPHRASE, who="Other", cost=CHEAP)
    with other:
        taken_in(other, first)
        with other.read() as session:
            export_desk_file(session, second, FORMS, hand_over=True)
    moved = {"created_at", "changed_at"}

    def told(path: Path) -> list[dict[str, object]]:
        lines = [json.loads(line) for line in path.read_text("utf-8").splitlines()]
        return [{k: v for k, v in line.items() if k not in moved} for line in lines]

    assert told(second) == told(first)


def test_a_place_of_the_same_name_is_the_same_place(desk: Desk, tmp_path: Path) -> None:
    taken_in(desk, written(tmp_path / "one.jsonl", [{**PLACE, "id": "p-one"}]))
    taken_in(desk, written(tmp_path / "two.jsonl", [PLACE, VISIT]))
    assert count(desk, models.Place) == 1
    with desk.read() as session:
        assert session.scalars(select(models.Record.place_id)).one() == "p-one"


def test_a_file_from_a_laptop_that_knows_the_same_places_and_people_by_other_ids(
    desk: Desk, tmp_path: Path
) -> None:
    def lines(by: str) -> list[Mapping[str, object]]:
        suite, ann = f"{by}-suite", f"{by}-ann"
        period = {"id": f"{by}-period", "start": "2020-01-01", "status": "operational"}
        slot = {"type": "slot", "id": f"{by}-slot", "scheme": "custody_visiting", "place": suite}
        return [
            {**PLACE, "id": suite, "periods": [period]},
            {"type": "person", "id": ann, "name": "Ann", "kind": "volunteer"},
            {**slot, "week_start": "2025-02-03", "pair": [ann]},
            {
                **VISIT,
                "id": f"{by}-visit",
                "answers": {**TURNED_AWAY, "suite": suite, "visitors": [ann]},
            },
        ]

    taken_in(desk, written(tmp_path / "office.jsonl", lines("office")))
    report = taken_in(desk, written(tmp_path / "laptop.jsonl", lines("laptop")))
    assert report.added == {"slot": 1, "record": 1}
    assert report.kept == ()
    assert [count(desk, m) for m in (models.Place, models.PlacePeriod, models.Person)] == [1] * 3
    with desk.read() as session:
        assert set(session.scalars(select(models.Record.place_id))) == {"office-suite"}
        assert list(session.scalars(select(models.Slot.pair))) == [["office-ann"]] * 2
        people = session.scalars(select(models.Record.people))
        assert list(people) == [["office-ann"]] * 2


def test_what_a_laptop_says_otherwise_of_a_place_is_kept_as_it_is_here(
    desk: Desk, tmp_path: Path
) -> None:
    here = {"id": "a", "start": "2020-01-01", "status": "operational"}
    there = {"id": "b", "start": "2021-01-01", "status": "operational"}
    taken_in(desk, written(tmp_path / "one.jsonl", [{**PLACE, "id": "p1", "periods": [here]}]))
    other = written(tmp_path / "two.jsonl", [{**PLACE, "id": "p2", "periods": [there]}])
    assert taken_in(desk, other).kept == (
        "Line 1 (place) differs from what is here, which was kept.",
    )
    assert count(desk, models.PlacePeriod) == 1


@pytest.mark.parametrize(
    ("role", "status", "becomes"),
    [
        ("coordinator", "finished", "filed"),
        ("coordinator", "sent", "filed"),
        ("coordinator", "open", "open"),
        ("visitor", "finished", "finished"),
    ],
)
def test_what_a_volunteer_finished_is_filed_where_the_office_takes_it_in(
    desk: Desk, tmp_path: Path, role: str, status: str, becomes: str
) -> None:
    with desk.write("Said whose desk this is") as session:
        set_whose_desk(session, Me(role))
    taken_in(desk, written(tmp_path / "one.jsonl", [PLACE, {**VISIT, "status": status}]))
    with desk.read() as session:
        assert session.scalars(select(models.Record.status)).one() == becomes


def test_whose_desk_it_is_stays_on_its_laptop(desk: Desk, tmp_path: Path) -> None:
    with desk.write("Said whose desk this is") as session:
        set_whose_desk(session, Me("visitor"))
    with desk.read() as session:
        assert export_desk_file(session, tmp_path / "out.jsonl", FORMS) == 0


def test_what_differs_is_kept_as_it_is_here_and_said(desk: Desk, tmp_path: Path) -> None:
    news = {"type": "news", "id": "n1", "scheme": "animal_welfare", "on_date": "2025-03-01"}
    taken_in(desk, written(tmp_path / "one.jsonl", [{**news, "text": "First"}]))
    report = taken_in(desk, written(tmp_path / "two.jsonl", [{**news, "text": "Second"}]))
    assert report.kept == ("Line 1 (news) differs from what is here, which was kept.",)
    with desk.read() as session:
        assert session.scalars(select(models.News.text)).one() == "First"


@pytest.mark.parametrize("written_as", ["file", "text"])
def test_a_sealed_file_is_no_desk_file_and_says_where_it_is_opened(
    desk: Desk, tmp_path: Path, written_as: str
) -> None:
    _, recipient = new_identity()
    sealed = seal("submission", {}, signing_seed=bytes(32), recipients=[recipient])
    path = tmp_path / "sealed.age"
    path.write_bytes(sealed if written_as == "file" else f"Dear all,\n{to_text(sealed)}".encode())
    with pytest.raises(NoDeskFile, match="on the page that sends and receives"):
        taken_in(desk, path)


@pytest.mark.parametrize("content", [b"PK\x03\x04\0\0", b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n"])
def test_what_is_not_text_is_called_that(desk: Desk, tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "other"
    path.write_bytes(content)
    with pytest.raises(NoDeskFile, match="it is not text"):
        taken_in(desk, path)


@pytest.mark.skipif(sys.platform == "win32", reason="there are no such pipes on Windows")
def test_a_desk_file_may_come_by_a_pipe(desk: Desk) -> None:
    ours, theirs = os.pipe()
    with os.fdopen(theirs, "wb") as end:
        end.write(json.dumps(PLACE).encode())
    assert taken_in(desk, Path(f"/dev/fd/{ours}")).added == {"place": 1}
    os.close(ours)


def test_a_letter_of_another_encoding_far_down_is_named_by_its_line(
    desk: Desk, tmp_path: Path
) -> None:
    path = tmp_path / "latin.jsonl"
    path.write_bytes(json.dumps(PLACE).encode() + b'\n{"type": "news", "text": "caf\xe9"}\n')
    with pytest.raises(DeskFileError, match="Line 2 of the file: it is not text in UTF-8"):
        taken_in(desk, path)


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("not json", "it is not a JSON object"),
        ("[1, 2]", "it is not an object with a “type”"),
        ('{"type": "nonsense"}', "“nonsense” is no type of line"),
        ('{"type": "place", "type": "news"}', "“type” is there twice"),
        ('{"type": "place", "scheme": "x"}', "“name” may not be empty"),
        ('{"type": "place", "scheme": "x", "name": 3}', "“name” is text between quotes"),
        ('{"type": "place", "scheme": "x", "name": "y", "z": 1}', "has no “z”"),
        ('{"type": "news", "scheme": "x", "on_date": "31.3.2025", "text": ""}', "such as 2025-03"),
        ('{"type": "slot", "scheme": "x", "place": "Nowhere"}', "there is no place “Nowhere”"),
        ('{"type": "record", "form": "poem", "answers": {}}', "there is no form “poem”"),
        ('{"type": "record", "form": "custody_visit", "answers": {"x": 1}}', "has no field “x”"),
        (
            '{"type": "record", "form": "custody_visit", "answers": {"in_custody": "many"}}',
            "“in_custody” is not a number",
        ),
        (
            '{"type": "record", "form": "custody_visit", "status": "lost", "answers": {}}',
            "“status” is one of",
        ),
        ('{"type": "place", "scheme": "x", "name": "Keyham \\ud800"}', "it has half of a sign"),
        ('{"type": "place", "\\udfff": "x"}', "it has half of a sign"),
        ('{"type": "place", "\\ud800": 1, "\\ud800": 2}', "“?” is there twice"),
        ('{"type": "news", "text": NaN}', "it is not a JSON object"),
        ('{"type": "news", "deep": ' + "[" * 20 + "]" * 20 + "}", "nested too deeply"),
    ],
)
def test_a_bad_line_is_named_and_nothing_of_the_file_is_taken_in(
    desk: Desk, tmp_path: Path, line: str, reason: str
) -> None:
    path = tmp_path / "bad.jsonl"
    path.write_text(json.dumps(PLACE) + "\n" + line + "\n", "utf-8")
    with pytest.raises(DeskFileError) as caught:
        taken_in(desk, path)
    assert caught.value.line == 2
    assert reason in str(caught.value)
    assert count(desk, models.Place) == 0


def test_a_sign_written_as_a_pair_of_escapes_is_taken_in(desk: Desk, tmp_path: Path) -> None:
    path = tmp_path / "pair.jsonl"
    path.write_text(json.dumps({**PLACE, "name": "Keyham 🐕"}), "utf-8")
    assert "\\ud83d" in path.read_text("utf-8")
    assert taken_in(desk, path).added == {"place": 1}


def test_answers_that_cannot_be_true_are_refused(desk: Desk, tmp_path: Path) -> None:
    answers = {
        "review_ref": "CR-1",
        "received_on": "2025-02-05",
        "valid": "valid",
        "decided_on": "2025-02-01",
        "sent_on": "2025-01-31",
    }
    record = {"type": "record", "form": "complaint_review", "answers": answers}
    with pytest.raises(DeskFileError) as caught:
        taken_in(desk, written(tmp_path / "bad.jsonl", [record]))
    assert caught.value.line == 1


def test_what_is_missing_is_taken_in_and_listed(desk: Desk, tmp_path: Path) -> None:
    answers = {"suite": "Keyham Lane", "visit_on": "2025-02-05", "went_ahead": "turned_away"}
    record = {"type": "record", "form": "custody_visit", "answers": answers}
    report = taken_in(desk, written(tmp_path / "thin.jsonl", [PLACE, record]))
    assert report.added == {"place": 1, "record": 1}
    assert any("Time you arrived at the door" in remark for remark in report.remarks)


def test_identifiers_travel_only_in_a_hand_over(desk: Desk, tmp_path: Path) -> None:
    answers = {"review_ref": "CR-9", "received_on": "2025-02-05", "force_ref": "CO/00123/25"}
    record = {"type": "record", "form": "complaint_review", "status": "open", "answers": answers}
    taken_in(desk, written(tmp_path / "in.jsonl", [record]))
    plain, whole = tmp_path / "plain.jsonl", tmp_path / "whole.jsonl"
    with desk.read() as session:
        export_desk_file(session, plain, FORMS)
        export_desk_file(session, whole, FORMS, hand_over=True)
    assert "CO/00123/25" not in plain.read_text("utf-8")
    assert "CO/00123/25" in whole.read_text("utf-8")


@pytest.mark.skipif(os.name != "posix", reason="only there do files have modes")
def test_an_exported_file_is_its_owners_alone(desk: Desk, tmp_path: Path) -> None:
    left_over = tmp_path / "out.jsonl.part"
    left_over.write_text("from before", "utf-8")
    left_over.chmod(0o644)
    with desk.read() as session:
        export_desk_file(session, tmp_path / "out.jsonl", FORMS, hand_over=True)
    assert (tmp_path / "out.jsonl").stat().st_mode & 0o777 == 0o600


def test_a_file_that_cannot_be_written_leaves_the_old_one(desk: Desk, tmp_path: Path) -> None:
    with desk.read() as session, pytest.raises(Exception, match="could not be written"):
        export_desk_file(session, tmp_path / "nowhere" / "out.jsonl", FORMS)


_JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner),
    max_leaves=8,
)
_KEYS = st.sampled_from(
    ["type", "id", "scheme", "name", "form", "answers", "place", "start", "text", "periods"]
)
_TYPES = st.sampled_from(["place", "record", "stub", "slot", "person", "setting", "entered_total"])


@settings(max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(type_=_TYPES, rest=st.dictionaries(_KEYS, _JSON, max_size=6))
def test_no_line_whatever_gets_past_with_anything_but_a_sentence(
    desk: Desk, tmp_path: Path, type_: str, rest: dict[str, object]
) -> None:
    path = tmp_path / "any.jsonl"
    path.write_text(json.dumps({**rest, "type": type_}), "utf-8")

    class TakeBack(Exception):
        pass

    with pytest.raises((DeskFileError, TakeBack)), desk.write("Tried") as session:  # noqa: PT012
        import_desk_file(session, path, FORMS)
        raise TakeBack


TRAVELS_WITH_ITS_RECORD = {"record", "record_date", "record_text", "identifier"}
STAYS = {"own_key", "passage", "peer", "parcel", "waiting", "message", "secret", "audit"}


def test_every_table_is_known_to_travel_in_a_desk_file_or_to_stay() -> None:
    every_kind = [
        *KINDS.values(),
        *(child for k in KINDS.values() for child in k.children.values()),
    ]
    travels = {kind.table.name for kind in every_kind} | TRAVELS_WITH_ITS_RECORD

    assert travels & STAYS == set()
    assert travels | STAYS == set(models.Row.metadata.tables)
