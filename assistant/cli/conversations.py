"""Local conversations by name: what was settled, kept as one small JSON file each."""

import hashlib
from pathlib import Path

from pydantic import TypeAdapter, ValidationError

from assistant.domain.question import Settled
from assistant.domain.turn import Finished
from assistant.entities.follow import settle

_SETTLED = TypeAdapter(Settled)


class Conversations:
    """Reads and keeps conversations under a folder, which is made when first needed."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def settled(self, name: str | None) -> Settled | None:
        """Return what a conversation has settled; None if it is new, or its file was damaged."""
        if name is None:
            return None
        try:
            return _SETTLED.validate_json(self._file(name).read_bytes())
        except (OSError, ValidationError):
            return None

    def keep(self, name: str | None, end: Finished, before: Settled | None) -> None:
        """Remember what the question settled. A folder that cannot be written costs the memory, not the answer."""
        if name is None:
            return
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
            self._file(name).write_bytes(_SETTLED.dump_json(settle(end.question, before)))
        except OSError:
            return

    def _file(self, name: str) -> Path:
        """A file name that no text can lead out of the folder."""
        return self._folder / f"{hashlib.sha256(name.encode('utf-8', 'replace')).hexdigest()[:16]}.json"
