"""The same work without a window: import, export, figures, reports, blank forms, backups.

Every command opens a desk, does one thing and says what it did. The passphrase is asked for, or
read from a file; it is never an argument and never in the environment.
"""

import argparse
import json
import sys
from collections.abc import Callable, Mapping
from getpass import getpass
from pathlib import Path

from desktop import clock, paths, sample
from desktop.errors import UserError
from desktop.exchange.exporting import export_desk_file
from desktop.exchange.importing import ImportReport, import_desk_file
from desktop.formlib.load import load_forms
from desktop.formlib.model import Form
from desktop.formlib.sentences import words_for
from desktop.returns.as_json import figures_json
from desktop.returns.compiled import Compiled
from desktop.returns.compiling import compile_return
from desktop.returns.periods import Period, parse_period
from desktop.store.backup import make_backup
from desktop.store.desk import Desk, open_desk
from desktop.store.layout import desk_folder, desks_in
from desktop.store.restore import restore
from desktop.store.verify import verify


def run(arguments: argparse.Namespace) -> int:
    """Do one command. Gives the exit code; a UserError is printed and gives 1."""
    try:
        if arguments.self_test:
            return self_test()
        return _COMMANDS[arguments.command](arguments)
    except UserError as error:
        sys.stderr.write(f"{error}\n")
        return 1


def find_desk(data: Path | None, name: str | None) -> Path:
    """Find the desk that is meant: the one named, or the only one there is."""
    root = data or paths.default_data()
    if name is not None:
        return desk_folder(root, name)
    found = desks_in(root)
    if len(found) == 1:
        return found[0]
    if not found:
        raise UserError("There is no desk here yet.", "Open Scrutiny Desk once to set one up.")
    names = ", ".join(path.name for path in found)
    raise UserError(f"There are several desks: {names}.", "Say which with --desk NAME.")


def _passphrase(arguments: argparse.Namespace) -> str:
    if arguments.passphrase_file is None:
        return getpass("Passphrase: ")
    try:
        text: str = arguments.passphrase_file.read_text("utf-8")
    except (OSError, UnicodeDecodeError):
        raise UserError(
            f"{arguments.passphrase_file} cannot be read.", "Name a text file with the passphrase."
        ) from None
    return text.rstrip("\r\n")


def _open(arguments: argparse.Namespace) -> Desk:
    folder = find_desk(arguments.data, arguments.desk)
    return open_desk(folder, _passphrase(arguments), who=folder.name)


def _forms() -> dict[str, Form]:
    return load_forms(paths.forms())


def _period(arguments: argparse.Namespace) -> Period:
    return parse_period(arguments.quarter or arguments.period)


def _write(path: Path, content: bytes) -> None:
    """Write a file whole or not at all, making its folder."""
    part = path.with_name(path.name + ".part")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        part.write_bytes(content)
        part.replace(path)
    except OSError as error:
        raise UserError(
            f"{path} could not be written ({error.strerror}).", "Choose another place for it."
        ) from None


def _import(arguments: argparse.Namespace) -> int:
    forms = _forms()
    with _open(arguments) as desk:
        for path in arguments.files:
            with desk.write(f"Imported the desk file {path.name}") as session:
                report = import_desk_file(session, path, forms)
            print(f"{path.name}:")
            for line in said(report):
                print(f"  {line}")
    return 0


def said(report: ImportReport) -> list[str]:
    """Say what came of an import, a sentence a line."""
    total = sum(report.added.values())
    lines = [f"{total} added, {report.unchanged} here already, {len(report.kept)} kept as here."]
    return [*lines, *report.kept, *report.remarks]


def _export(arguments: argparse.Namespace) -> int:
    forms = _forms()
    # Who took everything out is worth a line in the history, so this goes by the writing door.
    with (
        _open(arguments) as desk,
        desk.write("Exported everything to a desk file") as session,
    ):
        count = export_desk_file(session, arguments.out, forms, hand_over=arguments.hand_over)
    print(f"{count} lines written to {arguments.out}. The file is open: keep it safe.")
    return 0


def _figures(arguments: argparse.Namespace) -> int:
    compiled = _compiled(arguments)
    if arguments.json:
        print(json.dumps(figures_json(compiled), indent=1, ensure_ascii=False))
        return 0
    print(compiled.period.title)
    for section in compiled.sections:
        print(f"\n{section.title}")
        for value in section.figures.values():
            print(f"  {value.figure.label}: {words_for(value.figure, value.result)}")
    return 0


def _report(arguments: argparse.Namespace) -> int:
    from desktop.report.summary.build import summary_pdf

    made = summary_pdf(_compiled(arguments), edition=arguments.edition)
    _write(arguments.out, made.content)
    for warning in made.warnings:
        print(warning)
    print(f"Written to {arguments.out}.")
    return 0


def _compiled(arguments: argparse.Namespace) -> Compiled:
    period = _period(arguments)
    with _open(arguments) as desk, desk.read() as session:
        return compile_return(session, _forms(), period)


def _blank(arguments: argparse.Namespace) -> int:
    from desktop.report.paper import blank_form_pdf

    forms = _forms()
    if arguments.form not in forms:
        raise UserError(
            f"There is no form “{arguments.form}”.", f"There are: {', '.join(sorted(forms))}."
        )
    _write(arguments.out, blank_form_pdf(forms[arguments.form]))
    print(f"Written to {arguments.out}.")
    return 0


def _backup(arguments: argparse.Namespace) -> int:
    with _open(arguments) as desk:
        made = make_backup(desk.folder, desk.key, arguments.to)
    print(f"Backup made: {made.folder} ({made.size:,} bytes).")
    return 0


def _restore(arguments: argparse.Namespace) -> int:
    folder = find_desk(arguments.data, arguments.desk)
    restore(folder, arguments.backup, _passphrase(arguments), who=folder.name)
    print("The backup is in place. What was there before is kept beside it.")
    return 0


def _verify(arguments: argparse.Namespace) -> int:
    with _open(arguments) as desk:
        health = verify(desk)
    for sentence in health.sound:
        print(sentence)
    for finding in health.findings:
        print(f"{finding.sentence} {finding.next_step}")
    return 1 if health.findings else 0


def _demo(arguments: argparse.Namespace) -> int:
    """Make everything that can be made from the sample quarter, without a window."""
    from desktop.report.paper import blank_form_pdf
    from desktop.report.paragraphs import paragraphs_text
    from desktop.report.summary.build import summary_pdf

    forms = _forms()
    with sample.sample_desk() as desk, clock.fixed(sample.MOMENT), desk.read() as session:
        compiled = compile_return(session, forms, parse_period(sample.QUARTER))
    out: Path = arguments.out
    made = summary_pdf(compiled)
    figures = json.dumps(figures_json(compiled), indent=1, ensure_ascii=False)
    _write(out / "panel.pdf", made.content)
    _write(out / "figures.json", f"{figures}\n".encode())
    _write(out / "section3.txt", paragraphs_text(compiled).encode())
    for form in forms.values():
        if form.counts == "when_finished":
            _write(out / f"{form.id}_blank.pdf", blank_form_pdf(form))
    print(f"Made from the sample quarter in {out}: panel.pdf, figures.json, section3.txt.")
    return 0


def self_test() -> int:
    """Check that everything this program needs is here: encryption, forms, figures, a PDF."""
    from desktop.report.summary.build import summary_pdf

    forms = _forms()
    with sample.sample_desk() as desk, desk.read() as session:
        compiled = compile_return(session, forms, parse_period(sample.QUARTER))
    made = summary_pdf(compiled)
    right = made.content.startswith(b"%PDF-") and len(compiled.sections) == len(forms)
    print(f"{len(forms)} forms, a sample desk and a report: {'all well' if right else 'wrong'}.")
    return 0 if right else 1


_COMMANDS: Mapping[str, Callable[[argparse.Namespace], int]] = {
    "demo": _demo,
    "import": _import,
    "export": _export,
    "figures": _figures,
    "report": _report,
    "blank": _blank,
    "backup": _backup,
    "restore": _restore,
    "verify": _verify,
}
