"""The one kind of error that people read; every other exception is a fault of ours."""


class UserError(Exception):
    """Something the person can do something about.

    `sentence` says what happened and `next_step` what to do now, both in plain words
    without codes. Raised at any level; shown as it is by the window and the command line.
    """

    def __init__(self, sentence: str, next_step: str = "") -> None:
        """Keep both parts; `str()` gives them as one text."""
        super().__init__(f"{sentence} {next_step}".strip())
        self.sentence = sentence
        self.next_step = next_step
