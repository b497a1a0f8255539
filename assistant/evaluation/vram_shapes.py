"""Shapes to hold against measured rows, by the names the rows use."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from assistant.corpus.catalog import load_catalog
from assistant.corpus.records import ModelRecord
from assistant.paths import data_root
from assistant.vram.shape import Shape, read_shape


@dataclass(frozen=True)
class Shapes:
    """Shapes by a name stripped of everything but letters, digits and dots."""

    by_name: Mapping[str, Shape]

    def find(self, label: str, arch: str | None = None) -> Shape | None:
        """The shape whose name the label is, or begins with followed by a word of its own; longest first."""
        wanted = _plain(label)
        for name in sorted(self.by_name, key=len, reverse=True):
            shape = self.by_name[name]
            if wanted.startswith(name) and (arch in (None, "", shape.arch)):
                return shape
        return None


def read_shapes(headers: Path | None) -> Shapes:
    """Shapes from a file of headers (a list of label, gguf_arch, header), or else from the catalog.

    Raises:
        ShapeError: a header lacks a field.
    """
    if headers is not None:
        entries: list[dict[str, Any]] = yaml.safe_load(headers.read_text(encoding="utf-8"))
        return Shapes({_plain(entry["label"]): _shape(entry) for entry in entries})
    return Shapes(dict(_catalog_shapes(load_catalog(data_root() / "corpus" / "catalog").models.values())))


def _shape(entry: Mapping[str, Any]) -> Shape:
    return read_shape(entry["gguf_arch"], entry["header"], tied=entry["tied_embeddings"])


def _catalog_shapes(models: Iterable[ModelRecord]) -> Iterable[tuple[str, Shape]]:
    for model in models:
        if model.gguf is not None:
            shape = read_shape(model.gguf.arch, model.gguf.header, tied=model.gguf.tied_embeddings)
            for name in (model.name, model.id):
                yield _plain(name), shape


def _plain(name: str) -> str:
    return "".join(letter for letter in name.lower() if letter.isalnum() or letter == ".")
