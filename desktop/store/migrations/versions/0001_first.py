"""The first schema: every table, its indexes, and the triggers of the audit."""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None

_TYPES: dict[str, sa.types.TypeEngine[Any]] = {
    "text": sa.Text(),
    "date": sa.Date(),
    "moment": sa.DateTime(timezone=True),
    "number": sa.Integer(),
    "yes_no": sa.Boolean(),
    "json": sa.JSON(),
}


def _table(name: str, columns: str, *constraints: sa.Constraint, key: str = "id") -> None:
    """Make a table of "name type" columns; a type with "?" may be empty."""
    parts = [column.split(" ") for column in columns.split(", ")]
    op.create_table(
        name,
        *(sa.Column(n, _TYPES[kind.rstrip("?")], nullable="?" in kind) for n, kind in parts),
        sa.PrimaryKeyConstraint(*key.split(", "), name=op.f(f"pk_{name}")),
        *constraints,
        sqlite_with_rowid=name != "record_date",
    )


def _one_of(table: str, column: str, *values: str) -> sa.CheckConstraint:
    listed = ", ".join(f"'{value}'" for value in values)
    return _check(table, column, f"{column} IN ({listed})")


def _check(table: str, name: str, rule: str) -> sa.CheckConstraint:
    return sa.CheckConstraint(rule, name=op.f(f"ck_{table}_{name}"))


def _refers(
    table: str, column: str, target: str, *, ondelete: str | None = None
) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        [column],
        [f"{target}.id"],
        name=op.f(f"fk_{table}_{column}_{target}"),
        ondelete=ondelete,
        deferrable=True,
        initially="DEFERRED",
    )


def _index(table: str, *columns: str) -> None:
    op.create_index(op.f(f"ix_{table}_{'_'.join(columns)}"), table, list(columns))


def upgrade() -> None:
    """Make everything."""
    _people_and_places()
    _office()
    _meetings()
    _records()
    _findings()
    _returns()
    _exchange()
    _audit()


def _people_and_places() -> None:
    _table(
        "scheme",
        "id text, name text, body text, complete_from date?, notes text",
    )
    _table(
        "person",
        "id text, name text, kind text, notes text",
        _one_of("person", "kind", "volunteer", "panel_member", "staff"),
    )
    _table(
        "place",
        "id text, scheme text, name text, kind text, address text, notes text",
        sa.UniqueConstraint("scheme", "name", name=op.f("uq_place_scheme_name")),
    )
    _table(
        "place_period",
        "id text, place_id text, start date, end date?, status text, reason text",
        _one_of("place_period", "status", "operational", "closed", "reserve"),
        _refers("place_period", "place_id", "place", ondelete="CASCADE"),
    )
    _index("place_period", "place_id")
    _table(
        "target",
        "id text, scheme text, place_id text?, count number, every text, agreed_by text, "
        "agreed_on date?, national_or_local text, start date, end date?",
        _check("target", "count_not_negative", "count >= 0"),
        _one_of("target", "every", "week", "month"),
        _refers("target", "place_id", "place", ondelete="CASCADE"),
    )
    _index("target", "place_id")
    _index("target", "scheme", "start")
    _table(
        "slot",
        "id text, scheme text, place_id text, week_start date, pair json, state text, note text",
        _one_of("slot", "state", "planned", "cancelled"),
        _refers("slot", "place_id", "place"),
    )
    _index("slot", "place_id")
    _index("slot", "scheme", "week_start")
    _table(
        "opening",
        "id text, scheme text, what text, on_date date, value number?, source text",
    )
    _index("opening", "scheme", "what")
    _table(
        "membership",
        "id text, person_id text?, scheme text, status text, start date, end date?, "
        "term_end date?, count number, source text",
        _check("membership", "count_not_negative", "count >= 0"),
        _one_of(
            "membership", "status", "interest", "vetting", "training", "active", "paused", "left"
        ),
        _refers("membership", "person_id", "person", ondelete="CASCADE"),
    )
    _index("membership", "person_id")
    _index("membership", "scheme", "start")
    _table(
        "dog",
        "id text, name text, kind text, status text, status_on date?, went_to text, notes text",
        _one_of("dog", "status", "in_training", "working", "retired", "died"),
    )


def _office() -> None:
    _table(
        "setting",
        "id text, key text, valid_from date?, value json?, source text",
    )
    op.create_index(
        op.f("uq_setting_key_always"),
        "setting",
        ["key"],
        unique=True,
        sqlite_where=sa.text("valid_from IS NULL"),
        postgresql_where=sa.text("valid_from IS NULL"),
    )
    op.create_index(
        op.f("uq_setting_key_valid_from"), "setting", ["key", "valid_from"], unique=True
    )
    _table(
        "list_edit",
        "id text, list text, code text, start date?, end date?, label text, attributes json",
    )
    _index("list_edit", "list", "code")
    _table(
        "secret",
        "name text, value text",
        key="name",
    )


def _meetings() -> None:
    _table(
        "meeting",
        "id text, scheme text, on_date date, name text, status text, theme text, "
        "chosen_how text, population number?, attendance json, complete yes_no, "
        "minutes_approved_on date?, notes text",
        _one_of("meeting", "status", "planned", "held", "cancelled"),
    )
    _index("meeting", "scheme", "on_date")
    _table(
        "event",
        "id text, scheme text, on_date date, title text, note text, happened text",
        _one_of("event", "happened", "yes", "no", "unknown"),
    )
    _index("event", "scheme", "on_date")
    _table(
        "news",
        "id text, scheme text, on_date date, text text",
    )
    _index("news", "scheme", "on_date")


def _records() -> None:
    _table(
        "record",
        "id text, form text, form_version number, scheme text, status text, binned_from "
        "text?, sitting number, place_id text?, on_date date?, counted_on date?, counted_by text?, "
        "meeting_id text?, case_ref text?, hearing_no number?, slot_id text?, reference "
        "text, purpose text, source text, on_paper yes_no, typed_by text, revision "
        "number, version number, created_at moment, changed_at moment, finished_at "
        "moment?, salt text, people json, answers json, unread json",
        _one_of("record", "counted_by", "slot", "date", "meeting"),
        _one_of("record", "purpose", "real", "practice", "training", "official"),
        _one_of("record", "status", "draft", "open", "finished", "sent", "filed", "stub", "binned"),
        _refers("record", "meeting_id", "meeting"),
        _refers("record", "place_id", "place"),
        _refers("record", "slot_id", "slot", ondelete="SET NULL"),
    )
    _index("record", "form", "case_ref")
    _index("record", "form", "counted_on", "id")
    _index("record", "form", "on_date", "id")
    _index("record", "meeting_id")
    _index("record", "on_date", "id")
    _index("record", "place_id")
    _index("record", "slot_id")
    _index("record", "status", "changed_at")
    _table(
        "record_date",
        "record_id text, field text, on date, form text",
        _refers("record_date", "record_id", "record", ondelete="CASCADE"),
        key="record_id, field, on",
    )
    op.create_index(
        op.f("ix_record_date_form_field_on"),
        "record_date",
        ["form", "field", "on", "record_id"],
        unique=False,
    )
    _table(
        "record_text",
        "record_id text, text text",
        _refers("record_text", "record_id", "record", ondelete="CASCADE"),
        key="record_id",
    )
    _table(
        "identifier",
        "record_id text, row_id text, field text, value text",
        _refers("identifier", "record_id", "record", ondelete="CASCADE"),
        key="record_id, row_id, field",
    )
    _table(
        "revision",
        "id text, record_id text, number number, at moment, who text, reason text, answers json",
        sa.UniqueConstraint("record_id", "number", name=op.f("uq_revision_record_id_number")),
        _refers("revision", "record_id", "record", ondelete="CASCADE"),
    )


def _findings() -> None:
    _table(
        "issue",
        "id text, record_id text?, scheme text, place_id text?, topic text, what text, "
        "location text, told_role text, sorted text, raised_on date, class_code text, "
        "severity number?, status text, due date?, response text, response_on date?, "
        "resolved_on date?, closed_on date?, fed_back_on date?, public_after_fixed "
        "yes_no, public_summary text",
        _check("issue", "severity_range", "severity BETWEEN 1 AND 3"),
        _one_of("issue", "status", "open", "resolved", "closed"),
        _refers("issue", "place_id", "place"),
        _refers("issue", "record_id", "record", ondelete="SET NULL"),
    )
    _index("issue", "place_id")
    _index("issue", "record_id")
    _index("issue", "scheme", "raised_on", "id")
    _index("issue", "status", "due")
    _table(
        "issue_step",
        "id text, issue_id text, on_date date, text text, who text",
        _refers("issue_step", "issue_id", "issue", ondelete="CASCADE"),
    )
    _index("issue_step", "issue_id")
    _table(
        "recommendation",
        "id text, scheme text, kind text, meeting_id text?, record_ids json, ref text, "
        "text text?, made_to text, made_on date, count number, due date?, reply text, "
        "reply_on date?, reply_text text, evidence text, evidence_on date?, reported_on "
        "date?, status text, repeat_of text?",
        _check("recommendation", "count_not_negative", "count >= 0"),
        _one_of("recommendation", "kind", "recommendation", "learning"),
        _one_of("recommendation", "reply", "none", "accepted", "partly", "rejected"),
        _one_of("recommendation", "status", "open", "closed", "came_back"),
        _refers("recommendation", "meeting_id", "meeting"),
    )
    _index("recommendation", "meeting_id")
    _index("recommendation", "scheme", "made_on", "id")
    _index("recommendation", "status", "due")
    _table(
        "promise",
        "id text, scheme text?, asked_by text, asked_on date, what text, due date?, "
        "answer text, status text",
        _one_of("promise", "status", "open", "answered", "not_stated"),
    )
    _index("promise", "status", "due")


def _returns() -> None:
    _table(
        "quarter_return",
        "id text, kind text, start date, end date, opened_at moment, signed_by text, "
        "signed_on date?, signed_at moment?, how text, corrects text?, correction text, "
        "note text, hash text?, explanations json, frozen json?",
        _refers("quarter_return", "corrects", "quarter_return"),
    )
    _index("quarter_return", "corrects")
    _index("quarter_return", "kind", "start")
    _table(
        "entered_total",
        "id text, form text, figure text, start date?, end date?, meeting_id text?, cell "
        "text, numerator number?, denominator number?, source text, entered_by text, "
        "entered_at moment, note text",
        _refers("entered_total", "meeting_id", "meeting", ondelete="CASCADE"),
    )
    _index("entered_total", "form", "figure", "start")
    _index("entered_total", "meeting_id")
    _table(
        "paragraph",
        "id text, scheme text, period_start date, period_end date, slot text, number "
        "number?, text text, author text, typed yes_no",
        _one_of("paragraph", "slot", "commentary", "free", "ask", "changes", "story"),
    )
    _index("paragraph", "period_start", "scheme")
    _table(
        "rating",
        "id text, return_id text?, scheme text, start date, end date, wording text, "
        "reason text, evidence text, would_be_green text",
        _refers("rating", "return_id", "quarter_return", ondelete="CASCADE"),
    )
    _index("rating", "return_id")
    _index("rating", "scheme", "start")
    _table(
        "sent",
        "id text, return_id text?, what text, edition text, to_whom text, on_date date, "
        "by text, decision text, reason text",
        _refers("sent", "return_id", "quarter_return", ondelete="CASCADE"),
    )
    _index("sent", "return_id")


def _exchange() -> None:
    _table(
        "peer",
        "id text, kind text, person_id text?, name text, verify_key text, recipient text, "
        "state text, start date?, end date?, details json",
        sa.UniqueConstraint("verify_key", name=op.f("uq_peer_verify_key")),
        _one_of("peer", "kind", "volunteer", "office"),
        _one_of("peer", "state", "unconfirmed", "confirmed", "withdrawn"),
        _refers("peer", "person_id", "person", ondelete="SET NULL"),
    )
    _index("peer", "person_id")
    _table(
        "parcel",
        "id text, direction text, kind text, at moment, peer_id text?, file_hash text, "
        "audit_seq number?, audit_head text, contents json, receipt json",
        _one_of("parcel", "direction", "in", "out"),
        _refers("parcel", "peer_id", "peer", ondelete="SET NULL"),
    )
    _index("parcel", "direction", "at")
    _index("parcel", "peer_id")
    _table(
        "waiting",
        "id text, parcel_id text, record_id text, revision number, why text, payload "
        "json, settled_on date?, settled_how text",
        _refers("waiting", "parcel_id", "parcel", ondelete="CASCADE"),
    )
    _index("waiting", "parcel_id")
    _index("waiting", "record_id")


def _audit() -> None:
    _table(
        "audit",
        "seq number, at moment, who text, why text, entity text, entity_id text, fields "
        "text, content_hash text, prev text, hash text",
        key="seq",
    )
    for change in ("UPDATE", "DELETE"):
        op.execute(
            f"CREATE TRIGGER audit_no_{change.lower()} BEFORE {change} ON audit "
            "BEGIN SELECT RAISE(ABORT, 'the audit is append-only'); END"
        )
