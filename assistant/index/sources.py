"""What is indexed: the chunks of guides and pages, and of the catalog's cards."""

import hashlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from assistant.corpus.cards import gpu_card, machine_card, model_card
from assistant.corpus.catalog import Catalog
from assistant.corpus.guides import Guide, guides_digest, load_guides
from assistant.domain.cards import Card
from assistant.index.chunks import Chunk, Cutter, card_chunks, guide_chunks


def as_it_is(guide: Guide) -> Guide:
    """Take nothing out."""
    return guide


@dataclass(frozen=True)
class Sources:
    """The folder of guides and pages, and the catalog.

    `clean` takes out of a guide what may not be quoted; it is called for each guide when an index is made.
    """

    corpus: Path
    catalog: Catalog
    clean: Callable[[Guide], Guide] = as_it_is

    @property
    def digest(self) -> str:
        """The first 12 hexadecimal digits of a SHA-256 over everything that can be indexed."""
        return hashlib.sha256(f"{guides_digest(self.corpus)} {self.catalog.digest}".encode()).hexdigest()[:12]

    def chunks(self, cutter: Cutter) -> dict[str, list[Chunk]]:
        """Return all chunks: `guides` holds guides and pages, `cards` the catalog's items.

        Raises:
            CorpusError: a file is broken; the message names file and field.
        """
        guides = load_guides(self.corpus)
        return {
            "guides": [chunk for guide in guides for chunk in guide_chunks(self.clean(guide), cutter)],
            "cards": [chunk for card in self._cards() for chunk in card_chunks(card, cutter)],
        }

    def _cards(self) -> Iterator[Card]:
        yield from (model_card(model) for model in self.catalog.models.values())
        yield from (gpu_card(gpu) for gpu in self.catalog.gpus.values())
        yield from (machine_card(machine) for machine in self.catalog.machines.values())
