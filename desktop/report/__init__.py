"""Figures in, bytes out: PDF, charts and paper. The only room that knows ReportLab."""
