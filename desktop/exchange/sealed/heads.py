"""The heads of audits that desks tell one another, so that a cut or rewritten history shows."""

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from desktop.exchange.sealed.payload import Head
from desktop.store import audit
from desktop.store.models import Audit, Parcel
from desktop.store.moment import say_moment

_MOST_TOLD = 50


def told(session: Session, peer_id: str) -> tuple[Head, ...]:
    """Give the heads that another desk told us, newest first."""
    query = (
        select(Parcel.audit_seq, Parcel.audit_head)
        .where(Parcel.peer_id == peer_id, Parcel.direction == "in", Parcel.audit_seq > 0)
        .order_by(Parcel.audit_seq.desc())
        .distinct()
        .limit(_MOST_TOLD)
    )
    return tuple(Head(seq, hash_) for seq, hash_ in session.execute(query) if seq)


def anchors(session: Session) -> tuple[audit.Head, ...]:
    """Give the heads of this desk's own audit that others have told it they saw, for `verify`."""
    found: dict[int, audit.Head] = {}
    for row in session.scalars(select(Parcel).where(Parcel.direction == "in")):
        seen = row.contents.get("seen")
        for one in seen if isinstance(seen, list) else []:
            seq, hash_ = one
            found[seq] = audit.Head(int(seq), str(hash_))
    return tuple(found[seq] for seq in sorted(found))


def not_here(session: Session, seen: Iterable[Head], *, where: str, by: str) -> str:
    """Say in words what is wrong where this desk's audit does not hold what another saw of it.

    `where` names the desk ("this laptop"), `by` who saw it. "" where all is well.
    """
    newest = audit.head(session).seq
    for head in sorted(seen, key=lambda one: -one.seq):
        if head.seq == 0:
            continue
        if head.seq > newest:
            last = session.scalars(select(Audit.at).where(Audit.seq == newest)).first()
            since = f", the last of {say_moment(last)}" if last is not None else ""
            return ends_earlier(where, by, head.seq, f"{newest:,}{since}")
        here = session.scalars(select(Audit.hash).where(Audit.seq == head.seq)).first()
        if here != head.hash:
            return rewritten(where, by, head.seq)
    return ""


def of_their_history(
    session: Session, peer_id: str, head: Head, made_at: datetime, where: str
) -> str:
    """Say in words where a desk's history ends earlier than what it showed before, or differs."""
    query = (
        select(Parcel)
        .where(Parcel.peer_id == peer_id, Parcel.direction == "in", Parcel.audit_seq >= head.seq)
        .order_by(Parcel.audit_seq.desc())
    )
    for row in session.scalars(query):
        if row.audit_seq == head.seq and row.audit_head != head.hash:
            return rewritten(where, "this desk", head.seq)
        earlier = datetime.fromisoformat(str(row.contents["made_at"])) < made_at
        if earlier and (row.audit_seq or 0) > head.seq:
            return ends_earlier(where, "this desk", row.audit_seq or 0, f"{head.seq:,}")
    return ""


def ends_earlier(where: str, by: str, seen: int, here: str) -> str:
    """Word a history whose end is gone."""
    return (
        f"The history on {where} ends earlier than what {by} has seen: {by} saw entry {seen:,}, "
        f"and there are {here}. It may have been restored from an older copy. No record was lost "
        "by that which was sent before."
    )


def rewritten(where: str, by: str, seq: int) -> str:
    """Word a history that is another one."""
    return (
        f"The history on {where} is not the one that {by} has seen: entry {seq:,} is another one. "
        "It may have been restored from an older copy and written on."
    )
