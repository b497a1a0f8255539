"""How close a question is to the heading and to each unit of a chunk, from vectors made when the index is built."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from assistant.errors import IndexUnusableError
from assistant.index.chunks import Chunk
from assistant.index.embedder import Embedder
from assistant.index.manifest import MEND
from assistant.retrieval.units import units

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

FILE = "units.npy"


@dataclass(frozen=True)
class UnitVectors:
    """One row per text of `unit_texts`, chunk after chunk; `starts` gives the first row of each chunk id."""

    rows: "NDArray[np.float32]"
    starts: Mapping[str, tuple[int, int]]

    @classmethod
    def make(
        cls, chunks: Sequence[Chunk], embedder: Embedder, known: "Mapping[str, NDArray[np.float32]]"
    ) -> "UnitVectors":
        """Embed what is not among the known texts."""
        import numpy as np  # noqa: PLC0415 - arrives with torch

        texts = [text for chunk in chunks for text in unit_texts(chunk)]
        new = [text for text in dict.fromkeys(texts) if text not in known]
        fresh = dict(zip(new, embedder.embed(new), strict=True)) if new else {}
        return cls(np.asarray([known[t] if t in known else fresh[t] for t in texts], np.float32), _starts(chunks))

    @classmethod
    def read(cls, folder: Path, chunks: Sequence[Chunk]) -> "UnitVectors":
        """Read what `save` wrote beside these chunks.

        Raises:
            IndexUnusableError: missing, garbled, or of other chunks.
        """
        import numpy as np  # noqa: PLC0415

        starts = _starts(chunks)
        try:
            rows = np.load(folder / FILE, allow_pickle=False)
        except (OSError, ValueError, EOFError) as error:
            raise IndexUnusableError(f"the units in {str(folder)!r} cannot be read ({error}); {MEND}") from error
        if len(rows) != max((end for _, end in starts.values()), default=0):
            raise IndexUnusableError(f"{str(folder)!r} holds units of other chunks; {MEND}")
        return cls(rows, starts)

    def save(self, folder: Path) -> None:
        """Write all rows into the folder of their chunks."""
        import numpy as np  # noqa: PLC0415

        np.save(folder / FILE, self.rows)

    def by_text(self, chunks: Sequence[Chunk]) -> "dict[str, NDArray[np.float32]]":
        """The rows by their text, so that a later build need not embed them again."""
        texts = (text for chunk in chunks for text in unit_texts(chunk))
        return dict(zip(texts, self.rows, strict=True))

    def closeness(self, question: "NDArray[np.float32]", chunk: str) -> tuple[float, ...]:
        """Cosines of a question to the heading of a chunk and then to each of its units."""
        first, end = self.starts[chunk]
        return tuple(float(one) for one in self.rows[first:end] @ question)


def unit_texts(chunk: Chunk) -> list[str]:
    """What is embedded for a chunk: its heading, then each unit under it."""
    return [chunk.section, *(f"{chunk.section}: {unit.text}" for unit in units(chunk.text))]


def _starts(chunks: Sequence[Chunk]) -> dict[str, tuple[int, int]]:
    found, at = {}, 0
    for chunk in chunks:
        end = at + len(unit_texts(chunk))
        found[chunk.id] = (at, end)
        at = end
    return found
