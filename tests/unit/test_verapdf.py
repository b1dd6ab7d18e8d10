"""The reference validator's verdict on a file of every kind, all in one go: it starts Java."""

from pathlib import Path

import pikepdf
import pytest

from desktop import paths
from desktop.formlib.load import load_forms
from desktop.report.paper import blank_form_pdf
from desktop.report.summary.build import summary_pdf
from desktop.report.tagged import build
from tests.unit.pdfcheck import vera
from tests.unit.pdfstories import kitchen_sink
from tests.unit.samplequarter import compiled


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    folder = tmp_path_factory.mktemp("vera")
    forms = load_forms(paths.forms())
    made = {
        "sink": build(*kitchen_sink()).pdf,
        "panel": summary_pdf(compiled()).content,
        **{f"blank_{id_}": blank_form_pdf(form) for id_, form in forms.items()},
    }
    for name, data in made.items():
        (folder / f"{name}.pdf").write_bytes(data)
    with pikepdf.open(folder / "panel.pdf") as pdf:
        del pdf.Root["/Lang"]
        pdf.save(folder / "planted.pdf")
    return sorted(folder.glob("*.pdf"))


def test_every_kind_of_file_is_ua_1_and_a_3a_and_a_fault_is_found(files: list[Path]) -> None:
    verdicts = vera(files)
    assert len(verdicts) > 3
    assert verdicts.pop("planted.pdf")
    assert verdicts == {name: [] for name in verdicts}
