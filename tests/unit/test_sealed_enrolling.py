"""How the office meets laptops, confirms them, and lets their owners in."""

import dataclasses
import json
from datetime import timedelta

import pyrage
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from desktop import clock
from desktop.errors import UserError
from desktop.exchange.sealed.armour import from_text, to_text
from desktop.exchange.sealed.enrolling import (
    Laptop,
    LaptopWasWithdrawn,
    NoSuchLaptop,
    NotThisLaptop,
    confirm,
    enrolment,
    enrolment_came,
    is_to_enrol,
    laptop,
    laptops,
    meet,
    recognise,
    withdraw,
)
from desktop.exchange.sealed.envelope import new_identity
from desktop.exchange.sealed.letting_in import (
    LaptopWithdrawn,
    NobodySpokenTo,
    NoLetInCode,
    NotALetInCode,
    keep_sealed,
    read_out,
    read_request,
    renew_way_in,
    request_text,
    sealer,
)
from desktop.exchange.sealed.office import NoOffice, office_of
from desktop.exchange.sealed.own_keys import (
    NoKeysYet,
    add_deputy,
    identities,
    own_keys,
    renew_own_keys,
    seal_for,
)
from desktop.exchange.sealed.payload import Enrolment
from desktop.exchange.sealed.refusals import SealedFileError
from desktop.exchange.sealed.tokens import InvitationOfAnother, UnknownLaptop
from desktop.exchange.sealed.words import fingerprint
from desktop.store import keyfile, models
from desktop.store.desk import open_desk
from desktop.store.recovery import new_code, read_code
from tests.unit.conftest import CHEAP, PASSPHRASE, Around, Laptops
from tests.unit.sealed_desks import CUSTODY, Known, fill_office, invite, set_up_by, update_by

PARTS = ("what", "office", "laptop", "name", "person_id", "invitation", "token", "code")
SPOKE_TO = "Jane, on the number we have for her"


@pytest.fixture
def office(fresh: Laptops) -> Around:
    return fresh("office")


@pytest.fixture
def known(office: Around) -> Known:
    return fill_office(office)


@pytest.fixture
def jane(fresh: Laptops, office: Around, known: Known) -> Around:
    made = fresh("jane")
    set_up_by(made, invite(office, known.jane))
    return made


def brought(laptop_desk: Around) -> tuple[bytes, Enrolment]:
    with laptop_desk.desk.read() as session:
        return bytes.fromhex(enrolment(session).verify_key), enrolment(session)


def met(office: Around, laptop_desk: Around) -> Laptop:
    with office.desk.write("Opened a file") as session:
        return meet(session, *brought(laptop_desk))


def listed(office: Around) -> list[tuple[str, str]]:
    with office.desk.read() as session:
        return [(one.name, one.state) for one in laptops(session)]


def test_a_laptop_says_whose_it_is_until_the_office_has_answered(jane: Around) -> None:
    signer, said = brought(jane)
    assert said.name == "Jane Smith"
    assert said.words == fingerprint(signer)
    assert said.let_in == request_text(jane.desk.folder)
    assert Enrolment.from_body(said.to_body()) == said
    with jane.desk.write("The office has answered") as session:
        assert is_to_enrol(session)
        enrolment_came(session, clock.now())
        assert not is_to_enrol(session)


def test_a_desk_without_an_office_has_nothing_to_say(fresh: Laptops) -> None:
    with fresh("alone").desk.read() as session:
        assert not is_to_enrol(session)
        assert office_of(session) is None
        with pytest.raises(NoOffice):
            enrolment(session)


def test_an_unknown_laptop_with_a_right_token_is_met_unconfirmed(
    office: Around, known: Known, jane: Around
) -> None:
    with office.desk.read() as session:
        seen = recognise(session, *brought(jane))
    assert (seen.id, seen.state, seen.name) == ("", "unconfirmed", "Jane Smith")
    assert listed(office) == []
    found = met(office, jane)
    assert found.id
    assert found.words == brought(jane)[1].words
    assert (found.person_id, found.role, found.schemes) == (known.jane, "visitor", (CUSTODY,))
    assert found.can_let_in
    assert listed(office) == [("Jane Smith", "unconfirmed")]
    assert met(office, jane) == found
    with office.desk.write("Compared the words") as session:
        confirm(session, found.id)
    assert listed(office) == [("Jane Smith", "confirmed")]


def test_a_known_laptop_needs_no_token(office: Around, jane: Around) -> None:
    signer, _ = brought(jane)
    found = met(office, jane)
    with office.desk.read() as session:
        assert recognise(session, signer, None) == found


def test_a_laptop_nobody_invited_is_refused(office: Around, jane: Around) -> None:
    signer, said = brought(jane)
    with office.desk.write("Opened a file") as session:
        for one in (
            None,
            dataclasses.replace(said, token="guessed"),
            dataclasses.replace(said, token="ü"),
            dataclasses.replace(said, invitation="other"),
        ):
            with pytest.raises(UnknownLaptop):
                meet(session, signer, one)
    assert listed(office) == []


def test_a_token_used_under_another_name_is_said(
    office: Around, known: Known, jane: Around
) -> None:
    signer, said = brought(jane)
    with office.desk.write("Opened a file") as session:
        with pytest.raises(InvitationOfAnother, match="invitation of Jane Smith, but says that it"):
            meet(session, signer, dataclasses.replace(said, name="Ravi Patel"))
        with pytest.raises(InvitationOfAnother):
            meet(session, signer, dataclasses.replace(said, person_id=known.ravi))
        assert meet(session, signer, dataclasses.replace(said, name=" jane  SMITH")).id


def test_a_laptop_that_brings_another_key_than_it_signed_with_is_refused(
    office: Around, jane: Around
) -> None:
    signer, said = brought(jane)
    with office.desk.read() as session:
        with pytest.raises(NotThisLaptop):
            recognise(session, bytes(32), said)
        with pytest.raises(NotThisLaptop):
            recognise(session, signer, dataclasses.replace(said, recipient="age1x"))


def test_a_withdrawn_laptop_is_refused_and_what_came_before_stays(
    office: Around, jane: Around
) -> None:
    found = met(office, jane)
    with office.desk.write("Withdrew a laptop") as session:
        session.add(models.Parcel(id="p", direction="in", kind="submission", peer_id=found.id))
        with pytest.raises(UserError, match="Say why"):
            withdraw(session, found.id, " ")
        gone = withdraw(session, found.id, "Left on a train")
    assert (gone.state, gone.why) == ("withdrawn", "Left on a train")
    with office.desk.write("Opened a file") as session:
        for one in (None, brought(jane)[1]):
            with pytest.raises(LaptopWasWithdrawn, match="Jane Smith’s laptop"):
                meet(session, brought(jane)[0], one)
        with pytest.raises(LaptopWasWithdrawn):
            confirm(session, found.id)
        with pytest.raises(LaptopWithdrawn):
            read_out(session, found.id, SPOKE_TO)
        with pytest.raises(LaptopWithdrawn):
            read_request(session, request_text(jane.desk.folder), SPOKE_TO)
        assert session.get_one(models.Parcel, "p").peer_id == found.id
    assert listed(office) == [("Jane Smith", "withdrawn")]


def test_a_second_laptop_of_a_person_is_met_beside_the_first(
    office: Around, known: Known, jane: Around, fresh: Laptops
) -> None:
    first = met(office, jane)
    second = fresh("jane's other")
    set_up_by(second, invite(office, known.jane))
    found = met(office, second)
    assert found.words != first.words
    assert (found.others, found.state) == (1, "unconfirmed")
    with office.desk.write("Withdrew the first") as session:
        withdraw(session, first.id, "A new laptop")
        assert laptop(session, found.id).others == 0
        with pytest.raises(NoSuchLaptop):
            laptop(session, "other")


def test_who_is_no_visitor_is_known_as_another_desk_of_the_office(
    office: Around, known: Known, fresh: Laptops
) -> None:
    ravi = fresh("ravi")
    set_up_by(ravi, invite(office, known.ravi, "reviewer", ("complaint_reviews",)))
    met(office, ravi)
    with office.desk.write("Added a deputy") as session:
        add_deputy(session, "Dee", new_identity()[1])
        kinds = list(session.scalars(select(models.Peer.kind)))
    assert kinds == ["office", "office"]
    assert listed(office) == [("Ravi Patel", "unconfirmed")]  # a key that only receives is none


def test_the_office_lets_somebody_in(office: Around, jane: Around) -> None:
    found = met(office, jane)
    folder = jane.desk.folder
    jane.desk.close()
    with office.desk.write("Read a code out") as session:
        with pytest.raises(NobodySpokenTo):
            read_out(session, found.id, "  ")
        let_in = read_out(session, found.id, SPOKE_TO)
    assert let_in.name == "Jane Smith"
    desk = open_desk(folder, recovery_code=let_in.code.lower().replace("-", " "))
    with desk:
        assert desk.opened_by == keyfile.OFFICE
        desk.change_passphrase("a new one that is long", cost=CHEAP)
        renew_way_in(desk)
    with pytest.raises(keyfile.WrongRecoveryCode):
        open_desk(folder, recovery_code=let_in.code)
    open_desk(folder, "a new one that is long").close()


def test_reading_a_code_out_is_kept_without_the_code(office: Around, jane: Around) -> None:
    found = met(office, jane)
    with office.desk.write("Read a code out") as session:
        code = read_out(session, found.id, SPOKE_TO).code
    with office.desk.read() as session:
        entry = session.scalars(select(models.Audit).order_by(models.Audit.seq.desc())).first()
        row = session.get_one(models.Peer, found.id)
        assert entry is not None
        assert (entry.why, entry.entity_id) == ("Read a code out", found.id)
        assert "details" in entry.fields
        assert SPOKE_TO in repr(row.details["let_in"])
        plain = repr(
            [dict(one) for one in session.execute(select(models.Audit.__table__)).mappings()]
        )
        assert code not in plain + repr(row.details)
        assert SPOKE_TO not in plain


def test_a_code_made_anew_travels_with_what_is_sent_next(office: Around, jane: Around) -> None:
    found = met(office, jane)
    sent = clock.now()
    with jane.desk.write("The office has answered") as session:
        enrolment_came(session, clock.now())
    with clock.fixed(sent + timedelta(days=1)):
        renew_way_in(jane.desk)
    with jane.desk.write("An answer to an earlier file") as session:
        enrolment_came(session, sent + timedelta(hours=1))
        assert is_to_enrol(session)
    met(office, jane)
    with office.desk.write("Read a code out") as session:
        code = read_out(session, found.id, SPOKE_TO).code
    assert keyfile.unlock_by_code(jane.desk.folder / "desk.key", code).opened_by == keyfile.OFFICE


def test_a_locked_laptop_that_never_sent_asks_by_text(office: Around, jane: Around) -> None:
    text = request_text(jane.desk.folder)
    with office.desk.write("Read a code out") as session:
        with pytest.raises(NobodySpokenTo):
            read_request(session, text, "")
        found = read_request(session, "Dear office,\n> " + text.replace("\n", "\r\n> "), SPOKE_TO)
    assert found.name == "Jane Smith"
    assert keyfile.unlock_by_code(jane.desk.folder / "desk.key", found.code)
    with office.desk.read() as session:
        (invitation,) = session.scalars(select(models.Parcel))
        assert SPOKE_TO in repr(invitation.receipt)
        assert found.code not in repr(invitation.receipt)


def test_a_known_laptop_can_ask_by_text_too(office: Around, jane: Around) -> None:
    found = met(office, jane)
    renew_way_in(jane.desk)  # the office has the code before this one
    with office.desk.write("Read a code out") as session:
        code = read_request(session, request_text(jane.desk.folder), SPOKE_TO).code
        assert code != read_out(session, found.id, SPOKE_TO).code
    assert keyfile.unlock_by_code(jane.desk.folder / "desk.key", code)


def test_a_text_for_another_office_lets_nobody_in(jane: Around, fresh: Laptops) -> None:
    other = fresh("other")
    known = fill_office(other)
    invite(other, known.jane)
    with other.desk.write("Read a code out") as session, pytest.raises(NotALetInCode):
        read_request(session, request_text(jane.desk.folder), SPOKE_TO)


def sealed_for_office(office: Around, content: bytes) -> str:
    with office.desk.read() as session:
        keys = own_keys(session)
    assert keys is not None
    return to_text(seal_for(content, [keys.recipient]))


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"\xff",
        b"[]",
        b"[" * 5000,
        b'{"what": "scrutiny-desk-let-in"}',
        json.dumps(dict.fromkeys(PARTS, "")).encode(),
        json.dumps(dict.fromkeys(PARTS, 1)).encode(),
    ],
)
def test_what_is_sealed_but_no_code_lets_nobody_in(
    office: Around, jane: Around, content: bytes
) -> None:
    with office.desk.write("Read a code out") as session, pytest.raises(NotALetInCode):
        read_request(session, sealed_for_office(office, content), SPOKE_TO)


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(said=st.fixed_dictionaries(dict.fromkeys(PARTS, st.text(max_size=9) | st.integers())))
def test_whatever_is_sealed_for_the_office_is_refused_in_words(
    office: Around, jane: Around, said: dict[str, object]
) -> None:
    content = json.dumps({**said, "what": "scrutiny-desk-let-in", "code": new_code()})
    text = sealed_for_office(office, content.encode())
    with office.desk.write("Read a code out") as session, pytest.raises(UserError):
        read_request(session, text, SPOKE_TO)


def test_a_code_that_is_none_lets_nobody_in(office: Around, jane: Around) -> None:
    with jane.desk.read() as session:
        text = sealer(session)("A-B")
    with office.desk.write("Read a code out") as session, pytest.raises(NotALetInCode):
        read_request(session, text, SPOKE_TO)


def test_a_text_that_is_too_long_or_a_passphrases_is_refused(office: Around, jane: Around) -> None:
    texts = [
        sealed_for_office(office, b"x" * 10_000),
        to_text(pyrage.passphrase.encrypt(b"x", "secret")),
        "nothing of ours",
        to_text(from_text(request_text(jane.desk.folder))[:-9]),
    ]
    with office.desk.write("Read a code out") as session:
        for text in texts:
            with pytest.raises((NotALetInCode, SealedFileError)):
                read_request(session, text, SPOKE_TO)


def test_another_laptops_code_is_not_read_out_as_this_ones(
    office: Around, known: Known, jane: Around, fresh: Laptops
) -> None:
    ravi = fresh("ravi")
    set_up_by(ravi, invite(office, known.ravi))
    found = met(office, jane)
    signer, said = brought(jane)
    with office.desk.write("Read a code out") as session:
        meet(session, signer, dataclasses.replace(said, let_in=brought(ravi)[1].let_in))
        with pytest.raises(NotALetInCode):
            read_out(session, found.id, SPOKE_TO)


def test_an_office_without_a_code_says_what_to_ask_for(office: Around, jane: Around) -> None:
    signer, said = brought(jane)
    with office.desk.write("Read a code out") as session:
        found = meet(session, signer, dataclasses.replace(said, let_in=""))
        assert not found.can_let_in
        with pytest.raises(NoLetInCode, match="the locked laptop shows"):
            read_out(session, found.id, SPOKE_TO)
        with pytest.raises(NoLetInCode):
            read_out(session, "other", SPOKE_TO)


def test_a_desk_without_an_office_shows_no_text(fresh: Laptops) -> None:
    with pytest.raises(NoLetInCode, match="No office can open this desk"):
        request_text(fresh("alone").desk.folder)


def test_a_deputy_can_read_the_code_after_an_update(
    office: Around, known: Known, jane: Around
) -> None:
    deputy = pyrage.x25519.Identity.generate()
    with office.desk.write("Added a deputy") as session:
        add_deputy(session, "Dee", str(deputy.to_public()))
    found = update_by(jane, invite(office, known.jane)).office
    assert [name for name, _ in found.recipients] == ["OPCC for Somewhere", "Dee"]
    assert not found.enrolled
    opened = pyrage.decrypt(from_text(request_text(jane.desk.folder)), [deputy])
    with office.desk.write("Read a code out") as session:
        code = read_request(session, request_text(jane.desk.folder), SPOKE_TO).code
    assert code.encode() in opened


def test_an_office_with_new_keys_still_reads_older_codes(office: Around, jane: Around) -> None:
    found = met(office, jane)
    with office.desk.write("Renewed the keys") as session:
        renew_own_keys(session)
        assert len(identities(session)) == 2
        assert read_out(session, found.id, SPOKE_TO).code


def test_a_new_data_key_takes_the_offices_code_along(office: Around, jane: Around) -> None:
    with jane.desk.read() as session:
        seal = sealer(session)
    made = jane.desk.new_data_key(PASSPHRASE, seal_for_office=seal, cost=CHEAP)
    with jane.desk.write("Kept the new code") as session:
        keep_sealed(session, request_text(jane.desk.folder))
    with office.desk.write("Read a code out") as session:
        found = read_request(session, brought(jane)[1].let_in, SPOKE_TO)
    assert found.code == made.office_code


def test_an_office_that_made_no_keys_reads_nothing_out(fresh: Laptops, jane: Around) -> None:
    with fresh("new office").desk.write("Read a code out") as session:
        with pytest.raises(NotALetInCode):
            read_request(session, request_text(jane.desk.folder), SPOKE_TO)
        with pytest.raises((NoKeysYet, NoOffice)):
            sealer(session)


def test_codes_of_the_office_have_the_form_of_recovery_codes() -> None:
    assert len(read_code(new_code())) == 20
