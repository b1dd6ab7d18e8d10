"""Text and colours: how large the text is and which colours are shown, at once and for good."""

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QWidget

from desktop.ui.fields.choice import ScaleField
from desktop.ui.fields.question import Option, Question
from desktop.ui.look.look import SCALES, Colours, Look
from desktop.ui.parts.cards import SectionCard


class LookCard(SectionCard):
    """Two scales. What is chosen by a key elsewhere is shown here as well."""

    def __init__(self, look: Look, parent: QWidget | None = None) -> None:
        """Make the card."""
        super().__init__(
            QCoreApplication.translate("LookCard", "Text and colours"),
            QCoreApplication.translate(
                "LookCard", "By key: Ctrl and + larger, Ctrl and - smaller, Ctrl and 0 as it was."
            ),
            parent=parent,
        )
        self._look = look
        words = {
            Colours.SYSTEM: self.tr("As on this computer"),
            Colours.LIGHT: self.tr("Light"),
            Colours.DARK: self.tr("Dark"),
            Colours.HIGH_CONTRAST: self.tr("High contrast"),
        }
        sizes = tuple(Option(str(scale), f"{scale} %") for scale in SCALES)
        colours = tuple(Option(str(colour), said) for colour, said in words.items())
        self.text_size = ScaleField(
            Question("size", "yes_no", self.tr("Size of the text"), options=sizes)
        )
        self.colours = ScaleField(
            Question("colours", "yes_no", self.tr("Colours"), options=colours)
        )
        self.text_size.changed.connect(self._on_size)
        self.colours.changed.connect(self._on_colours)
        for field in (self.text_size, self.colours):
            self.body.addWidget(field)
        look.changed.connect(self._show)
        self._show()

    def _show(self) -> None:
        self.text_size.set_value(str(self._look.percent))
        self.colours.set_value(str(self._look.colours))

    def _on_size(self) -> None:
        self._look.choose_percent(int(str(self.text_size.value())))

    def _on_colours(self) -> None:
        self._look.choose_colours(Colours(str(self.colours.value())))
