"""The commands: each opens a desk, does one thing and says what it did."""

import argparse
import json
import sys
from collections.abc import Callable, Mapping
from pathlib import Path

from desktop import clock, paths
from desktop.cli.demo import make_everything, self_test
from desktop.cli.desks import find_desk, names_desk, passphrase, place_to_restore
from desktop.cli.output import fall_silent, refuse, speak_any_language, write_file
from desktop.cli.sealed import Taken, take_sealed, write_sealed
from desktop.cli.told import figures_lines, import_lines
from desktop.errors import UserError
from desktop.exchange.exporting import export_desk_file
from desktop.exchange.importing import import_desk_file
from desktop.exchange.sealed.heads import anchors
from desktop.exchange.what_came import sealed_in
from desktop.formlib.load import load_forms
from desktop.formlib.model import Form
from desktop.formlib.office import Office
from desktop.records.office import office_on
from desktop.returns.as_json import figures_json
from desktop.returns.compiled import Compiled
from desktop.returns.periods import Period, parse_period, quarter
from desktop.returns.signing import current_return
from desktop.store.backup import make_backup
from desktop.store.copies import copy_to
from desktop.store.desk import Desk, open_desk
from desktop.store.layout import desks_in
from desktop.store.restore import restore
from desktop.store.verify import Health, verify
from desktop.store.verify_backup import verify_backups


def run(arguments: argparse.Namespace) -> int:
    """Do one command and give the exit code: 1 where something is wrong, which is then said."""
    speak_any_language()
    try:
        code = (_self_test if arguments.self_test else _COMMANDS[arguments.command])(arguments)
        print(end="", flush=True)  # here, where a reader who went away is no trouble
        return code
    except UserError as error:
        return refuse(error)
    except BrokenPipeError:
        fall_silent()
        return 1
    except KeyboardInterrupt:
        print("\nStopped.", file=sys.stderr)
        return 130


def _open(arguments: argparse.Namespace) -> Desk:
    folder = find_desk(arguments.data, arguments.desk)
    return open_desk(folder, passphrase(arguments.passphrase_file), who=folder.name)


def _forms(arguments: argparse.Namespace, desk: Path | None) -> dict[str, Form]:
    """Give the shipped forms with the office's own, and those of the desk in a folder.

    None may be wrong, or figures would lack.
    """
    data = arguments.data or paths.default_data()
    desks = (paths.desk_forms(desk),) if desk is not None else ()
    return load_forms(paths.forms(), paths.own_forms(data), *desks)


def _period(arguments: argparse.Namespace) -> Period:
    if arguments.quarter is not None and arguments.period is not None:
        raise UserError("Both --quarter and --period are given.", "Leave one of them out.")
    if arguments.quarter is not None:
        return quarter(arguments.quarter)
    if arguments.period is not None:
        return parse_period(arguments.period)
    raise UserError(
        "Which period is meant is not said.",
        "Add a quarter, such as --quarter 2024-25-Q4, or two dates, such as "
        "--period 2024-04-01..2024-06-30.",
    )


def _import(arguments: argparse.Namespace) -> int:
    code = 0
    with _open(arguments) as desk:
        for path in arguments.files:
            forms = _forms(arguments, desk.folder)  # each time: an invitation brings own ones
            try:
                taken = _take_in(desk, path, forms, arguments.data)
            except UserError as error:
                raise UserError(f"{path.name}: {error.sentence}", error.next_step) from error
            print(f"{path.name}:")
            for line in taken.sentences:
                print(f"  {line}")
            code = code if taken.done else 1
    return code


def _take_in(desk: Desk, path: Path, forms: Mapping[str, Form], data: Path | None) -> Taken:
    content = sealed_in(path)
    if content is not None:
        own_forms = paths.own_forms(data or paths.default_data())
        return take_sealed(desk, forms, own_forms, content)
    # The file's name may be a person's, so the history does not get it.
    with desk.write("Imported a desk file") as session:
        report = import_desk_file(session, path, forms)
    return Taken(tuple(import_lines(report)))


def _export(arguments: argparse.Namespace) -> int:
    if arguments.to_office and arguments.hand_over:
        raise UserError(
            "Both --to-office and --hand-over are given.",
            "Leave one out: custody numbers and the like are in a file for the office anyway.",
        )
    if arguments.to_office:
        with _open(arguments) as desk:
            print(write_sealed(desk, _forms(arguments, desk.folder), arguments.out))
        return 0
    # Who took everything out is worth a line in the history, so this goes by the writing door.
    with (
        _open(arguments) as desk,
        desk.write("Exported everything to a desk file") as session,
    ):
        forms = _forms(arguments, desk.folder)
        count = export_desk_file(session, arguments.out, forms, hand_over=arguments.hand_over)
    print(f"{count} lines written to {arguments.out}. The file is open: keep it safe.")
    return 0


def _figures(arguments: argparse.Namespace) -> int:
    compiled = _compiled(arguments)
    if arguments.json:
        print(json.dumps(figures_json(compiled), indent=1, ensure_ascii=False))
        return 0
    for line in figures_lines(compiled):
        print(line)
    return 0


def _report(arguments: argparse.Namespace) -> int:
    if arguments.edition != "panel":
        raise _no_edition(arguments.edition)
    compiled = _compiled(arguments)
    from desktop.report.summary.build import summary_pdf

    made = summary_pdf(compiled)
    write_file(arguments.out, made.content)
    for warning in made.warnings:
        print(warning)
    print(f"Written to {arguments.out}.")
    return 0


def _no_edition(name: str) -> UserError:
    planned = name in ("public", "annex")
    return UserError(
        f"The {name} edition cannot be made yet: it comes with a later version."
        if planned
        else f"There is no edition “{name}”.",
        "The one edition that can be made now is for the panel: leave --edition out.",
    )


def _compiled(arguments: argparse.Namespace) -> Compiled:
    period = _period(arguments)
    with _open(arguments) as desk, desk.read() as session:
        return current_return(session, _forms(arguments, desk.folder), period)


def _blank(arguments: argparse.Namespace) -> int:
    named = names_desk(arguments)
    desk = find_desk(arguments.data, arguments.desk) if named else None
    forms = _forms(arguments, desk)
    if arguments.form not in forms:
        raise UserError(
            f"There is no form “{arguments.form}”.", f"There are: {', '.join(sorted(forms))}."
        )
    from desktop.report.paper import blank_form_pdf

    office = _office(arguments, forms) if named else None
    write_file(arguments.out, blank_form_pdf(forms[arguments.form], office))
    print(f"Written to {arguments.out}.")
    return 0


def _office(arguments: argparse.Namespace, forms: Mapping[str, Form]) -> Office:
    """Give the office as it stands today, for what is printed in its name."""
    with _open(arguments) as desk, desk.read() as session:
        return office_on(session, clock.today(), forms.values())


def _backup(arguments: argparse.Namespace) -> int:
    elsewhere = False
    with _open(arguments) as desk:
        if arguments.to is None:
            made = make_backup(desk.folder, desk.key)
        else:
            made, elsewhere = copy_to(desk, arguments.to)
    print(f"Backup made: {made.folder} ({made.size:,} bytes).")
    if not elsewhere:
        print("It is on the same disk as the desk: keep a copy on another one as well.")
    return 0


def _restore(arguments: argparse.Namespace) -> int:
    folder = place_to_restore(arguments.data, arguments.desk)
    desk = restore(folder, arguments.backup, passphrase(arguments.passphrase_file), who=folder.name)
    desk.close()
    print(f"The backup is in place: {folder}. What was there before is kept in before-restore.")
    return 0


def _verify(arguments: argparse.Namespace) -> int:
    if arguments.backup is not None:
        health = _verify_backups(arguments)
    else:
        with _open(arguments) as desk:
            with desk.read() as session:
                seen = anchors(session)
            health = verify(desk, seen)
    for sentence in health.sound:
        print(sentence)
    for finding in health.findings:
        print(f"{finding.sentence} {finding.next_step}")
    return 1 if health.findings else 0


def _verify_backups(arguments: argparse.Namespace) -> Health:
    """Check backups beside the desk, or, where none is left, by their passphrase alone."""
    if arguments.desk is None and not desks_in(arguments.data or paths.default_data()):
        return verify_backups(arguments.backup, passphrase(arguments.passphrase_file))
    folder = find_desk(arguments.data, arguments.desk)
    typed = passphrase(arguments.passphrase_file)
    with open_desk(folder, typed, who=folder.name) as desk:
        return verify_backups(arguments.backup, typed, desk)


def _self_test(_arguments: argparse.Namespace) -> int:
    self_test()
    return 0


def _demo(arguments: argparse.Namespace) -> int:
    make_everything(arguments.out)
    return 0


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
