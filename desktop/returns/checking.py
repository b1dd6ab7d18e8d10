"""What to look at before a return is sent: every check on one compiled return, in one list.

Sums that do not add up, tables that repeat a signed return's and typed paragraphs that repeat
earlier ones stop sign-off. An explanation lifts the last two, never a sum. All else is to be read.
"""

from collections.abc import Iterator, Mapping
from dataclasses import replace

from sqlalchemy.orm import Session

from desktop.formlib.model import Form
from desktop.returns.checks import Finding
from desktop.returns.compiled import Compiled
from desktop.returns.loose_ends import loose_ends
from desktop.returns.past import periods_before
from desktop.returns.repeats import repeats
from desktop.returns.signed import Earlier, earlier_returns, explanations_of
from desktop.returns.sums import wrong_sums


def findings_of(
    session: Session, forms: Mapping[str, Form], compiled: Compiled, signed: Earlier | None = None
) -> tuple[Finding, ...]:
    """Give all there is to put right, explain or know about a return, what stops it first.

    `signed` are the earlier returns, where they have been read already.
    """
    period = compiled.period
    earlier = signed or earlier_returns(session, period, periods_before(period))
    found = (
        *_sums(forms, compiled),
        *repeats(session, compiled, earlier),
        *_doubtful(earlier),
        *loose_ends(session, forms, compiled),
    )
    why = explanations_of(session, compiled.period)
    return tuple(sorted((_lifted(one, why) for one in found), key=lambda one: not one.blocks))


def key_of(finding: Finding) -> str:
    """Give the name under which an explanation of a finding is kept with its return."""
    return f"{finding.check} · {finding.where}"


def can_be_explained(finding: Finding) -> bool:
    """Say whether an explanation lifts a finding: it stops sign-off and is no sum."""
    return finding.blocks and finding.check != "sums"


def _lifted(finding: Finding, explanations: Mapping[str, object]) -> Finding:
    """Let an explanation lift what it was given for; another sentence needs another one."""
    kept = explanations.get(key_of(finding))
    if not isinstance(kept, dict) or kept.get("sentence") != finding.sentence:
        return finding
    if not can_be_explained(finding):
        return finding
    sentence = f"{finding.sentence} Explained: {kept.get('why')}"
    return replace(finding, sentence=sentence, blocks=False)


def _doubtful(earlier: Earlier) -> Iterator[Finding]:
    for label in earlier.doubtful:
        yield Finding(
            "signed",
            f"Signed return of {label}",
            "It is not what was signed, so its figures are counted anew. Restore a backup from "
            "before it was changed.",
        )


def _sums(forms: Mapping[str, Form], compiled: Compiled) -> Iterator[Finding]:
    for section in compiled.sections:
        if section.form in forms:
            yield from wrong_sums(section, forms[section.form])
