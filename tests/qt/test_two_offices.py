"""Two people of two offices on one computer: neither office changes the other one's forms."""

import json
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from desktop import paths
from desktop.exchange.sealed.own_keys import own_keys
from desktop.exchange.sealed.signed import sign
from desktop.store.desk import Desk
from desktop.ui import invited, opening
from desktop.ui.opening import Opened
from tests.qt.desks import PASSPHRASE
from tests.unit.conftest import Around
from tests.unit.sealed_desks import fill_office, invite

JANE, RAVI = "Jane Smith", "Ravi Patel"
COURT = Path(__file__).parents[1] / "fixtures" / "forms" / "court_observation.toml"
SWAPPED = """
id = "yes_no"
title = "Answers"
[[entry]]
code = "yes"
label = "No"
[[entry]]
code = "no"
label = "Yes"
"""


@pytest.fixture
def opened() -> Iterator[ExitStack]:
    with ExitStack() as stack:
        yield stack


def with_forms(office: Desk, blob: bytes, own: dict[str, str]) -> bytes:
    """Give an invitation as an office would sign it whose program is not ours."""
    body = json.loads(blob.split(b"\n", 4)[4])
    body["own_forms"] = own
    body["serial"] += 10
    with office.read() as session:
        keys = own_keys(session)
    assert keys is not None
    return sign("invitation", keys.signing_seed, body)


def an_office(folder: Path, stack: ExitStack) -> tuple[Around, bytes]:
    """Make an office and its invitation for Jane, or whoever is called so there."""
    made = opening.make_desk(folder, "Office", "coordinator", PASSPHRASE)
    office = Around(folder, stack.enter_context(made.opened.desk))
    return office, invite(office, fill_office(office).jane)


def answers(found: Opened) -> list[str]:
    assert found.trouble is None
    return [one.label for one in found.forms["custody_visit"].lists["yes_no"].entries]


@pytest.mark.usefixtures("cheap_passphrase")
def test_what_one_persons_office_sends_changes_nothing_for_the_other(
    tmp_path: Path, opened: ExitStack
) -> None:
    (_, good), (other, blob) = (an_office(tmp_path / name, opened) for name in ("one", "two"))
    spoilt = with_forms(
        other.desk, blob, {"lists-yes_no.toml": SWAPPED, COURT.name: COURT.read_text("utf-8")}
    )
    data = tmp_path / "shared"

    def join(name: str, content: bytes) -> Opened:
        offer = invited.read_first(content, data)
        made = invited.make_desk(data, name, PASSPHRASE, offer, words_match=True).opened
        opened.enter_context(made.desk)
        return made

    jane = join(JANE, good)
    right = answers(jane)
    ravi = join(RAVI, spoilt)
    assert answers(ravi) == ["No", "Yes"]
    assert "court_observation" in ravi.forms
    jane.desk.close()
    again = opening.open_by_passphrase(data, JANE, PASSPHRASE)
    opened.enter_context(again.desk)
    assert answers(again) == right != ["No", "Yes"]
    assert "court_observation" not in again.forms
    ravi.desk.close()
    back = opening.open_by_passphrase(data, RAVI, PASSPHRASE)
    opened.enter_context(back.desk)
    assert answers(back) == ["No", "Yes"]
    assert not paths.own_forms(data).exists()


@pytest.mark.usefixtures("cheap_passphrase")
def test_a_later_invitation_changes_the_open_desk_and_no_other(
    tmp_path: Path, opened: ExitStack
) -> None:
    office, blob = an_office(tmp_path / "one", opened)
    data = tmp_path / "shared"
    offer = invited.read_first(blob, data)
    jane = invited.make_desk(data, JANE, PASSPHRASE, offer, words_match=True).opened
    opened.enter_context(jane.desk)
    ravi = opening.make_desk(data, RAVI, "visitor", PASSPHRASE).opened
    opened.enter_context(ravi.desk)
    newer = with_forms(office.desk, blob, {"lists-yes_no.toml": SWAPPED})
    assert invited.take(jane.desk, jane.forms, invited.read_next(jane.desk, newer)).anew
    assert answers(opening.with_forms(jane.desk, data)) == ["No", "Yes"]
    assert answers(opening.with_forms(ravi.desk, data)) == answers(ravi) != ["No", "Yes"]
