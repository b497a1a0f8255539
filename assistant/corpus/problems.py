"""What a check of the catalog reports."""

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True)
class Problem:
    """One finding. An error must be mended before release; a note is unusual and worth a look.

    `file` is the catalog file's name without folder, `item` an id, `field` the field the message is about.
    """

    file: str
    item: str
    field: str
    message: str
    severity: Literal["error", "note"] = "error"

    @property
    def line(self) -> str:
        """As one line, the way an owner searches for it."""
        return f"{self.severity}: {self.file}: {self.item}: {self.field}: {self.message}"
