"""Signing a return: the card that says how it stands, and the forms that sign and correct it."""

from collections.abc import Callable

from desktop import clock
from desktop.returns.checks import Finding
from desktop.returns.compiled import Compiled
from desktop.ui.desk_view import DeskView
from desktop.ui.pages.register import asking
from desktop.ui.pages.register.asking import Answers, Asked, day_said
from desktop.ui.pages.register.form_card import FormCard
from desktop.ui.pages.register.spec import WAIT_MS
from desktop.ui.parts.buttons import Button
from desktop.ui.parts.cards import SectionCard
from desktop.ui.parts.flow import FlowLayout
from desktop.ui.parts.labels import label
from desktop.ui.parts.panes import Pane


def sign_card(pane: Pane, compiled: Compiled, begin: Callable[[], object]) -> SectionCard:
    """Say whether a return is signed; `begin` is called to sign or to correct it."""
    tr, signed = pane.tr, compiled.sign_off
    card = SectionCard(tr("Sign-off"))
    if signed is None:
        card.body.addWidget(
            label(tr("A draft. Once it is signed, neither figures nor words of it change."))
        )
    else:
        said = tr("Signed by {by}, {role}, on {on} ({how}).")
        card.body.addWidget(
            label(
                said.format(by=signed.by, role=signed.role, on=day_said(signed.on), how=signed.how)
            )
        )
    for one in compiled.corrections:
        text = tr("Corrected on {on}: {text}").format(on=day_said(one.on), text=one.text)
        card.body.addWidget(label(text))
    button = Button(tr("Sign this return") if signed is None else tr("Write a correction"), "check")
    button.clicked.connect(begin)
    row = FlowLayout()
    row.addWidget(button)
    card.body.addLayout(row)
    return card


def sign_form(view: DeskView, compiled: Compiled) -> FormCard:
    """Give the form that signs a draft, or corrects what was signed."""
    correction = compiled.sign_off is not None

    def keep(answers: Answers) -> None:
        _sign(view, compiled, answers)

    asked: list[Asked] = [
        asking.text("by", "Who signs it?", view.desk.who),
        asking.text("role", "In which role?", compiled.cover.author_role),
        asking.text("how", "How was it approved?", hint="By e-mail, at a meeting, on paper."),
        asking.day("on", "On which day?", clock.today()),
    ]
    if correction:
        what = asking.long_text("text", "What was wrong?", hint="It is printed with the return.")
        asked.insert(0, what)
    return FormCard(
        "Write a correction" if correction else "Sign this return",
        asked,
        keep,
        save="Sign",
        sentence="The return as it is now is kept beside the one signed before."
        if correction
        else "Afterwards only a dated correction can be added.",
    )


def _sign(view: DeskView, compiled: Compiled, answers: Answers) -> None:
    from desktop.returns.compiling import compile_return
    from desktop.returns.signing import correct, sign

    period, on, forms = compiled.period, asking.day_there(answers, "on"), view.forms
    by, role = asking.said(answers, "by"), asking.said(answers, "role")
    how = asking.said(answers, "how")
    with view.desk.write(f"Signed the return of {period.label}", wait_ms=WAIT_MS) as session:
        if compiled.sign_off is None:
            sign(session, forms, compiled, by=by, role=role, how=how, on=on)
        else:
            text = asking.said(answers, "text")
            now = compile_return(session, forms, period, on=on)
            correct(session, forms, now, text, by=by, role=role, how=how, on=on)


def explain_form(view: DeskView, compiled: Compiled, finding: Finding) -> FormCard:
    """Give the form that says why something repeats an earlier return."""

    def keep(answers: Answers) -> None:
        from desktop.returns.signing import explain

        with view.desk.write("Explained a finding of a return", wait_ms=WAIT_MS) as session:
            why = asking.said(answers, "why")
            explain(session, compiled, finding, why, who=view.desk.who)

    why = asking.long_text("why", "Why is it so?", hint="One line is enough.")
    return FormCard(finding.where, (why,), keep, sentence=finding.sentence)
