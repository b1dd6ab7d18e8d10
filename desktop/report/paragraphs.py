"""The numbered paragraphs that the office pastes into the commissioner's own report."""

from desktop.returns.compiled import Compiled


def paragraphs_text(compiled: Compiled) -> str:
    """Give the paragraphs, each with its number, an empty line between them.

    Sample data say so in the first line, so that they cannot pass for an office's own.
    """
    strip = [f"[{compiled.cover.strip}]"] if compiled.cover.strip else []
    numbered = [f"{number}. {text}" for number, text in compiled.paragraphs]
    return "\n\n".join([*strip, *numbered]) + "\n"
