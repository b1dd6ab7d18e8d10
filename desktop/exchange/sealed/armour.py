"""A sealed file as text, to paste into an e-mail or a web form and to paste back.

The text of an encrypted file is age's own armour, so that the public tool opens what stands between
the dashes. Mail programs quote, wrap, clip and prettify what they carry; all of that is forgiven as
long as every sign is still there.
"""

import re
from base64 import b64decode, b64encode
from dataclasses import dataclass

from desktop.exchange.sealed.envelope import MOST_FILE, is_sealed
from desktop.exchange.sealed.refusals import NotASealedFile, SealedFileError, TooLarge
from desktop.exchange.sealed.signed import is_signed

MOST_TEXT = 16 << 20
"""Letters of a pasted text: a mail program takes no more, and a file serves better."""

_ENCRYPTED, _SIGNED = "AGE ENCRYPTED FILE", "SCRUTINY DESK FILE"
_WIDTH = 64
_GAP = r"(?:[\s>|=]|=20){1,20}"
_LABELS = "|".join(_GAP.join(label.split()) for label in (_ENCRYPTED, _SIGNED))
# No dashes are asked for: mail programs make other strokes of them, or lines.
_MARKER = re.compile(rf"(BEGIN|END){_GAP}({_LABELS})")
_BEFORE = re.compile(r"all[\s>|]{1,20}([0-9][0-9,]{0,12})[\s>|]{1,20}signs")
_INVISIBLE = dict.fromkeys(map(ord, "\u00ad\u200b\u200c\u200d\u2060\ufeff"))
_DASHES = "?\ufffd-\u2010\u2011\u2012\u2013\u2014\u2015\u2212_*"
# What stands between the signs in a page's source; and a message's, as `=3D`, `=20`.
_WRITTEN = re.compile(r"<[^<>]{1,200}>|&(?:nbsp|gt|lt|#160|#61);|=[0-9A-Fa-f]{2}")
_SLASHED = {"&#43;": "+", "&#47;": "/"}
_QUOTED = re.compile(r"^[\s>|]*(?:[A-Za-z]{1,4}>[\s>|]*)*", re.MULTILINE)  # "> ", "JS> "
# What quoting and wrapping put between the signs; `=` is only ever filling or a soft break.
_LOOSE = re.compile(r"[\s>|=]+")
_STRANGE = re.compile(r"[^A-Za-z0-9+/]")
_MORE_THAN_ONE = 40


class NoSealedText(SealedFileError):
    """There is nothing of ours in the text."""

    def __init__(self) -> None:
        """Word the refusal."""
        super().__init__(
            "There is no text of a Scrutiny Desk file in this.",
            "Copy from the first dashes to the last, both lines of dashes included.",
        )


class CutOffText(SealedFileError):
    """Some of the text is missing; `there` of `of` signs came (0: not known)."""

    def __init__(self, there: int = 0, of: int = 0) -> None:
        """Word the refusal, with how much is there if that is known."""
        much = f": {there:,} of its {of:,} signs are here" if of else ""
        super().__init__(
            f"The text is cut off{much}.", "Copy it again, from the first dashes to the last."
        )
        self.there = there
        self.of = of


class MixedText(SealedFileError):
    """Something else stands between the dashes."""

    def __init__(self, strange: str) -> None:
        """Word the refusal and show the first of what does not belong."""
        super().__init__(
            f"Between the dashes stands something that does not belong there: “{strange}”.",
            "Copy the text again from the message that first brought it, "
            "or ask for it to be sent again as a file.",
        )


class TwoFilesInText(SealedFileError):
    """The text holds more than one file."""

    def __init__(self) -> None:
        """Word the refusal."""
        super().__init__(
            "There is more than one file in this text.",
            "Copy one at a time, each from its first dashes to its last.",
        )


class TextTooLarge(SealedFileError):
    """The text is longer than can be pasted."""

    def __init__(self) -> None:
        """Word the refusal."""
        super().__init__(
            "This is too long for a text to copy and paste.",
            "Use the file instead, or send fewer records at a time.",
        )


@dataclass(frozen=True, slots=True)
class _Block:
    """One pair of markers: what they call themselves, and the signs between them.

    `told` is how many there should be, 0 where the line above was not copied.
    """

    label: str
    signs: str
    told: int


def to_text(sealed: bytes) -> str:
    """Write a sealed or signed file as text with a line above it. TextTooLarge."""
    if not is_sealed(sealed) and not is_signed(sealed):
        raise ValueError("neither sealed nor signed")
    label = _ENCRYPTED if is_sealed(sealed) else _SIGNED
    signs = b64encode(sealed).decode()
    if len(signs) > MOST_TEXT * 3 // 4:
        raise TextTooLarge
    lines = [signs[start : start + _WIDTH] for start in range(0, len(signs), _WIDTH)]
    count = len(signs.rstrip("="))
    return "\n".join(
        [
            f"For Scrutiny Desk: copy from the first dashes to the last, all {count:,} signs.",
            "",
            f"-----BEGIN {label}-----",
            *lines,
            f"-----END {label}-----",
            "",
        ]
    )


def from_text(text: str) -> bytes:
    """Find the file in a text that somebody pasted.

    Raises NoSealedText, CutOffText, MixedText, TwoFilesInText or TextTooLarge. Whether the bytes
    are sound is found out by opening them.
    """
    if len(text) > MOST_TEXT:
        raise TextTooLarge
    return _decoded(_only_block(text.translate(_INVISIBLE)))


def read_any(data: bytes) -> bytes:
    """Give the file in the bytes of a chosen file: as it is, or as text that was saved.

    Raises TooLarge, NotASealedFile or what from_text does.
    """
    if len(data) > MOST_FILE:
        raise TooLarge
    if is_sealed(data) or is_signed(data):
        return data
    text = _as_text(data)
    if text is None:
        raise NotASealedFile
    return from_text(text)


def _only_block(text: str) -> _Block:
    """Give the one block there is. A reply may hold the same block twice; that is one file."""
    found: list[_Block] = []
    begun: re.Match[str] | None = None
    for count, marker in enumerate(_MARKER.finditer(text)):
        if count == _MORE_THAN_ONE:
            raise TwoFilesInText
        if marker.group(1) == "BEGIN":
            if begun is not None:
                raise CutOffText
            begun = marker
        elif begun is None:
            raise CutOffText
        else:
            label = " ".join(re.findall("[A-Z]+", marker.group(2)))
            told = [int(one.replace(",", "")) for one in _BEFORE.findall(text, 0, begun.start())]
            signs = _signs(text[begun.end() : marker.start()])
            found.append(_Block(label, signs, told[-1] if told else 0))
            begun = None
    if begun is not None:
        raise CutOffText
    if not found:
        raise NoSealedText
    if len({block.signs for block in found}) > 1:
        raise TwoFilesInText
    return found[0]


def _signs(between: str) -> str:
    """Leave out what mail programs put between the signs, and the dashes around them."""
    if "&#" in between:
        for written, sign in _SLASHED.items():
            between = between.replace(written, sign)
    between = _QUOTED.sub("", _WRITTEN.sub(" ", between))
    return _LOOSE.sub("", between).strip(_DASHES)


def _decoded(block: _Block) -> bytes:
    signs, told = block.signs, block.told
    if strange := _STRANGE.search(signs):
        if "…" in signs or "[" in signs:
            raise CutOffText  # "[Message clipped]", "[…]"
        shown = "".join(c for c in signs[strange.start() :][:20] if c.isprintable())
        raise MixedText(shown)
    if told and len(signs) < told:
        raise CutOffText(len(signs), told)
    if len(signs) % 4 == 1 or not signs:
        raise CutOffText
    data = b64decode(signs + "=" * (-len(signs) % 4))
    if not (is_sealed(data) if block.label == _ENCRYPTED else is_signed(data)):
        raise CutOffText
    return data


def _as_text(data: bytes) -> str | None:
    """Decode what a mail program or an editor saves: UTF-8, UTF-16 with its mark, or older."""
    utf_16 = data.startswith((b"\xff\xfe", b"\xfe\xff"))
    try:
        return data.decode("utf-16" if utf_16 else "utf-8")
    except UnicodeDecodeError:
        pass
    if utf_16 or b"\0" in data:
        return None
    return data.decode("cp1252", errors="replace")
