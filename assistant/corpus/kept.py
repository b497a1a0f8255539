"""The parsed form of a catalog file, kept between runs: parsing YAML costs more than the rest of a command.

One file of JSON text per catalog file, in a cache folder. Its first line holds the digest of the YAML it was
made from and of its own text, so that a stale, cut or garbled one is never used. A cache that cannot be read
or written is no error.
"""

import contextlib
import hashlib
import os
from pathlib import Path

FORM = "1"  # raise when the YAML is read differently, so that text kept by an older version is not used


def digest_of(content: bytes) -> str:
    """The first 16 hexadecimal digits of a SHA-256."""
    return hashlib.sha256(content).hexdigest()[:16]


def recall(cache: Path | None, name: str, content: bytes) -> bytes | None:
    """The JSON text kept for exactly this YAML, or None."""
    if cache is None:
        return None
    try:
        head, _, text = (cache / f"{name}.json").read_bytes().partition(b"\n")
    except OSError:
        return None
    return text if head == _head(content, text) else None


def keep(cache: Path | None, name: str, content: bytes, text: bytes) -> None:
    """Keep the JSON text for next time; written beside and renamed, so a reader never sees half of it."""
    if cache is None:
        return
    part = cache / f"{name}.{os.getpid()}.part"
    try:
        cache.mkdir(parents=True, exist_ok=True)
        part.write_bytes(_head(content, text) + b"\n" + text)
        part.replace(cache / f"{name}.json")
    except OSError:
        with contextlib.suppress(OSError):
            part.unlink()


def _head(content: bytes, text: bytes) -> bytes:
    return f"{FORM} {digest_of(content)} {digest_of(text)}".encode()
