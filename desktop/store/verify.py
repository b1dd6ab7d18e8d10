"""Is everything in order? The database, its audit and its backups, checked and told in words."""

from collections.abc import Iterable
from contextlib import closing
from dataclasses import dataclass

from desktop.store import audit, chain
from desktop.store.audit import Head
from desktop.store.backup import backups, faults, has_key, head_of
from desktop.store.desk import Desk
from desktop.store.engine import connect
from desktop.store.layout import BACKUPS, DATABASE
from desktop.store.moment import say_moment
from desktop.store.trouble import DatabaseDamaged, plain_words

_RESTORE = "Make a backup on another disk now, then restore the newest sound backup."


@dataclass(frozen=True, slots=True)
class Finding:
    """Something that is not in order, and what to do about it."""

    sentence: str
    next_step: str


@dataclass(frozen=True, slots=True)
class Health:
    """What was found sound, in sentences, and what was not."""

    sound: tuple[str, ...]
    findings: tuple[Finding, ...]


def verify(desk: Desk, anchors: Iterable[Head] = ()) -> Health:
    """Read the whole database, walk the audit and read the newest backup back.

    `anchors` are heads of the audit that others keep, such as the office; those in the backups are
    compared too. Takes seconds for a large desk; other work goes on meanwhile.
    """
    sound: list[str] = []
    findings: list[Finding] = []
    if desk.notice:
        findings.append(Finding(desk.notice, "Do it before you go on."))
    for result in (_database(desk), _audit(desk, anchors), _newest_backup(desk)):
        if isinstance(result, str):
            sound.append(result)
        else:
            findings.append(result)
    return Health(tuple(sound), tuple(findings))


def _database(desk: Desk) -> str | Finding:
    desk.checkpoint()
    try:
        with plain_words(), closing(connect(desk.folder / DATABASE, desk.key)) as raw:
            said = faults(raw)
    except DatabaseDamaged as error:
        return Finding(error.sentence, error.next_step)
    if said:
        return Finding(" ".join(said), _RESTORE)
    return "The database is sound."


def _audit(desk: Desk, others: Iterable[Head]) -> str | Finding:
    own = [head_of(backup, desk.key) for backup in backups(desk.folder / BACKUPS)]
    with desk.read() as session:
        broken = chain.verify(session, [*others, *(head for head in own if head is not None)])
        entries = audit.head(session).seq
    whole = f"The audit is whole: {entries} entries."
    if broken is None:
        return whole
    if broken.kind == "restored":
        return f"{whole} {broken.sentence}"
    return Finding(broken.sentence, "Keep this desk as it is and tell whoever runs the scheme.")


def _newest_backup(desk: Desk) -> str | Finding:
    newest = next(iter(backups(desk.folder / BACKUPS)), None)
    if newest is None:
        return Finding("There is no backup of this desk.", "Make a backup now.")
    made = say_moment(newest.made_at)
    if not has_key(newest, desk.key):
        return Finding(
            f"The newest backup, of {made}, is from before the new data key: only the passphrase "
            "or the code of that time opens it.",
            "Make a new backup now.",
        )
    try:
        with plain_words(), closing(connect(newest.folder / DATABASE, desk.key)) as raw:
            said = faults(raw)
    except DatabaseDamaged:
        said = ["It cannot be read."]
    if said:
        return Finding(f"The newest backup, of {made}, is damaged.", "Make a new backup now.")
    return f"The newest backup, of {made}, can be read back."
