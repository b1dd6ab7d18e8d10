"""The forms of one desk, which came to it by invitation: after a restored backup."""

from pathlib import Path

import pytest

from desktop.errors import UserError
from desktop.formlib.own import form_of
from desktop.store.backup import make_backup
from desktop.store.layout import desk_folder
from desktop.store.restore import restore
from tests.unit.conftest import PASSPHRASE, Around, Laptops
from tests.unit.sealed_desks import Known, fill_office, forms_of, invite, set_up_by, update_by

COURT = Path(__file__).parents[1] / "fixtures" / "forms" / "court_observation.toml"
COURT_SCHEME = COURT.read_text("utf-8").split('scheme = "')[1].split('"')[0]


@pytest.fixture
def office(fresh: Laptops) -> Around:
    return fresh("office")


@pytest.fixture
def known(office: Around) -> Known:
    return fill_office(office)


def own_court(office: Around, title: str = "Court observation") -> None:
    office.own_forms.mkdir(parents=True, exist_ok=True)
    text = COURT.read_text("utf-8").replace("Court observation", title, 1)
    (office.own_forms / COURT.name).write_text(text, "utf-8")


def test_the_forms_of_a_desk_outlast_a_restored_backup_and_a_new_invitation_follows(
    fresh: Laptops, office: Around, known: Known
) -> None:
    own_court(office)
    laptop = fresh("jane")
    set_up_by(laptop, invite(office, known.jane, schemes=(COURT_SCHEME,)))
    made = make_backup(laptop.desk.folder, laptop.desk.key)
    own_court(office, "Observing a court")
    update_by(laptop, invite(office, known.jane, schemes=(COURT_SCHEME,)))
    laptop.desk.close()
    with restore(laptop.desk.folder, made.folder, PASSPHRASE, who="jane") as desk:
        back = Around(laptop.data, desk)
        assert forms_of(back)["court_observation"].title == "Observing a court"
        own_court(office, "Sitting in court")
        update_by(back, invite(office, known.jane, schemes=(COURT_SCHEME,)))
        assert forms_of(back)["court_observation"].title == "Sitting in court"


def test_the_forms_of_a_desk_restored_elsewhere_come_with_a_new_invitation(
    fresh: Laptops, office: Around, known: Known, tmp_path: Path
) -> None:
    own_court(office)
    laptop = fresh("jane")
    set_up_by(laptop, invite(office, known.jane, schemes=(COURT_SCHEME,)))
    made = make_backup(laptop.desk.folder, laptop.desk.key)
    place = desk_folder(tmp_path / "new computer", "Jane")
    with restore(place, made.folder, PASSPHRASE, who="Jane") as desk:
        back = Around(tmp_path / "new computer", desk)
        with pytest.raises(UserError, match="form of this record is not here"):
            form_of(forms_of(back), "court_observation")
        update_by(back, invite(office, known.jane, schemes=(COURT_SCHEME,)))
        assert form_of(forms_of(back), "court_observation").title == "Court observation"
