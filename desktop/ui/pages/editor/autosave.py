"""Saving by itself: a second after a change, and whenever the page is left."""

from PySide6.QtCore import QObject, QTimer
from PySide6.QtWidgets import QWidget

from desktop.errors import UserError
from desktop.store.trouble import Busy
from desktop.ui.desk_view import DeskView
from desktop.ui.pages.editor.draft import Draft
from desktop.ui.parts.dialogs import ask

PAUSE_MS = 1000
_AGAIN_MS = 300
_PATIENCE = 30  # tries before somebody is told: nine seconds
_TRIES_ON_LEAVING = 3


class Autosave(QObject):
    """Saves one draft. What cannot be saved stays on screen, and a banner says so until it is."""

    def __init__(self, view: DeskView, draft: Draft, page: QWidget) -> None:
        """Watch over `draft`, which `page` shows; nothing is saved before `touch`."""
        super().__init__(page)
        self._view = view
        self._draft = draft
        self._page = page
        self._tries = 0
        self._failed = False
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self._on_pause)

    def touch(self) -> None:
        """Note a change: it is saved within a second, however long somebody types on."""
        if not self._timer.isActive():
            self._timer.start(PAUSE_MS)

    def now(self) -> bool:
        """Save at once, and say whether everything is kept. Another writer is not waited for."""
        self._timer.stop()
        try:
            moment = self._draft.save()
        except Busy as error:
            self._tries += 1
            if self._tries > _PATIENCE:
                self._tell(error)
            self._timer.start(_AGAIN_MS)
            return False
        except UserError as error:
            self._tell(error)
            return False
        if moment is not None:
            self._said(self.tr("Saved on this computer at {}").format(f"{moment:%H:%M}"))
        return True

    def leave(self) -> bool:
        """Save and end the sitting, before the page is left; False when that failed.

        The person is then asked whether to stay or to let go what is not saved.
        """
        for _ in range(_TRIES_ON_LEAVING):
            if self.now():
                break
        self._timer.stop()
        try:
            self._draft.stop()
        except UserError as error:
            self._tell(error)
            self._ask(error)
            return False
        return True

    def end(self) -> None:
        """Stop watching: the draft is no longer on screen."""
        self._timer.stop()
        if self._failed:
            self._view.banner.clear()

    def _on_pause(self) -> None:
        self.now()

    def _said(self, sentence: str) -> None:
        self._tries = 0
        if self._failed:
            self._failed = False
            self._view.banner.clear()
        self._view.say(sentence, False)

    def _tell(self, error: UserError) -> None:
        self._failed = True
        self._view.say(self.tr("Not saved yet"), True)
        self._view.banner.tell_error(error, retry=self._on_pause)

    def _ask(self, error: UserError) -> None:
        ask(
            self._page.window(),
            self.tr("What you typed last is not saved"),
            f"{error.sentence} {error.next_step}".strip(),
            yes=self.tr("Let it go"),
            no=self.tr("Stay on this page"),
            then=self._on_answer,
            danger=True,
        )

    def _on_answer(self, let_go: bool) -> None:  # noqa: FBT001 - the dialog's answer
        if let_go:
            self._draft.give_up()
            self._said(self.tr("What was not saved has been let go. You can leave this page now."))
