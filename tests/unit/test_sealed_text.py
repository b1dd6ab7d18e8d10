"""A sealed file as text: what mail programs do to it, and what is said when too much is gone."""

import quopri
import random
import re
import textwrap
import time
from collections.abc import Callable

import pytest

from desktop.exchange.sealed import armour, refusals
from desktop.exchange.sealed.armour import (
    CutOffText,
    MixedText,
    NoSealedText,
    TextTooLarge,
    TwoFilesInText,
    from_text,
    read_any,
    to_text,
)
from desktop.exchange.sealed.envelope import MOST_FILE
from desktop.exchange.sealed.signed import sign
from tests.unit.sealedfiles import new_desks, record, submission

DESKS = new_desks()
# No two are of one length, so the text ends with no, one and two signs of filling.
SEALED = [
    DESKS.sealed(submission(DESKS, record(note="x" * length)).to_body()) for length in range(4)
]
INVITATION = sign("invitation", DESKS.office.signing_seed, {"name": "Zoë" * 50})


def lines_changed(change: Callable[[str], str]) -> Callable[[str], str]:
    return lambda text: "\n".join(change(line) for line in text.split("\n"))


def wrapped_at(width: int, start: str = "") -> Callable[[str], str]:
    """As a mail program that wraps and quotes what it has wrapped before."""
    return lambda text: "\n".join(
        start + piece for line in text.split("\n") for piece in textwrap.wrap(line, width) or [""]
    )


def soft_breaks(text: str) -> str:
    """As a message's source has it: `=` written in digits, lines broken with one."""
    lines = text.replace("=", "=3D").split("\n")
    return "\r\n".join("=\r\n".join(re.findall("(?:=3D|[^=]){1,40}", line)) for line in lines)


def flowed(text: str) -> str:
    """As a mail program marks lines that go on: with a space at their ends."""
    return text.replace("\n", " \n")


def source(text: str) -> str:
    """As Python itself writes the source of a message."""
    return quopri.encodestring(flowed(text).encode()).decode()


HABITS: dict[str, Callable[[str], str]] = {
    "as it is": lambda text: text,
    "quoted": lines_changed(lambda line: f"> {line}"),
    "quoted twice": lines_changed(lambda line: f"> > {line}"),
    "quoted without a space": lines_changed(lambda line: f">>{line}"),
    "quoted with a stroke": lines_changed(lambda line: f" | {line}"),
    "quoted with initials": lines_changed(lambda line: f"JON> {line}"),
    "wrapped at 72": wrapped_at(72),
    "quoted, then wrapped at 40": wrapped_at(40, "> "),
    "wrapped, then quoted in part": lambda text: wrapped_at(50)(HABITS["quoted"](text)),
    "CRLF": lambda text: text.replace("\n", "\r\n"),
    "CR": lambda text: text.replace("\n", "\r"),
    "empty lines between": lambda text: text.replace("\n", "\n\n"),
    "indented": lines_changed(lambda line: f"\t    {line}   "),
    "one long line": lambda text: text.replace("\n", " "),
    "non-breaking spaces": lambda text: text.replace(" ", "\u00a0").replace("\n", "\u00a0\n"),
    "invisible signs": lambda text: "\ufeff" + text.replace("\n", "\u200b\n\u00ad"),
    "em dashes": lambda text: text.replace("-----", "—–"),
    "one em dash and a hyphen": lambda text: text.replace("-----", "——-"),
    "no dashes": lambda text: text.replace("-", ""),
    "soft hyphens for dashes": lambda text: text.replace("-", "\u2010"),
    "bold": lambda text: text.replace("-----", "*-----*"),
    "greeting and signature": lambda text: (
        f"Dear Jane,\n\nhere it is - all 12 of them.\n\n{text}\n-- \nJohn\nTel. 0116 496 0000\n"
        "------------\nThis e-mail may hold [confidential] matters…"
    ),
    "reply with the original below": lambda text: f"Thank you!\n\n{text}\n\n{text}",
    "reply that quotes it again": lambda text: f"{text}\n{HABITS['quoted'](text)}",
    "lines that go on": flowed,
    "source of a message": source,
    "source of a message in short lines": soft_breaks,
    "HTML": lambda text: (
        f"<html><p>{text.replace(chr(10), '<br>' + chr(10)).replace('=', '&#61;')}</p>"
    ),
    "HTML, quoted": lines_changed(lambda line: f"&gt;&nbsp;{line.replace('+', '&#43;')}<br/>"),
    "line above left out": lambda text: text[text.index("-----BEGIN") :],
    "HTML spaces at both ends": lambda text: f"\u2003\u00a0{text}\u3000",
    "gaps in the dashes' lines": lambda text: text.replace("AGE ENCRYPTED", "AGE\n> ENCRYPTED"),
}


@pytest.mark.parametrize("habit", HABITS)
@pytest.mark.parametrize("sealed", [*SEALED, INVITATION])
def test_what_mail_programs_do_is_forgiven(sealed: bytes, habit: str) -> None:
    assert from_text(HABITS[habit](to_text(sealed))) == sealed


@pytest.mark.parametrize("habit", HABITS)
def test_a_file_that_a_mail_program_saved_is_read_as_well(habit: str) -> None:
    text = HABITS[habit](to_text(SEALED[0]))
    for code in ("utf-8", "utf-8-sig", "utf-16"):
        assert read_any(text.encode(code)) == SEALED[0]
    assert (
        read_any(text.translate({0x200B: None, 0xFEFF: None}).encode("cp1252", "replace"))
        == (SEALED[0])
    )


def test_a_binary_file_is_taken_as_it_is() -> None:
    for blob in (*SEALED, INVITATION):
        assert read_any(blob) == blob


def test_text_has_lines_that_mail_programs_leave_alone() -> None:
    text = to_text(SEALED[0])
    assert max(map(len, text.splitlines()[1:])) <= 64
    assert len(text.splitlines()[0]) <= 78
    assert text.isascii()


def cut(start: float, end: float) -> str:
    text = to_text(SEALED[0])
    return text[int(start * len(text)) : int(end * len(text))]


@pytest.mark.parametrize(("start", "end"), [(0, 0.5), (0.5, 1), (0, 0.98), (0.15, 1)])
def test_a_text_without_its_first_or_last_dashes_is_cut_off(start: float, end: float) -> None:
    with pytest.raises(CutOffText) as caught:
        from_text(cut(start, end))
    assert caught.value.sentence == "The text is cut off."
    assert caught.value.next_step == "Copy it again, from the first dashes to the last."


def test_a_piece_out_of_the_middle_says_what_to_copy() -> None:
    with pytest.raises(NoSealedText) as caught:
        from_text(cut(0.3, 0.7))
    assert "from the first dashes to the last" in caught.value.next_step


def test_a_text_cut_in_the_middle_says_how_much_is_there() -> None:
    lines = to_text(SEALED[0]).splitlines()
    signs = len("".join(lines[3:-1]).rstrip("="))
    with pytest.raises(CutOffText) as caught:
        from_text("\n".join(lines[:8] + lines[12:]))
    assert (caught.value.there, caught.value.of) == (signs - 4 * 64, signs)
    assert f"{signs - 256:,} of its {signs:,} signs are here" in caught.value.sentence


def test_a_clipped_message_is_cut_off() -> None:
    lines = to_text(SEALED[0]).splitlines()
    for clipped in ("[Message clipped]", "[...]", "…", "[…] View entire message"):
        with pytest.raises(CutOffText):
            from_text("\n".join([*lines[2:8], clipped, *lines[9:]]))


def test_every_text_that_lost_a_piece_is_refused_here_or_by_opening() -> None:
    text = to_text(SEALED[0])
    first, last = text.index("-----BEGIN"), text.index("-----END")
    chance = random.Random(7)
    for _ in range(300):
        start = chance.randrange(first + 30, last - 10)
        length = chance.randrange(1, 200)
        lost = text[:start] + text[min(start + length, last - 1) :]
        with pytest.raises((CutOffText, MixedText)):
            from_text(lost)


def test_the_second_file_in_a_text_is_not_left_unsaid() -> None:
    both = to_text(SEALED[0]) + "\n" + to_text(SEALED[1])
    with pytest.raises(TwoFilesInText) as caught:
        from_text(both)
    assert "one at a time" in caught.value.next_step
    with pytest.raises(TwoFilesInText):
        from_text(to_text(SEALED[0]) + to_text(INVITATION))
    with pytest.raises(TwoFilesInText):
        from_text(to_text(SEALED[0]) * 100)


def test_a_file_pasted_into_the_middle_of_another_is_cut_off() -> None:
    text = to_text(SEALED[0])
    with pytest.raises(CutOffText):
        from_text(text[:400] + text + text[400:])


def test_the_number_of_another_message_does_not_count() -> None:
    above = to_text(SEALED[0]).splitlines()[0]
    text = to_text(SEALED[0])
    assert from_text("copy them all 99,999,999 signs\n" + text) == SEALED[0]
    assert from_text(text + "\n" + above.replace("all", "all 9")) == SEALED[0]


def test_words_between_the_dashes_are_shown() -> None:
    lines = to_text(SEALED[0]).splitlines()
    with pytest.raises(MixedText) as caught:
        from_text("\n".join([*lines[:6], "Sent from my phone: 10%", *lines[6:]]))
    assert "“:10%" in caught.value.sentence


@pytest.mark.parametrize(
    "text",
    ["", "Dear Jane", "-----", "-----BEGIN PGP MESSAGE-----\nabc\n-----END PGP MESSAGE-----"],
)
def test_a_text_without_a_file_says_what_to_copy(text: str) -> None:
    with pytest.raises(NoSealedText):
        from_text(text)
    with pytest.raises(NoSealedText):
        read_any(text.encode())


def test_dashes_around_nothing_or_around_something_else_are_cut_off() -> None:
    begin, end = "-----BEGIN AGE ENCRYPTED FILE-----", "-----END AGE ENCRYPTED FILE-----"
    for between in ("", "\n", "QUJD", "A", "x" * 1000):
        with pytest.raises(CutOffText):
            from_text(f"{begin}\n{between}\n{end}")
    with pytest.raises(CutOffText):
        from_text(to_text(INVITATION).replace("SCRUTINY DESK FILE", "AGE ENCRYPTED FILE"))


def test_a_picture_is_no_text() -> None:
    with pytest.raises(refusals.NotASealedFile):
        read_any(b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR")
    with pytest.raises(refusals.NotASealedFile):
        read_any(b"\xff\xfe\x00\xd8")
    with pytest.raises(refusals.TooLarge):
        read_any(bytes(MOST_FILE + 1))


def test_a_file_too_large_for_a_text_asks_for_the_file() -> None:
    with pytest.raises(TextTooLarge) as caught:
        to_text(SEALED[0] + bytes(armour.MOST_TEXT))
    assert "file" in caught.value.next_step
    with pytest.raises(TextTooLarge):
        from_text(" " * (armour.MOST_TEXT + 1))
    with pytest.raises(ValueError, match="neither"):
        to_text(b"something")


def test_the_largest_text_comes_back_however_it_was_quoted() -> None:
    large = SEALED[0] + bytes(armour.MOST_TEXT * 9 // 16 - 10_000)
    began = time.monotonic()
    assert from_text(HABITS["quoted"](to_text(large))) == large
    assert time.monotonic() - began < 10


@pytest.mark.parametrize(
    "piece",
    ["-", ">", "> ", "<", "<a", "BEGIN ", "END AGE ", "&", "=", "all 9", "A>", "AAAA>", "\n", "ÿ"],
)
def test_no_text_takes_long(piece: str) -> None:
    most = armour.MOST_TEXT // 4
    text = "-----BEGIN AGE ENCRYPTED FILE-----\n" + piece * (most // len(piece))
    for end in ("", "\n-----END AGE ENCRYPTED FILE-----"):
        began = time.monotonic()
        with pytest.raises(refusals.SealedFileError):
            from_text(text + end)
        assert time.monotonic() - began < 10
