"""Answers on screen: one widget per type of answer, in one dictionary (`kinds.py`)."""
