"""Readers of sealed files against chance: a sentence for everything, never another exception."""

import contextlib
import json
import subprocess
import sys
import zlib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.exchange.sealed.armour import from_text, read_any, to_text
from desktop.exchange.sealed.deciding import decide
from desktop.exchange.sealed.envelope import MOST_PLAIN
from desktop.exchange.sealed.payload import Enrolment, Invitation, Receipt, Submission
from desktop.exchange.sealed.refusals import SealedFileError
from desktop.exchange.sealed.signed import read_signed, sign
from desktop.exchange.sealed.strict import MOST_PARTS
from tests.unit.sealedfiles import (
    decrypted,
    encrypted,
    invitation,
    new_desks,
    opened,
    receipt,
    signed_by_hand,
    submission,
    wrapped,
    zeros_packed,
)

DESKS = new_desks()
SEALED = DESKS.sealed(submission(DESKS).to_body())
PACKED = decrypted(SEALED, DESKS.office)
PLAIN = zlib.decompress(PACKED)
TEXT = to_text(SEALED)
SIGNED = sign("invitation", DESKS.office.signing_seed, invitation(DESKS).to_body())
BODIES = [submission(DESKS).to_body(), receipt(DESKS).to_body(), invitation(DESKS).to_body()]
READERS: list[Callable[[object], object]] = [
    Submission.from_body,
    Receipt.from_body,
    Invitation.from_body,
    Enrolment.from_body,
]

ANYTHING = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats(allow_nan=False)
    | st.text()
    | st.sampled_from(["..", "a" * 64, "2025-01-01T00:00:00+00:00", DESKS.office.recipient]),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    max_leaves=10,
)


@st.composite
def spoiled(draw: st.DrawFn, whole: bytes) -> bytes:
    """Bytes of ours of which a piece was changed, lost, doubled or put elsewhere."""
    start = draw(st.integers(0, len(whole)))
    end = draw(st.integers(start, min(len(whole), start + 200)))
    put = draw(st.binary(max_size=20) | st.just(whole[start:end] * 2) | st.just(b"\n"))
    cut = draw(st.integers(0, len(whole)) | st.just(len(whole)))
    return (whole[:start] + put + whole[end:])[:cut]


@st.composite
def altered(draw: st.DrawFn) -> dict[str, Any]:
    """A body in which one value, anywhere, is something else."""
    body: dict[str, Any] = json.loads(json.dumps(draw(st.sampled_from(BODIES))))
    at: Any = body
    while True:
        keys = list(at) if isinstance(at, dict) else list(range(len(at)))
        key = draw(st.sampled_from(keys))
        inner = at[key]
        if isinstance(inner, dict | list) and inner and draw(st.booleans()):
            at = inner
            continue
        if isinstance(at, dict) and draw(st.booleans()):
            del at[key]
        else:
            at[key] = draw(ANYTHING)
        return body


def opens_or_says_why(blob: bytes) -> bool:
    try:
        opened(blob, DESKS.office)
    except SealedFileError:
        return False
    return True


@given(st.binary(max_size=400) | spoiled(SEALED))
def test_no_file_does_more_than_be_refused(blob: bytes) -> None:
    assert opens_or_says_why(blob) == (blob == SEALED)


@given(st.binary(max_size=400).map(lambda body: b"age-encryption.org/v1\n-> " + body))
def test_no_header_does_more_than_be_refused(blob: bytes) -> None:
    assert not opens_or_says_why(blob)


@given(st.binary(max_size=200) | spoiled(PACKED))
def test_nothing_packed_in_a_file_does_more(packed: bytes) -> None:
    assert opens_or_says_why(encrypted(packed, DESKS.office)) == (packed == PACKED)


@given(st.binary(max_size=200) | spoiled(PLAIN))
def test_nothing_signed_in_a_file_does_more(plain: bytes) -> None:
    assert opens_or_says_why(wrapped(plain, DESKS.office)) == (plain == PLAIN)


@given(st.binary(max_size=200) | spoiled(PLAIN.split(b"\n", 4)[4]) | ANYTHING.map(json.dumps))
def test_nothing_that_a_laptop_signs_does_more(text: bytes | str) -> None:
    said = text if isinstance(text, bytes) else text.encode()
    opens_or_says_why(wrapped(signed_by_hand(said, DESKS), DESKS.office))


@given(st.binary(max_size=400) | spoiled(SIGNED))
def test_no_signed_text_does_more_than_be_refused(blob: bytes) -> None:
    try:
        found = read_signed("invitation", blob, most=1 << 20)
    except SealedFileError:
        assert blob != SIGNED
    else:
        assert blob == SIGNED
        assert found.signer == DESKS.office.verify_key


PIECES = st.sampled_from(
    [
        *("-----BEGIN AGE ENCRYPTED FILE-----", "-----END AGE ENCRYPTED FILE-----"),
        *(
            "BEGIN SCRUTINY DESK FILE",
            "END\u00a0SCRUTINY\n> DESK FILE",
            "\n",
            "> ",
            "—",
            "=",
            "=3D",
        ),
        *("all 12 signs", "all 9,999 signs", "<br>", "&nbsp;", "&#43;", "AGE", "QUJD", "🙂", "\0"),
        *(TEXT, TEXT[:300], TEXT[300:]),
    ]
)


@given(st.text() | st.lists(PIECES | st.text(max_size=5), max_size=12).map("".join))
def test_no_pasted_text_does_more_than_be_refused(text: str) -> None:
    with contextlib.suppress(SealedFileError):
        # What is found begins as a file of ours does; opening finds out the rest.
        assert from_text(text).startswith((b"age-encryption.org/", b"SCRUTINY-DESK "))


@given(st.binary(max_size=300) | spoiled(TEXT.encode()) | spoiled(TEXT.encode("utf-16")))
def test_no_chosen_file_does_more_than_be_refused(data: bytes) -> None:
    with contextlib.suppress(SealedFileError):
        opens_or_says_why(read_any(data))


@given(st.sampled_from(READERS), altered() | ANYTHING)
def test_no_body_does_more_than_be_refused(reader: Callable[[object], Any], body: object) -> None:
    try:
        found = reader(body)
    except SealedFileError:
        return
    # What is taken can be sent on and taken again.
    assert reader(json.loads(json.dumps(found.to_body()))) == found


@given(altered())
def test_what_was_read_can_be_decided_on(body: dict[str, Any]) -> None:
    with contextlib.suppress(SealedFileError):
        for one in Submission.from_body(body).records:
            assert decide(None, one) == "insert"


HOSTILE: dict[str, Callable[[], bytes]] = {
    "zeros": lambda: encrypted(zeros_packed(10 << 30), DESKS.office),
    "keys": lambda: filled(",".join(f'"{number:06d}":1' for number in range(MOST_PARTS - 10))),
    "wide signs": lambda: filled('"a":"🙂' + "x" * (MOST_PLAIN - 1000) + '"'),
}

CHILD = """
import sys
from desktop.exchange.sealed.envelope import SealedFileError, open_sealed
try:
    open_sealed(sys.stdin.buffer.read(), sys.argv[1], kinds=("submission",))
except SealedFileError as refusal:
    status = open("/proc/self/status").read().split()
    print(type(refusal).__name__, int(status[status.index("VmHWM:") + 1]) // 1024)
"""


def filled(text: str) -> bytes:
    return wrapped(signed_by_hand(f"{{{text}}}".encode(), DESKS), DESKS.office)


@pytest.mark.slow
@pytest.mark.skipif(sys.platform != "linux", reason="only Linux tells the most that was taken")
@pytest.mark.parametrize("name", HOSTILE)
def test_no_file_takes_more_memory_than_a_small_laptop_has(name: str, tmp_path: Path) -> None:
    blob = tmp_path / "blob"
    blob.write_bytes(HOSTILE[name]())
    with blob.open("rb") as file:
        ended = subprocess.run(
            [sys.executable, "-c", CHILD, DESKS.office.age_identity],
            stdin=file,
            cwd=Path(__file__).parents[2],
            capture_output=True,
            text=True,
            check=True,
        )
    refusal, megabytes = ended.stdout.split()
    assert refusal in ("TooLarge", "Damaged", "WrongContent")
    assert 10 < int(megabytes) < 700
