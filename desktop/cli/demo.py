"""What can be made from the sample quarter, and whether it can be made here."""

import json
from pathlib import Path
from tempfile import TemporaryDirectory

from desktop import clock, paths, sample
from desktop.cli.output import write_file
from desktop.formlib.load import load_forms
from desktop.records.office import office_on
from desktop.returns.as_json import figures_json
from desktop.returns.compiling import compile_return
from desktop.returns.periods import parse_period
from desktop.store import migrate
from desktop.store.desk import open_desk
from desktop.store.engine import connect, is_plain, make_engine
from desktop.store.layout import desk_folder


def make_everything(out: Path) -> None:
    """Make everything that can be made from the sample quarter, without a window."""
    from desktop.report.paper import blank_form_pdf
    from desktop.report.paragraphs import paragraphs_text
    from desktop.report.summary.build import summary_pdf

    forms = load_forms(paths.forms())
    with sample.sample_desk() as desk, clock.fixed(sample.MOMENT), desk.read() as session:
        compiled = compile_return(session, forms, parse_period(sample.QUARTER))
        office = office_on(session, clock.today(), forms.values())
    figures = json.dumps(figures_json(compiled), indent=1, ensure_ascii=False)
    write_file(out / "panel.pdf", summary_pdf(compiled).content)
    write_file(out / "figures.json", f"{figures}\n".encode())
    write_file(out / "section3.txt", paragraphs_text(compiled).encode())
    for form in forms.values():
        if form.counts == "when_finished":
            write_file(out / f"{form.id}_blank.pdf", blank_form_pdf(form, office))
    print(f"Made from the sample quarter in {out}:")
    print("panel.pdf, figures.json, section3.txt and a blank form for each kind of visit.")


def self_test() -> None:
    """Try everything this program needs, and say what works here. What fails raises."""
    from desktop.report.summary.build import summary_pdf

    forms = load_forms(paths.forms())
    print(f"{len(forms)} forms are here.")
    with TemporaryDirectory() as folder:
        _migrate(Path(folder))
    print("A database is made, encrypted and brought up to date.")
    with TemporaryDirectory() as folder:
        place = desk_folder(Path(folder), "sample")
        with sample.sample_desk(place):
            pass
        with (
            open_desk(place, sample.PASSPHRASE) as desk,
            clock.fixed(sample.MOMENT),
            desk.read() as session,
        ):
            print("A passphrase opens it.")
            compiled = compile_return(session, forms, parse_period(sample.QUARTER))
    figures = sum(len(section.figures) for section in compiled.sections)
    print(f"The sample quarter adds up to {figures} figures.")
    print(f"The report of it has {summary_pdf(compiled).pages} pages.")


def _migrate(folder: Path) -> None:
    """Make the tables as an older version of the program would get them: by the migrations."""
    path, key = folder / "desk.db", bytes(32)
    connect(path, key, create=True).close()
    engine = make_engine(path, key)
    migrate.upgrade(engine)
    engine.dispose()
    if is_plain(path):
        raise RuntimeError("the database is not encrypted")
