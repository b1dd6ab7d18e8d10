"""What travels in sealed files: it comes back as it went, and nothing else is taken."""

import copy
import json
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone
from typing import Any

import pytest

from desktop.exchange.naming import canonical
from desktop.exchange.sealed.payload import (
    MOST_VERSIONS,
    Enrolment,
    Invitation,
    Receipt,
    Submission,
    line_hash,
)
from desktop.exchange.sealed.refusals import WrongContent
from tests.unit.sealedfiles import (
    NOON,
    invitation,
    new_desks,
    opened,
    receipt,
    record,
    submission,
)

DESKS = new_desks()
Body = dict[str, Any]
READERS: dict[str, tuple[Callable[[object], object], Body]] = {
    "submission": (Submission.from_body, submission(DESKS).to_body()),
    "receipt": (Receipt.from_body, receipt(DESKS).to_body()),
    "invitation": (Invitation.from_body, invitation(DESKS).to_body()),
}


def body(kind: str) -> Body:
    found: Body = copy.deepcopy(READERS[kind][1])
    return found


def test_everything_comes_back_as_it_went() -> None:
    for made in (submission(DESKS), receipt(DESKS), invitation(DESKS)):
        travelled = json.loads(canonical(made.to_body()))
        assert type(made).from_body(travelled) == made


def test_a_submission_comes_back_through_a_sealed_file() -> None:
    made = replace(submission(DESKS), laptop=None, purpose="cases")
    signed = opened(DESKS.sealed(made.to_body()), DESKS.deputy)
    assert Submission.from_body(signed.body) == made


def test_what_a_later_version_adds_is_passed_over() -> None:
    for reader, said in READERS.values():
        assert reader({**said, "novelty": [1, {"a": None}]}) == reader(said)


def test_the_words_of_a_laptop_are_worked_out_and_never_believed() -> None:
    said = body("submission")["laptop"]
    lied = Enrolment.from_body({**said, "words": ["acorn"] * 8})
    assert lied.words == submission(DESKS).laptop.words  # type: ignore[union-attr]
    assert "words" not in said
    assert invitation(DESKS).words != lied.words


def test_secrets_and_records_are_not_shown_by_accident() -> None:
    made = submission(DESKS, record(note="needle"))
    assert "needle" not in repr(made)
    assert "'token'" not in repr(made)
    assert "BEGIN" not in repr(made)


def test_only_the_newest_versions_travel() -> None:
    hashes = tuple(f"{number:064x}" for number in range(MOST_VERSIONS + 5))
    made = replace(record(), builds_on=hashes)
    assert made.to_body()["builds_on"] == list(hashes[5:])


def test_moments_of_any_zone_are_the_same_moment() -> None:
    said = body("receipt")
    said["made_at"] = NOON.astimezone(timezone(timedelta(hours=5))).isoformat()
    assert Receipt.from_body(said).made_at == NOON
    assert Receipt.from_body(said).made_at.tzinfo == UTC
    said["made_at"] = "2025-03-31T12:00:00Z"
    assert Receipt.from_body(said).made_at == NOON


def places(value: object, path: tuple[str | int, ...] = ()) -> list[tuple[str | int, ...]]:
    """Every place in a body below its top, but nothing inside the lines themselves."""
    found = [path] if path else []
    if path and path[-1] in ("line", "lines", "retention"):
        return found
    if isinstance(value, dict):
        return found + [one for key in value for one in places(value[key], (*path, key))]
    if isinstance(value, list):
        inner = [places(one, (*path, place)) for place, one in enumerate(value)]
        return found + [one for each in inner for one in each]
    return found


def changed(said: Body, path: tuple[str | int, ...], value: object) -> Body:
    said = copy.deepcopy(said)
    at: Any = said
    for step in path[:-1]:
        at = at[step]
    at[path[-1]] = value
    return said


@pytest.mark.parametrize("kind", READERS)
def test_every_field_has_its_type(kind: str) -> None:
    reader, said = READERS[kind]
    strange: tuple[object, ...] = (1.5, True, ["x", 1], {"x": 1}, "\0", None, 10**15)
    for path in places(said):
        fine = 0
        for value in strange:
            try:
                reader(changed(said, path, value))
                fine += 1
            except WrongContent:
                pass
        # A number where one belongs, or nothing where nothing may be.
        assert fine <= 1, path


@pytest.mark.parametrize("kind", READERS)
def test_every_field_has_to_be_there(kind: str) -> None:
    reader, said = READERS[kind]
    for key in said:
        less = {name: value for name, value in said.items() if name != key}
        if (kind, key) in (("submission", "laptop"), ("receipt", "for_submission")):
            reader(less)
        else:
            with pytest.raises(WrongContent) as caught:
                reader(less)
            assert key in caught.value.detail
    for other in (None, [1], "x", 1):
        with pytest.raises(WrongContent):
            reader(other)


@pytest.mark.parametrize(
    ("kind", "path", "value"),
    [
        ("submission", ("id",), "../../etc/passwd"),
        ("submission", ("id",), "..\\desk.db"),
        ("submission", ("id",), ".."),
        ("submission", ("id",), " x"),
        ("submission", ("id",), "x" * 101),
        ("submission", ("id",), "a\nb"),
        ("submission", ("purpose",), "gift"),
        ("submission", ("made_at",), "2025-03-31"),
        ("submission", ("made_at",), "0001-01-01T00:00:00+14:00"),
        ("submission", ("made_at",), "yesterday"),
        ("submission", ("head", "seq"), -1),
        ("submission", ("head", "seq"), 2**63),
        ("submission", ("head", "hash"), "B" * 64),
        ("submission", ("head", "hash"), "b" * 63),
        ("submission", ("laptop", "verify_key"), "g" * 64),
        ("submission", ("laptop", "recipient"), "age1xyz"),
        pytest.param("submission", ("laptop", "recipient"), DESKS.laptop.age_identity, id="secret"),
        ("submission", ("laptop", "name"), "Jane\u202eenaJ"),
        ("submission", ("laptop", "name"), "Jane\rJohn"),
        ("submission", ("laptop", "name"), "   "),
        ("submission", ("laptop", "let_in"), "x" * 20_001),
        ("submission", ("records", 0, "hash"), "0" * 64),
        ("submission", ("records", 0, "id"), "r3"),
        ("submission", ("records", 0, "line", "answers"), {"changed": "later"}),
        ("submission", ("records", 0, "line", "type"), "setting"),
        ("submission", ("records", 0, "builds_on"), ["a" * 64] * 1001),
        ("submission", ("heads",), [{"seq": 1, "hash": "0" * 64}] * 201),
        ("receipt", ("laptop",), "jane"),
        ("receipt", ("results", 0, "decision"), "lost"),
        ("receipt", ("messages", 0, "kind"), "advert"),
        ("receipt", ("messages", 0, "text"), "x" * 20_001),
        ("invitation", ("serial",), 0),
        ("invitation", ("recipients",), []),
        ("invitation", ("recipients",), [{"name": "x", "key": DESKS.office.recipient}] * 21),
        ("invitation", ("own_forms",), {"../evil.toml": ""}),
        ("invitation", ("own_forms",), {"/etc/evil.toml": ""}),
        ("invitation", ("own_forms",), {"C:evil.toml": ""}),
        ("invitation", ("own_forms",), {"CON.toml": ""}),
        ("invitation", ("own_forms",), {"evil.exe": ""}),
        ("invitation", ("own_forms",), {".toml": ""}),
        ("invitation", ("own_forms",), {"a.toml\n": ""}),
        ("invitation", ("own_forms",), {"a.toml": "", "A.toml": ""}),
        ("invitation", ("own_forms",), {"a.toml": "x" * 500_001}),
        ("invitation", ("lines",), [1]),
        ("invitation", ("role",), "x" * 61),
        ("invitation", ("texts",), {"welcome": 1}),
    ],
)
def test_what_cannot_be_meant_is_refused(
    kind: str, path: tuple[str | int, ...], value: object
) -> None:
    with pytest.raises(WrongContent):
        READERS[kind][0](changed(READERS[kind][1], path, value))


def test_ids_that_people_chose_in_a_desk_file_travel() -> None:
    made = submission(DESKS, record("Visit 12/2025\n(second)"))
    assert Submission.from_body(made.to_body()) == made
    for id_ in ("", "x" * 101, "\0"):
        with pytest.raises(WrongContent):
            Submission.from_body(submission(DESKS, record(id_)).to_body())


def test_one_record_cannot_come_twice_in_a_file() -> None:
    said = body("submission")
    said["records"].append(said["records"][0])
    with pytest.raises(WrongContent):
        Submission.from_body(said)


def test_a_version_cannot_continue_itself() -> None:
    made = record()
    said = submission(DESKS, replace(made, builds_on=(made.hash,))).to_body()
    with pytest.raises(WrongContent):
        Submission.from_body(said)


def test_only_records_travel_as_records() -> None:
    line = {**record().line, "type": "setting"}
    made = replace(record(), line=line, hash=line_hash(line))
    with pytest.raises(WrongContent):
        Submission.from_body(submission(DESKS, made).to_body())


def test_a_line_longer_than_a_desk_file_takes_is_refused() -> None:
    made = record(note="x" * 5_000_000)
    with pytest.raises(WrongContent):
        Submission.from_body(submission(DESKS, made).to_body())


def test_a_version_is_named_by_all_that_it_says() -> None:
    line = dict(record(note="a").line)
    assert line_hash(line) == line_hash(dict(reversed(line.items())))
    assert line_hash(line) != line_hash({**line, "revision": 2})


def test_refusal_tells_people_no_field_names_but_us() -> None:
    with pytest.raises(WrongContent) as caught:
        Submission.from_body(changed(body("submission"), ("records", 1, "number"), "x"))
    assert caught.value.detail == "body.records[1].number"
    assert "number" not in str(caught.value)


def test_the_largest_moment_is_read() -> None:
    said = changed(body("receipt"), ("made_at",), "9999-12-31T23:59:59+00:00")
    assert Receipt.from_body(said).made_at == datetime(9999, 12, 31, 23, 59, 59, tzinfo=UTC)
