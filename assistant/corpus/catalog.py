"""The catalog: models, cards, machines, benchmark rows, refused claims; a file is read when first needed."""

import hashlib
import json
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from pydantic import TypeAdapter, ValidationError

from assistant.corpus.kept import keep, recall
from assistant.corpus.records import (
    BenchmarkRow,
    GpuRecord,
    MachineRecord,
    ModelRecord,
    Named,
    Record,
    UnverifiedClaim,
)
from assistant.errors import CorpusError

if TYPE_CHECKING:
    from assistant.corpus.builds import BuildRecord, WorkflowRecord

R = TypeVar("R", bound=Record)
N = TypeVar("N", bound=Named)

FILES = ("models", "gpus", "machines", "benchmarks", "unverified_claims", "builds", "workflows")
OPTIONAL = ("builds", "workflows")  # absent: there are none


@dataclass(frozen=True)
class Catalog:
    """The records under one folder. Every file is parsed on first access and checked as a whole.

    Every property raises CorpusError if its file is broken; the message names file, item and field.
    """

    folder: Path
    cache: Path | None = None

    @cached_property
    def models(self) -> dict[str, ModelRecord]:
        """Language models by id, in the file's order."""
        return _by_id(self._records("models", ModelRecord))

    @cached_property
    def gpus(self) -> dict[str, GpuRecord]:
        """Graphics cards by id."""
        return _by_id(self._records("gpus", GpuRecord))

    @cached_property
    def machines(self) -> dict[str, MachineRecord]:
        """Whole machines with shared memory by id."""
        return _by_id(self._records("machines", MachineRecord))

    @cached_property
    def benchmarks(self) -> tuple[BenchmarkRow, ...]:
        """Measured speeds, sayable or not."""
        return self._records("benchmarks", BenchmarkRow)

    @cached_property
    def claims(self) -> tuple[UnverifiedClaim, ...]:
        """Speed claims that are kept to be refused."""
        return self._records("unverified_claims", UnverifiedClaim)

    @cached_property
    def builds(self) -> dict[str, "BuildRecord"]:
        """Complete PCs by id."""
        from assistant.corpus.builds import BuildRecord  # noqa: PLC0415 - most commands need none

        return _by_id(self._records("builds", BuildRecord))

    @cached_property
    def workflows(self) -> dict[str, "WorkflowRecord"]:
        """What people do with a model, by id."""
        from assistant.corpus.builds import WorkflowRecord  # noqa: PLC0415 - most commands need none

        return _by_id(self._records("workflows", WorkflowRecord))

    @cached_property
    def digest(self) -> str:
        """The first 12 hexadecimal digits of a SHA-256 over the bytes of all files."""
        whole = hashlib.sha256()
        for name in FILES:
            whole.update(f"{name}\0".encode() + self._content(name))
        return whole.hexdigest()[:12]

    def _content(self, name: str) -> bytes:
        file = self.folder / f"{name}.yaml"
        try:
            return file.read_bytes()
        except FileNotFoundError as error:
            if name in OPTIONAL:
                return b""
            raise CorpusError(f"{_shown(file)}: is missing") from error
        except OSError as error:
            raise CorpusError(f"{_shown(file)}: cannot be read ({error.strerror})") from error

    def _records(self, name: str, record: type[R]) -> tuple[R, ...]:
        content = self._content(name)
        text = recall(self.cache, name, content)
        if text is not None:
            return validated(self.folder / f"{name}.yaml", text, record)
        # yaml is heavy to import and not needed while the kept text is good
        from assistant.corpus.yaml_items import items_as_json  # noqa: PLC0415

        text = items_as_json(_shown(self.folder / f"{name}.yaml"), content)
        records = validated(self.folder / f"{name}.yaml", text, record)
        keep(self.cache, name, content, text)
        return records


def load_catalog(folder: Path, cache: Path | None = None) -> Catalog:
    """The catalog under a folder, nothing read yet; `cache` is a folder for parsed text, None for none."""
    return Catalog(folder, cache)


def validated(file: Path, text: bytes, record: type[R]) -> tuple[R, ...]:
    """The items of a catalog file as records.

    Raises:
        CorpusError: a field is missing, unknown or holds something else; names item and field.
    """
    try:
        return TypeAdapter(tuple[record, ...]).validate_json(text, strict=True)  # type: ignore[valid-type]
    except ValidationError as error:
        from assistant.corpus.complaints import SHOWN, complaints  # noqa: PLC0415 - only needed on failure

        lines = list(complaints(error, json.loads(text), record))
        more = f"\n… and {len(lines) - SHOWN} more" if len(lines) > SHOWN else ""
        raise CorpusError("\n".join(f"{_shown(file)}: {line}" for line in lines[:SHOWN]) + more) from error


def _by_id(records: tuple[N, ...]) -> dict[str, N]:
    return {record.id: record for record in records}


def _shown(file: Path) -> str:
    """A file's path as the owner knows it, e.g. `corpus/catalog/gpus.yaml`."""
    return "/".join(file.parts[-3:])
