"""Sign-off: what a return says is frozen with a hash, and is read from there ever after.

A signed return is never changed. A correction is a signed return of its own, which names the one it
corrects and says what was wrong.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from desktop import clock
from desktop.errors import UserError
from desktop.formlib.model import Form
from desktop.returns.checking import can_be_explained, findings_of, key_of
from desktop.returns.checks import Finding
from desktop.returns.compiled import Compiled, Correction, SignOff
from desktop.returns.compiling import compile_return
from desktop.returns.freezing import compiled_from, hash_of, to_frozen
from desktop.returns.periods import Period
from desktop.returns.repeats import written_for
from desktop.returns.signed import signed_rows
from desktop.store.ids import new_id
from desktop.store.models import QuarterReturn


class NotReady(UserError):
    """Something stands between a return and its sign-off; `findings` say what."""

    def __init__(self, findings: Iterable[Finding]) -> None:
        """Name the first, and how many there are."""
        self.findings = tuple(findings)
        many = len(self.findings)
        start = "One thing stops" if many == 1 else f"{many} things stop"
        first = self.findings[0]
        super().__init__(f"{start} the sign-off.", f"{first.where}: {first.sentence}")


@dataclass(frozen=True, slots=True)
class SignedReturn:
    """A return as it was signed. `corrects` is the id of the one it corrects, if it does."""

    id: str
    compiled: Compiled
    hash: str
    corrects: str | None


def explain(session: Session, compiled: Compiled, finding: Finding, why: str, *, who: str) -> None:
    """Keep why a table or paragraph repeats an earlier one, so that it no longer stops sign-off.

    It holds for this finding as it is worded. Raises UserError without a reason, and for what
    cannot be explained: a sum is put right.
    """
    if not can_be_explained(finding):
        raise UserError("This cannot be explained away.", "Put the numbers right.")
    if not why.strip():
        raise UserError("Say why it is so.", "One line is enough.")
    row = _open(session, compiled.period)
    kept = {"sentence": finding.sentence, "why": why.strip(), "who": who}
    row.explanations = {**row.explanations, key_of(finding): kept}
    session.flush()


def sign(
    session: Session,
    forms: Mapping[str, Form],
    compiled: Compiled,
    *,
    by: str,
    role: str,
    how: str,
    on: date,
) -> SignedReturn:
    """Sign a return as it was compiled: `by` a name, `how` it was approved ("by e-mail").

    Raises NotReady while something stops it, and UserError where it is signed already, where the
    period has not ended, where records changed since it was compiled, and without name or role.
    """
    if signed_return(session, compiled.period) is not None:
        raise UserError(
            "This return is signed already, so it does not change.",
            "Write a correction: it is added to the return with its date.",
        )
    return _sign(session, forms, compiled, SignOff(by.strip(), role.strip(), how.strip(), on))


def correct(
    session: Session,
    forms: Mapping[str, Form],
    compiled: Compiled,
    text: str,
    *,
    by: str,
    role: str,
    how: str,
    on: date,
) -> SignedReturn:
    """Sign a return anew after it was signed; `text` says what was wrong.

    `compiled` is the period compiled as it is now. Raises as `sign` does, and UserError without a
    text or where nothing was signed.
    """
    before = signed_return(session, compiled.period)
    if before is None:
        raise UserError("This return is not signed yet.", "Change it, and then sign it.")
    if not text.strip():
        raise UserError("Say what was wrong.", "One line is enough; it is printed.")
    said = (*before.compiled.corrections, Correction(on, text.strip()))
    compiled = replace(compiled, corrections=said)
    sign_off = SignOff(by.strip(), role.strip(), how.strip(), on)
    return _sign(session, forms, compiled, sign_off, corrects=before.id)


def signed_return(session: Session, period: Period) -> SignedReturn | None:
    """Give the latest signed return of a period; None where none was signed.

    Raises UserError where what was frozen is not what was signed, or cannot be read.
    """
    row = session.scalars(signed_rows(period).limit(1)).first()
    return _read(row) if row is not None else None


def every_signed(session: Session, period: Period) -> tuple[SignedReturn, ...]:
    """Give all signed returns of a period, the latest first. Raises as `signed_return` does."""
    return tuple(_read(row) for row in session.scalars(signed_rows(period)))


def current_return(
    session: Session, forms: Mapping[str, Form], period: Period, *, on: date | None = None
) -> Compiled:
    """Give a period's return as reports print it: as signed where it was, else compiled now."""
    signed = signed_return(session, period)
    return signed.compiled if signed is not None else compile_return(session, forms, period, on=on)


def _sign(
    session: Session,
    forms: Mapping[str, Form],
    compiled: Compiled,
    sign_off: SignOff,
    corrects: str | None = None,
) -> SignedReturn:
    if not (sign_off.by and sign_off.role and sign_off.how):
        raise UserError(
            "Say who signs.", "Enter a name, a role and how it was approved, such as by e-mail."
        )
    if sign_off.on < compiled.period.end:
        raise UserError(
            "This period has not ended yet.", "Sign the return when its last day has passed."
        )
    if _said(compile_return(session, forms, compiled.period, on=sign_off.on)) != _said(compiled):
        raise UserError(
            "Something changed since this return was put together.",
            "Look at it again, and then sign it.",
        )
    findings = findings_of(session, forms, compiled)
    if stops := [one for one in findings if one.blocks]:
        raise NotReady(stops)
    whole = replace(compiled, findings=findings, sign_off=sign_off)
    row = _open(session, compiled.period)
    row.frozen = {**to_frozen(whole), "written": _written(session, compiled)}
    row.hash = hash_of(row.frozen)
    row.signed_by, row.how = f"{sign_off.by}, {sign_off.role}", sign_off.how
    row.signed_on, row.signed_at = sign_off.on, clock.now()
    row.corrects = corrects
    row.correction = whole.corrections[-1].text if corrects else ""
    session.flush()
    return _read(row)


def _said(compiled: Compiled) -> tuple[object, ...]:
    """Give what the reader of a return has read of it, whatever the day."""
    return (
        compiled.sections,
        compiled.paragraphs,
        compiled.asks,
        compiled.story,
        compiled.ratings,
        compiled.themes,
        compiled.entered_list,
    )


def _written(session: Session, compiled: Compiled) -> list[dict[str, str]]:
    """Give what people typed, so that later returns can be compared with it."""
    return [{"where": one.where, "text": one.text} for one in written_for(session, compiled)]


def _open(session: Session, period: Period) -> QuarterReturn:
    """Give the return of a period that is being prepared, a new one where there is none."""
    table = QuarterReturn
    query = select(table).where(
        table.start == period.start,
        table.end == period.end,
        table.kind == period.kind,
        table.signed_on.is_(None),
    )
    row = session.scalars(query.order_by(table.opened_at)).first()
    if row is None:
        row = QuarterReturn(
            id=new_id(), kind=period.kind.value, start=period.start, end=period.end, explanations={}
        )
        session.add(row)
    return row


def _read(row: QuarterReturn) -> SignedReturn:
    frozen = row.frozen or {}
    if row.hash != hash_of(frozen):
        raise UserError(
            "The signed return of this period is not what was signed.",
            "Restore a backup from before it was changed.",
        )
    try:
        compiled = compiled_from(frozen)
    except ValueError:
        raise UserError(
            "The signed return of this period cannot be read by this version of the program.",
            "Bring the program up to date and try again.",
        ) from None
    return SignedReturn(row.id, compiled, str(row.hash), row.corrects)
