"""An index as one file, named by its digest, to carry to another machine with the same corpus and recipe."""

import hashlib
import shutil
import tarfile
import uuid
from pathlib import Path

from assistant.errors import IndexUnusableError, RequestError
from assistant.index.build import alone, origin_of
from assistant.index.chunk_set import read_chunks
from assistant.index.manifest import Manifest, differences, digest_of, read_manifest, switch
from assistant.index.open import IndexPlace
from assistant.index.store import LOCAL

SUMS = "files.sha256"
LARGEST_BYTES = 4 * 2**30  # of a pack unpacked; an index of 100,000 chunks takes about 0.5 GiB


def pack(where: IndexPlace, out: Path) -> Path:
    """Write the index in use to `out` and return the file `ownrig-index-<digest>.tar.gz`.

    Raises:
        IndexUnusableError: there is no usable index, or the file cannot be written.
        RequestError: its vectors are on a server.
    """
    _local(where)
    folder, manifest = where.manifest()
    target = out / f"ownrig-index-{manifest.digest}.tar.gz"
    part = target.with_suffix(".part")
    sums = folder / SUMS
    try:
        sums.write_text(_sums(folder), encoding="utf-8")
        with tarfile.open(part, "w:gz", compresslevel=6) as archive:
            archive.add(folder, arcname=".")
        part.replace(target)
    except OSError as error:
        part.unlink(missing_ok=True)
        raise IndexUnusableError(f"{str(target)!r} cannot be written ({error.strerror})") from error
    return target


def unpack(where: IndexPlace, file: Path) -> Manifest:
    """Put a packed index in use. The one before stays until the new one is checked.

    Raises:
        RequestError: the file is no index, damaged, of another corpus or recipe, or its name tells another digest;
            or vectors are kept on a server.
        IndexUnusableError: the folder cannot be written.
    """
    _local(where)
    with alone(where.place):
        folder = where.place / f"made-{uuid.uuid4().hex[:12]}"
        try:
            _extract(file, folder)
            manifest = _checked(where, file, folder)
            switch(where.place, folder)
        except (RequestError, IndexUnusableError):
            shutil.rmtree(folder, ignore_errors=True)
            raise
        except (OSError, tarfile.TarError, EOFError) as error:
            shutil.rmtree(folder, ignore_errors=True)
            raise RequestError(f"{str(file)!r} cannot be unpacked: {error}") from error
    return manifest


def _local(where: IndexPlace) -> None:
    if where.vectors is not LOCAL:
        raise RequestError("a packed index holds its vectors; unset OWNRIG_CHROMA_URL to pack or unpack one")


def _extract(file: Path, folder: Path) -> None:
    with tarfile.open(file, "r:gz") as archive:
        if sum(member.size for member in archive) > LARGEST_BYTES:
            raise RequestError(f"{str(file)!r} would unpack to more than {LARGEST_BYTES // 2**30} GiB")
        archive.extractall(folder, filter="data")  # refuses paths that lead out, links and devices


def _checked(where: IndexPlace, file: Path, folder: Path) -> Manifest:
    said = folder / SUMS
    if not said.is_file() or said.read_text(encoding="utf-8") != _sums(folder):
        raise RequestError(f"{str(file)!r} is no packed index, or damaged")
    manifest = read_manifest(folder)
    if wrong := differences(manifest.origin, origin_of(where.sources, where.recipe)):
        raise RequestError(f"{str(file)!r} was made of something else: {'; '.join(wrong)}")
    chunks = [chunk for name in manifest.counts for chunk in read_chunks(folder / name)]
    if digest_of(manifest.origin, [chunk.digest for chunk in chunks]) != manifest.digest:
        raise RequestError(f"{str(file)!r} does not hold what its digest says")
    if manifest.digest not in file.name:
        raise RequestError(f"{str(file)!r} holds the index {manifest.digest}; its name says another")
    return manifest


def _sums(folder: Path) -> str:
    files = sorted(path for path in folder.rglob("*") if path.is_file() and path.name != SUMS)
    lines = (f"{hashlib.sha256(f.read_bytes()).hexdigest()}  {f.relative_to(folder).as_posix()}\n" for f in files)
    return "".join(lines)
