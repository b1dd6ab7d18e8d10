"""Scrutiny Desk: a desktop for independent scrutiny panels."""

__version__ = "0.1.0"
