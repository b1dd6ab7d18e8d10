"""What can be made from the sample quarter, and whether it can be made here."""

import json
from pathlib import Path

from desktop import clock, paths, sample
from desktop.cli.output import write_file
from desktop.formlib.load import load_forms
from desktop.returns.as_json import figures_json
from desktop.returns.compiling import compile_return
from desktop.returns.periods import parse_period


def make_everything(out: Path) -> None:
    """Make everything that can be made from the sample quarter, without a window."""
    from desktop.report.paper import blank_form_pdf
    from desktop.report.paragraphs import paragraphs_text
    from desktop.report.summary.build import summary_pdf

    forms = load_forms(paths.forms())
    with sample.sample_desk() as desk, clock.fixed(sample.MOMENT), desk.read() as session:
        compiled = compile_return(session, forms, parse_period(sample.QUARTER))
    figures = json.dumps(figures_json(compiled), indent=1, ensure_ascii=False)
    write_file(out / "panel.pdf", summary_pdf(compiled).content)
    write_file(out / "figures.json", f"{figures}\n".encode())
    write_file(out / "section3.txt", paragraphs_text(compiled).encode())
    for form in forms.values():
        if form.counts == "when_finished":
            write_file(out / f"{form.id}_blank.pdf", blank_form_pdf(form))
    print(f"Made from the sample quarter in {out}: panel.pdf, figures.json, section3.txt.")


def self_test() -> int:
    """Check that everything this program needs is here: encryption, forms, figures, a PDF.

    Gives the exit code.
    """
    from desktop.report.summary.build import summary_pdf

    forms = load_forms(paths.forms())
    with sample.sample_desk() as desk, desk.read() as session:
        compiled = compile_return(session, forms, parse_period(sample.QUARTER))
    made = summary_pdf(compiled)
    right = made.content.startswith(b"%PDF-") and len(compiled.sections) == len(forms)
    print(f"{len(forms)} forms, a sample desk and a report: {'all well' if right else 'wrong'}.")
    return 0 if right else 1
