"""Which index is in use, and what it was made of.

<data>/index/current            the name of the folder in use; replaced by rename, so it is old or new
<data>/index/<name>/manifest.json    digests; written last, so a half-made folder has none
<data>/index/<name>/<set>/...   chunks, vectors, words of one set of chunks
"""

import contextlib
import hashlib
import json
import os
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from pathlib import Path

from pydantic import TypeAdapter, ValidationError

from assistant.errors import IndexUnusableError

FORM = 2  # raise when the files of an index are laid out differently
MEND = "run: ownrig index build"


@dataclass(frozen=True)
class Origin:
    """What decides an index: the same origin gives the same index."""

    form: int
    recipe: str
    embedder: str
    chunker: str
    corpus: str


@dataclass(frozen=True)
class Manifest:
    """What an index was made of, how many chunks each set has, and a digest over the chunks."""

    origin: Origin
    counts: dict[str, int]
    digest: str


def current_folder(place: Path) -> Path | None:
    """The folder in use under `place`; None if there is none."""
    try:
        name = (place / "current").read_text(encoding="utf-8").strip()
    except FileNotFoundError:
        return None
    except (OSError, UnicodeDecodeError) as error:
        raise IndexUnusableError(f"the index in {str(place)!r} cannot be read ({error}); {MEND}") from error
    folder = place / name
    return folder if name and folder.parent == place and folder.is_dir() else None


def read_manifest(folder: Path) -> Manifest:
    """The manifest of an index folder.

    Raises:
        IndexUnusableError: missing or garbled.
    """
    try:
        return TypeAdapter(Manifest).validate_json((folder / "manifest.json").read_bytes(), strict=True)
    except (OSError, ValidationError) as error:
        raise IndexUnusableError(f"the index in {str(folder)!r} is half made or damaged; {MEND}") from error


def write_manifest(folder: Path, manifest: Manifest) -> None:
    """Write the manifest; everything else of the folder is there by then."""
    _write(folder / "manifest.json", json.dumps(asdict(manifest), indent=1) + "\n")


def switch(place: Path, folder: Path) -> None:
    """Make a finished folder the one in use, in one step."""
    part = place / f"current.{os.getpid()}.part"
    _write(part, folder.name + "\n")
    part.replace(place / "current")
    with contextlib.suppress(OSError):  # the rename itself kept, where the system can
        handle = os.open(place, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def differences(found: Origin, wanted: Origin) -> list[str]:
    """What an index was made with that is not what is wanted now; empty if nothing."""
    before, now = asdict(found), asdict(wanted)
    return [f"{name} {before[name]} instead of {now[name]}" for name in now if before[name] != now[name]]


def digest_of(origin: Origin, chunks: Iterable[str]) -> str:
    """The first 12 hexadecimal digits of a SHA-256 over recipe, embedder and the digests of the chunks, in order."""
    return hashlib.sha256("\n".join((origin.recipe, origin.embedder, *chunks)).encode()).hexdigest()[:12]


def _write(file: Path, text: str) -> None:
    with file.open("w", encoding="utf-8") as out:
        out.write(text)
        out.flush()
        os.fsync(out.fileno())
