"""Blank forms on paper: what a clipboard holds is typed up later in the same order."""

from desktop.report.paper.blank import blank_form_pdf

__all__ = ["blank_form_pdf"]
