"""Vectors on a Chroma server, shared by processes or machines. Used only if `OWNRIG_CHROMA_URL` is set.

Servers from 1.0.0 to 1.5.9 let anybody who reaches them run code before any login (CVE-2026-45829), so they are refused
unless the owner says otherwise. Servers of the 1.x line report themselves as 1.0.0 whatever they are (seen with 1.5.9):
the override is then the only way, and a statement of the owner that nobody else reaches the server.
"""

import contextlib
import json
import re
import urllib.request
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from urllib.error import URLError

from assistant.errors import IndexUnusableError, VectorServerError
from assistant.index.store import Collections, VectorStore, served_by, whole

SECONDS = 10.0  # for one request
AFFECTED = ((1, 0, 0), (1, 5, 9))  # CVE-2026-45829, the first and the last version
OVERRIDE = "OWNRIG_CHROMA_ALLOW_VULNERABLE"
ANSWER_BYTES = 200  # of the version that is looked at
_VERSION = re.compile(r"(\d+)\.(\d+)\.(\d+)")


@dataclass(frozen=True)
class ServerVectors:
    """Vectors on the server at `url`; a collection for each set, named by its folder.

    `allow_affected`: a server whose version has the hole is used all the same.
    """

    url: str
    allow_affected: bool = False

    def create(self, folder: Path) -> VectorStore:
        """Make an empty collection for a folder.

        Raises:
            IndexUnusableError: the server cannot be reached, or is refused.
        """
        return self._collections.make(_name(folder))

    def open(self, folder: Path, count: int) -> VectorStore:
        """Open what `create` made; `count` vectors must be there.

        Raises:
            IndexUnusableError: they are not there, the server cannot be reached, or it is refused.
        """
        name = _name(folder)
        return whole(self._collections.get(name), count, f"{name!r} on {self.url}")

    def drop(self, folder: Path) -> None:
        """Remove the collection of a folder; a server that does not answer keeps it."""
        with contextlib.suppress(IndexUnusableError):
            self._collections.drop(_name(folder))

    @cached_property
    def _collections(self) -> Collections:
        refused = refusal(self._version(), self.url)
        if refused and not self.allow_affected:
            raise VectorServerError(refused)
        try:
            return served_by(self.url, SECONDS)
        except ValueError as error:  # what Chroma makes of a refused connection
            raise self._silent(error) from error

    def _version(self) -> str:
        """What the server says of itself; asked before anything else is sent to it."""
        try:
            with urllib.request.urlopen(f"{self.url}/api/v2/version", timeout=SECONDS) as answer:  # noqa: S310 - http(s) only, see Settings
                return str(json.loads(answer.read(ANSWER_BYTES)))
        except (URLError, OSError, ValueError) as error:
            raise self._silent(error) from error

    def _silent(self, error: Exception) -> VectorServerError:
        reason = getattr(error, "reason", error)
        return VectorServerError(
            f"the Chroma server {self.url} cannot be used ({reason}); start it, or unset OWNRIG_CHROMA_URL"
        )


def refusal(version: str, url: str) -> str | None:
    """Return why a server that calls itself `version` is not used; None if nothing speaks against it."""
    found = _VERSION.match(version)
    if found and not AFFECTED[0] <= tuple(map(int, found.groups())) <= AFFECTED[1]:
        return None
    low, high = (".".join(map(str, one)) for one in AFFECTED)
    known = f"is version {version[:40]}; from {low} to {high}" if found else f"tells no version; from {low} to {high}"
    return (
        f"the Chroma server {url} {known} anybody who reaches a server can run code on it (CVE-2026-45829). Unset "
        f"OWNRIG_CHROMA_URL to keep vectors in a folder, or set {OVERRIDE}=yes if nobody else reaches that server"
    )


def _name(folder: Path) -> str:
    """The collection of a set: `<index>-<set>` of the folder `<index>/<set>/vectors`."""
    return f"{folder.parent.parent.name}-{folder.parent.name}"
