"""A record while it is written: what was answered and typed so far, and saving it."""

from collections.abc import Mapping
from datetime import datetime

from desktop import clock
from desktop.formlib.model import Form
from desktop.formlib.office import Office
from desktop.formlib.own import form_of
from desktop.formlib.problems import Problem, problems
from desktop.formlib.settle import Settled, settle
from desktop.records.drafts import end_of_sitting, save_draft, set_origin
from desktop.records.office import office_on
from desktop.records.record import Record, record
from desktop.store.desk import Desk
from desktop.ui.wording import an

WAIT_MS = 100  # so long at most may saving hold up the window


class Draft:
    """One record and its form. Knows no widgets.

    Answers to questions that do not apply just now are kept too: they count again when the
    question does, and are stripped only when the record is finished.
    """

    def __init__(self, desk: Desk, form: Form, kept: Record, office: Office) -> None:
        """Begin with what is stored."""
        self.form = form
        self.office = office
        self.kept = kept
        self.answers: dict[str, object] = dict(kept.answers)
        self.unread: dict[str, str] = dict(kept.unread)
        self._desk = desk
        self._version = kept.version
        self._changed = False
        self._sitting_open = kept.status == "draft"  # begun just now, which has its own entry
        self._quiet_saves = 0

    @property
    def version(self) -> int:
        """The version stored last, which the next change names."""
        return self._version

    @property
    def changed(self) -> bool:
        """Whether there is something that is not saved yet."""
        return self._changed

    def put(self, name: str, value: object, unread: Mapping[str, str]) -> None:
        """Take what a question holds now: its value (None for nothing) and what is unreadable."""
        if value is None:
            self.answers.pop(name, None)
        else:
            self.answers[name] = value
        own = [path for path in self.unread if path.partition("/")[0] == name]
        for path in own:
            del self.unread[path]
        self.unread.update(unread)
        self._changed = True

    def explain(self, rule: str, reason: str) -> None:
        """Keep why something that looks wrong is right; an empty reason takes it back."""
        reasons = self.answers.get("_why")
        why = dict(reasons) if isinstance(reasons, dict) else {}
        why.pop(rule, None)
        if reason.strip():
            why[rule] = reason.strip()
        self.put("_why", why or None, {})

    def read_office(self) -> None:
        """Read the office's data anew: a name was added to its lists."""
        with self._desk.read() as session:
            self.office = office_on(session, self.office.on, [self.form])

    def settled(self) -> Settled:
        """Give the answers that apply, with what follows from them."""
        return settle(self.form, self.answers, self.office)

    def problems(self, settled: Settled) -> tuple[Problem, ...]:
        """Give everything to say about the sittings up to this one."""
        return problems(self.form, settled, self.unread, self.office, self.kept.sitting)

    def save(self) -> datetime | None:
        """Store what changed and give the moment; None when nothing did. Raises UserError.

        The first save of a sitting has an entry in the history, the keystrokes after it none.
        """
        if not self._changed:
            return None
        quiet = self._sitting_open
        why = f"Went on writing {an(self.form.one)}"
        with self._desk.write(why, quiet=quiet, wait_ms=WAIT_MS) as session:
            saved = save_draft(
                session,
                self.form,
                self.kept.id,
                self.answers,
                self.unread,
                office=self.office,
                version=self._version,
            )
        self._version = saved.version
        self._changed = False
        self._sitting_open = True
        self._quiet_saves += quiet
        return clock.local_now()

    def put_on_paper(self, on_paper: bool) -> None:  # noqa: FBT001 - one word says it
        """Say whether this is typed up from a paper form. Raises UserError."""
        self.save()
        with self._desk.write("Said what a record was typed from", wait_ms=WAIT_MS) as session:
            saved = set_origin(session, self.kept.id, on_paper=on_paper)
        self._version = saved.version

    def stop(self) -> None:
        """Save, and note in the history what the draft says now. Raises UserError.

        Writing may go on after this; that is then another sitting.
        """
        self.save()
        if self._quiet_saves:
            with self._desk.write(
                f"Stopped writing {an(self.form.one)}", wait_ms=WAIT_MS
            ) as session:
                end_of_sitting(session, self.kept.id)
            self._quiet_saves = 0
            self._sitting_open = False

    def give_up(self) -> None:
        """Let what is not saved go."""
        self._changed = False


def read_draft(desk: Desk, forms: Mapping[str, Form], id: str) -> Draft:
    """Read a record to go on with it. Raises UserError."""
    with desk.read() as session:
        form = form_of(forms, record(session, id).form)
        kept = record(session, id, reveal=form)
        office = office_on(session, clock.today(), [form])
    return Draft(desk, form, kept, office)
