"""Sealed files: what is refused, each for its own reason, and who can open one."""

import base64
import random
import re
import shutil
import subprocess
import time
import zlib
from pathlib import Path

import pytest

from desktop.exchange.sealed import envelope, refusals, strict
from desktop.exchange.sealed.armour import from_text, to_text
from desktop.exchange.sealed.envelope import open_sealed, seal
from desktop.exchange.sealed.keys import new_keys, new_signing_key, verify_key_of
from desktop.exchange.sealed.signed import kind_of, read_signed, sign
from tests.unit.sealedfiles import (
    KINDS,
    Desks,
    decrypted,
    encrypted,
    new_desks,
    opened,
    signed_by_hand,
    submission,
    wrapped,
    zeros_packed,
)

V1 = b"age-encryption.org/v1\n"
MAC = b"--- " + b"A" * 43 + b"\n"


@pytest.fixture(scope="module")
def desks() -> Desks:
    return new_desks()


@pytest.fixture(scope="module")
def sealed(desks: Desks) -> bytes:
    return desks.sealed(submission(desks).to_body())


def refused(blob: bytes, desks: Desks) -> type[refusals.SealedFileError]:
    with pytest.raises(refusals.SealedFileError) as caught:
        opened(blob, desks.office)
    assert caught.value.sentence
    assert caught.value.next_step
    return caught.type


def test_office_and_deputy_open_what_the_laptop_sealed(desks: Desks, sealed: bytes) -> None:
    for keys in (desks.office, desks.deputy):
        found = opened(sealed, keys)
        assert found.kind == "submission"
        assert found.signer == desks.laptop.verify_key
        assert found.body.pop("to") == sorted([desks.office.recipient, desks.deputy.recipient])
        assert found.body == submission(desks).to_body()


def test_one_recipient_named_twice_is_one(desks: Desks) -> None:
    twice = [desks.office.recipient] * 2
    blob = seal("receipt", {}, signing_seed=desks.laptop.signing_seed, recipients=twice)
    assert opened(blob, desks.office).body["to"] == [desks.office.recipient]


def test_the_most_recipients_still_make_a_header_that_is_read(desks: Desks) -> None:
    most = [new_keys() for _ in range(envelope.MOST_RECIPIENTS)]
    seed = desks.laptop.signing_seed
    for _ in range(20):  # the library puts grease of any length into a header
        blob = seal("receipt", {}, signing_seed=seed, recipients=[one.recipient for one in most])
        assert opened(blob, most[-1]).kind == "receipt"
    with pytest.raises(ValueError, match="recipients"):
        seal("receipt", {}, signing_seed=seed, recipients=[])
    with pytest.raises(ValueError, match="recipients"):
        seal(
            "receipt",
            {},
            signing_seed=seed,
            recipients=[new_keys().recipient for _ in range(envelope.MOST_RECIPIENTS + 1)],
        )


def test_nothing_of_the_records_can_be_read_in_the_file(desks: Desks) -> None:
    body = submission(desks).to_body() | {"note": "needle in a haystack"}
    blob = desks.sealed(body)
    assert b"needle in a haystack" in zlib.decompress(decrypted(blob, desks.office))
    assert b"needle" not in blob
    assert desks.laptop.verify_key.hex().encode() not in blob


def test_the_public_tool_opens_the_file_and_the_text(
    desks: Desks, sealed: bytes, tmp_path: Path
) -> None:
    tool = shutil.which("age")
    assert tool is not None, "python3 packaging/syscheck.py --tests says how to install age"
    key = tmp_path / "office.key"
    key.write_text(desks.office.age_identity + "\n")
    text = to_text(sealed)
    from_first_to_last_dashes = text[text.index("-----BEGIN") :]
    for content in (sealed, from_first_to_last_dashes.encode()):
        ended = subprocess.run(
            [tool, "--decrypt", "--identity", key], input=content, capture_output=True, check=True
        )
        plain = zlib.decompress(ended.stdout)
        assert read_signed("submission", plain, most=len(plain)).signer == desks.laptop.verify_key


def test_what_the_public_tool_sealed_is_opened(desks: Desks, sealed: bytes) -> None:
    tool = shutil.which("age")
    assert tool is not None, "python3 packaging/syscheck.py --tests says how to install age"
    packed = decrypted(sealed, desks.office)
    command = [tool, "--encrypt", "--armor", "--recipient", desks.deputy.recipient]
    ended = subprocess.run(command, input=packed, capture_output=True, check=True)
    found = opened(from_text(ended.stdout.decode()), desks.deputy)
    assert found.signer == desks.laptop.verify_key


def test_a_file_cut_anywhere_is_refused(desks: Desks, sealed: bytes) -> None:
    seen = {refused(sealed[:end], desks) for end in range(0, len(sealed), 97)}
    assert seen == {refusals.NotASealedFile, refusals.CutOff, refusals.Damaged}
    assert refused(sealed[:1], desks) is refusals.CutOff
    assert refused(b"", desks) is refusals.NotASealedFile
    header_ends = sealed.index(b"\n--- ") + 49
    for end in (1, 10, 30, header_ends - 1, header_ends, header_ends + 31):
        assert refused(sealed[:end], desks) is refusals.CutOff
    assert refused(sealed[:-1], desks) is refusals.Damaged
    assert "cut off" in refusals.Damaged().sentence


def test_a_file_with_one_bit_changed_is_refused(desks: Desks, sealed: bytes) -> None:
    chance = random.Random(3)
    for _ in range(300):
        changed = bytearray(sealed)
        changed[chance.randrange(len(changed))] ^= 1 << chance.randrange(8)
        refused(bytes(changed), desks)


def test_a_header_whose_end_was_damaged_is_not_called_cut_off(desks: Desks, sealed: bytes) -> None:
    assert refused(sealed.replace(b"\n--- ", b"\n-+- ", 1), desks) is refusals.Damaged


def test_a_file_with_something_behind_it_is_refused(desks: Desks, sealed: bytes) -> None:
    assert refused(sealed + b"x", desks) is refusals.Damaged
    inner = decrypted(sealed, desks.office)
    assert refused(encrypted(inner + b"x", desks.office), desks) is refusals.Damaged
    assert refused(encrypted(inner[:-1], desks.office), desks) is refusals.Damaged


def test_another_office_is_told_that_it_is_not_meant(desks: Desks, sealed: bytes) -> None:
    with pytest.raises(refusals.NotForUs):
        opened(sealed, desks.other)


def test_a_file_passed_on_to_another_office_is_refused(desks: Desks, sealed: bytes) -> None:
    passed_on = encrypted(decrypted(sealed, desks.office), desks.other)
    with pytest.raises(refusals.Forwarded):
        opened(passed_on, desks.other)


def test_a_file_of_another_kind_says_what_it_is(desks: Desks) -> None:
    blob = desks.sealed({}, "receipt")
    with pytest.raises(refusals.WrongKind) as caught:
        open_sealed(blob, desks.office.age_identity, kinds=("submission",))
    assert caught.value.kind == "receipt"
    assert "answer" in caught.value.sentence


def test_a_kind_that_nobody_knows_is_refused(desks: Desks) -> None:
    plain = sign("receipt", desks.laptop.signing_seed, {})
    unknown = wrapped(plain.replace(b"receipt", b"novelty", 1), desks.office)
    assert refused(unknown, desks) is refusals.WrongKind
    with pytest.raises(refusals.WrongKind) as caught:
        open_sealed(unknown, desks.office.age_identity, kinds=("novelty",))
    assert "does not know" in caught.value.sentence


def test_a_signature_of_one_kind_does_not_serve_for_another(desks: Desks) -> None:
    plain = sign("receipt", desks.laptop.signing_seed, {"to": [desks.office.recipient]})
    turned = plain.replace(b"\nreceipt\n", b"\nsubmission\n", 1)
    assert refused(wrapped(turned, desks.office), desks) is refusals.Altered


def test_a_newer_version_asks_for_the_newest_program(desks: Desks, sealed: bytes) -> None:
    plain = zlib.decompress(decrypted(sealed, desks.office))
    for version in (b"2", b"10", b"999"):
        newer = plain.replace(b"DESK 1\n", b"DESK " + version + b"\n", 1)
        assert refused(wrapped(newer, desks.office), desks) is refusals.NewerFile
    assert refused(sealed.replace(b"/v1\n", b"/v2\n", 1), desks) is refusals.NewerFile


@pytest.mark.parametrize("version", [b"0", b"", b"-1", b"1 ", b"9" * 50, b"9" * 5000, "²".encode()])
def test_a_version_that_never_was_is_damage(desks: Desks, sealed: bytes, version: bytes) -> None:
    plain = zlib.decompress(decrypted(sealed, desks.office))
    strange = plain.replace(b"DESK 1\n", b"DESK " + version + b"\n", 1)
    assert refused(wrapped(strange, desks.office), desks) is refusals.Damaged


def test_text_that_was_changed_inside_is_refused(desks: Desks, sealed: bytes) -> None:
    plain = zlib.decompress(decrypted(sealed, desks.office))
    changed = plain.replace(b"It was cold", b"It was warm")
    assert changed != plain
    assert refused(wrapped(changed, desks.office), desks) is refusals.Altered


def test_text_that_somebody_else_signed_again_says_who_did(desks: Desks, sealed: bytes) -> None:
    body = opened(sealed, desks.office).body
    again = sign("submission", desks.other.signing_seed, body)
    assert opened(wrapped(again, desks.office), desks.office).signer == desks.other.verify_key
    claimed = again.replace(
        desks.other.verify_key.hex().encode(), desks.laptop.verify_key.hex().encode(), 1
    )
    assert refused(wrapped(claimed, desks.office), desks) is refusals.Altered


def test_a_key_that_signs_everything_signs_nothing(desks: Desks) -> None:
    # With a key of small order, one signature would fit any text.
    plain = sign("receipt", desks.laptop.signing_seed, {"to": [desks.office.recipient]})
    head, kind, _, _, text = plain.split(b"\n", 4)
    for key in (bytes(32), bytes([1]) + bytes(31)):
        signature = key + bytes(32)
        forged = b"\n".join((head, kind, key.hex().encode(), signature.hex().encode(), text))
        assert refused(wrapped(forged, desks.office), desks) is refusals.Altered


@pytest.mark.parametrize(
    ("text", "why"),
    [
        (b'{"a":1,"a":2}', "twice"),
        (b'{"b":{"\\u0061":1,"a":2}}', "twice"),
        (b'{"a":NaN}', "no number"),
        (b'{"a":-Infinity}', "no number"),
        (b'{"a":1e999}', "too large"),
        (b'{"a":1' + b"0" * 5000 + b"}", "too large"),
        (b'{"a":1.' + b"0" * 5000 + b"}", "too large"),
        (b'{"a":9007199254740993}', "too large"),
        (b'{"a":"\\ud800"}', "half of a sign"),
        (b'{"\\uDC00":1}', "half of a sign"),
        (b'{"a":' + b"[" * 30 + b"]" * 30 + b"}", "nested"),
        (b'{"a":' + b"[" * 200_000 + b"]" * 200_000 + b"}", "nested"),
        (b'{"a":' * 100_000 + b"1" + b"}" * 100_000, "nested"),
        (b'["a"]', "not an object"),
        (b"null", "not an object"),
        (b"", "Expecting"),
        (b"\xff", "utf-8"),
        (b"\xef\xbb\xbf{}", "BOM"),
        (b"{} {}", "Extra data"),
    ],
)
def test_text_that_is_not_clear_json_is_refused(desks: Desks, text: bytes, why: str) -> None:
    plain = signed_by_hand(text, desks)
    with pytest.raises(refusals.WrongContent) as caught:
        opened(wrapped(plain, desks.office), desks.office)
    assert why in caught.value.detail


def test_whole_pairs_of_signs_and_written_strokes_are_no_halves(desks: Desks) -> None:
    text = rb'{"a":"\ud83d\ude42","b":"\\ud800"}'.replace(
        b"}", b',"to":["' + desks.office.recipient.encode() + b'"]}'
    )
    found = opened(wrapped(signed_by_hand(text, desks), desks.office), desks.office).body
    assert (found["a"], found["b"]) == ("🙂", r"\ud800")


@pytest.mark.parametrize("to", ['"all"', "[]", "null", "[1]", '{"a":1}'])
def test_a_file_that_names_no_recipient_is_refused(desks: Desks, to: str) -> None:
    plain = signed_by_hand(f'{{"to":{to}}}'.encode(), desks)
    assert refused(wrapped(plain, desks.office), desks) in (
        refusals.Forwarded,
        refusals.WrongContent,
    )


def test_more_parts_than_memory_allows_are_refused(
    desks: Desks, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(strict, "MOST_PARTS", 100)
    body = {"a": [0] * 200}
    plain = sign("submission", desks.laptop.signing_seed, body)
    assert refused(wrapped(plain, desks.office), desks) is refusals.TooLarge
    with pytest.raises(refusals.TooMuch):
        desks.sealed(body)


def test_what_is_too_much_for_a_file_is_not_sealed(
    desks: Desks, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(envelope, "MOST_FILE", 1000)
    noise = base64.b64encode(random.Random(1).randbytes(1000)).decode()
    with pytest.raises(refusals.TooMuch) as caught:
        desks.sealed({"a": noise})
    assert "fewer" in caught.value.next_step
    monkeypatch.setattr(envelope, "MOST_PLAIN", 1000)
    with pytest.raises(refusals.TooMuch):
        desks.sealed({"a": "a" * 1000})


def test_what_nobody_could_read_again_is_not_sealed(desks: Desks) -> None:
    with pytest.raises(refusals.WrongContent):
        desks.sealed({"a": 2**60})
    with pytest.raises(refusals.WrongContent):
        desks.sealed({"a": float("nan")})


def test_ten_gigabytes_of_zeros_are_refused_at_once(desks: Desks) -> None:
    bomb = encrypted(zeros_packed(10 << 30), desks.office)
    assert len(bomb) < envelope.MOST_FILE
    began = time.monotonic()
    assert refused(bomb, desks) is refusals.TooLarge
    assert time.monotonic() - began < 10


def test_a_file_larger_than_any_is_refused_unread(desks: Desks) -> None:
    assert refused(V1 + bytes(envelope.MOST_FILE), desks) is refusals.TooLarge


@pytest.mark.parametrize(
    "header",
    [
        pytest.param(b"-> X25519 " + b"A" * 43 + b"\n" + b"A" * 43 + b"\n", id="stanzas"),
        pytest.param(b"-> a\n\n", id="short stanzas"),
        pytest.param(b"A" * 64 + b"\n", id="one long stanza"),
        pytest.param(b"-> " + b"a " * 9 + b"a\n\n", id="many words"),
        pytest.param(b"-", id="dashes"),
    ],
)
def test_a_header_without_end_costs_no_time(desks: Desks, header: bytes) -> None:
    # The library alone takes minutes over one of 400 kB.
    for blob in (
        V1 + header * 100_000 + MAC + bytes(100),
        V1 + b"-> a\n" + header * 100_000,
        V1 + b"-> a\n" + header * (8_000 // len(header)) + b"\n" + MAC + bytes(100),
    ):
        began = time.monotonic()
        refused(blob, desks)
        assert time.monotonic() - began < 5


def test_every_age_file_goes_past_the_check_of_its_header() -> None:
    program = Path(envelope.__file__).parents[2]
    opening = [
        path.name
        for path in program.rglob("*.py")
        if re.search(r"pyrage\.decrypt|from pyrage", path.read_text("utf-8"))
    ]
    assert opening == ["envelope.py"]


def test_a_passphrase_of_absurd_work_is_never_tried(desks: Desks) -> None:
    for work in (b"18", b"63", b"4294967295"):
        stanza = b"-> scrypt " + b"A" * 22 + b" " + work + b"\n" + b"A" * 43 + b"\n"
        began = time.monotonic()
        assert refused(V1 + stanza + MAC + bytes(100), desks) is refusals.LockedOtherwise
        assert time.monotonic() - began < 1


@pytest.mark.parametrize(
    "blob",
    [b"PK\x03\x04", b"%PDF-1.7", b"\xff\xd8\xff", b"age", b"{}", b"SCRUTINY", bytes(1000)],
)
def test_anything_else_is_not_ours(desks: Desks, blob: bytes) -> None:
    expected = refusals.CutOff if V1.startswith(blob) else refusals.NotASealedFile
    assert refused(blob, desks) is expected


def test_each_refusal_has_a_sentence_of_its_own() -> None:
    one_of_each = [
        refusals.NotASealedFile(),
        refusals.CutOff(),
        refusals.NotForUs(),
        refusals.LockedOtherwise(),
        refusals.Damaged(),
        refusals.Altered(),
        refusals.TooLarge(),
        refusals.TooMuch(),
        refusals.NewerFile(),
        refusals.Forwarded(),
        refusals.WrongContent("x"),
        *(refusals.WrongKind(kind) for kind in ("invitation", "submission", "receipt", "novelty")),
    ]
    assert len({one.sentence for one in one_of_each}) == len(one_of_each)
    for one in one_of_each:
        assert one.sentence.endswith(".")
        assert one.next_step.endswith(".")


def test_a_signed_text_is_read_by_whoever_gets_it(desks: Desks) -> None:
    blob = sign("invitation", desks.office.signing_seed, {"name": "Zoë"})
    assert kind_of(blob) == "invitation"
    found = read_signed("invitation", blob, most=1000)
    assert (found.signer, found.body) == (desks.office.verify_key, {"name": "Zoë"})
    with pytest.raises(refusals.TooLarge):
        read_signed("invitation", blob, most=len(blob) - 1)
    with pytest.raises(refusals.WrongKind):
        read_signed("receipt", blob, most=1000)


def test_a_signed_text_cut_or_changed_anywhere_is_refused(desks: Desks) -> None:
    blob = sign("invitation", desks.office.signing_seed, {"name": "Zoë"})
    for end in range(len(blob)):
        with pytest.raises(refusals.SealedFileError) as caught:
            read_signed("invitation", blob[:end], most=1000)
        if 0 < end < blob.index(b"{"):
            assert caught.type is refusals.CutOff, end
    for place in range(len(blob)):
        for bit in range(8):
            changed = bytearray(blob)
            changed[place] ^= 1 << bit
            with pytest.raises(refusals.SealedFileError):
                read_signed("invitation", bytes(changed), most=1000)


def test_a_header_of_capital_letters_is_not_another_spelling(desks: Desks) -> None:
    blob = sign("invitation", desks.office.signing_seed, {})
    key = desks.office.verify_key.hex().encode()
    with pytest.raises(refusals.Damaged):
        read_signed("invitation", blob.replace(key, key.upper()), most=1000)


def test_keys_keep_their_secrets_out_of_sight() -> None:
    keys = new_keys()
    shown = f"{keys!r} {keys}"
    assert keys.age_identity not in shown
    assert repr(keys.signing_seed) not in shown
    assert keys.recipient in shown
    assert verify_key_of(keys.signing_seed) == keys.verify_key
    assert new_signing_key() != new_signing_key()
    assert len(set(KINDS)) == 2
