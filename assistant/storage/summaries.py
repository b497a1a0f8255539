"""Summaries that a model wrote, kept as one file each until what they were made from changes."""

import os
import tempfile
from dataclasses import dataclass
from pathlib import Path

from pydantic import TypeAdapter, ValidationError

from assistant import log
from assistant.domain.summary import Summary

_SUMMARY: TypeAdapter[Summary] = TypeAdapter(Summary)


@dataclass(frozen=True)
class SummaryFiles:
    """Files `NAME.KEY.json` in a folder: `name` says which summary, `key` is the digest of all that it depends on."""

    folder: Path

    def get(self, name: str, key: str) -> Summary | None:
        """Return a kept summary; None if there is none, or its file cannot be read."""
        try:
            return _SUMMARY.validate_json(self._file(name, key).read_bytes())
        except FileNotFoundError:
            return None
        except (OSError, ValidationError) as error:
            log.problem("summary unreadable", file=self._file(name, key).name, reason=type(error).__name__)
            return None

    def put(self, name: str, key: str, summary: Summary) -> None:
        """Keep a summary and drop older ones of that name. A folder that cannot be written is no failure."""
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            handle, temporary = tempfile.mkstemp(dir=self.folder, suffix=".part")
            with os.fdopen(handle, "wb") as file:
                file.write(_SUMMARY.dump_json(summary))
            Path(temporary).replace(self._file(name, key))
            for old in self.folder.glob(f"{name}.*.json"):
                if old != self._file(name, key):
                    old.unlink(missing_ok=True)
        except OSError as error:
            log.problem("summary not kept", file=self._file(name, key).name, reason=str(error))

    def _file(self, name: str, key: str) -> Path:
        return self.folder / f"{name}.{key}.json"
