"""The names in any text, for those who read no question. Satisfies the ledger's port for names."""

import re
from collections import OrderedDict
from dataclasses import dataclass, field

from assistant.domain.named import Named
from assistant.domain.question import DeviceMention, ModelMention, UnknownName
from assistant.entities.index import NameIndex
from assistant.entities.understand import understand

MOST_KEPT = 2048  # texts; the passages of an answer are read again and again
# A mention may hold what is said of a card ("RTX A5000 has 24 GB"); here that is a claim and not a name.
_SAID = re.compile(
    r" (?:has|have|had|with|comes?|and|at|offers?|carries|gets?|is|was|for|on)\b.*$", re.IGNORECASE | re.DOTALL
)
_SIZE = re.compile(r" (\d{1,4}) GB$", re.IGNORECASE)


@dataclass(frozen=True)
class NameReading:
    """Reads names with the catalog's index."""

    names: NameIndex
    _kept: "OrderedDict[str, tuple[Named, ...]]" = field(default_factory=OrderedDict, compare=False, repr=False)

    def read(self, text: str) -> tuple[Named, ...]:
        """Return what is named, in order; spans are places in the text."""
        if text not in self._kept:
            self._kept[text] = self._read(text)
            if len(self._kept) > MOST_KEPT:
                self._kept.popitem(last=False)
        return self._kept[text]

    def _read(self, text: str) -> tuple[Named, ...]:
        question = understand(text, self.names)
        found: list[ModelMention | DeviceMention | UnknownName] = [
            *question.models,
            *question.devices,
            *question.unknown,
        ]
        at, named = 0, []
        for mention in sorted(found, key=lambda one: one.span):
            words = _without_size(_SAID.sub("", mention.text), _ids(mention))
            start = mention.span[0]
            if text[start : start + len(words)] != words:  # the text was normalised before it was read
                start = max(text.find(words, at), at)
            # "RX 7900 has 24 GB" says it of no card: the size is a claim and tells nothing of the name
            ids = _ids(mention) if words == mention.text or not _ids(mention) else self._alone(words, _ids(mention))
            named.append(Named((start, start + len(words)), _kind(mention), ids, words))
            at = start
        return tuple(named)

    def _alone(self, words: str, ids: tuple[str, ...]) -> tuple[str, ...]:
        """What a name means without what was said behind it; the same if it is no name then."""
        question = understand(words, self.names)
        mentions: list[DeviceMention | ModelMention] = [*question.devices, *question.models]
        found = [_ids(one) for one in mentions]
        return found[0] if len(found) == 1 and found[0] else ids


def _without_size(words: str, ids: tuple[str, ...]) -> str:
    """A name without the memory behind it, unless that size is part of the product's name."""
    size = _SIZE.search(words)
    return words if size is None or any(one.endswith(f"-{size[1]}gb") for one in ids) else words[: size.start()]


def _kind(mention: ModelMention | DeviceMention | UnknownName) -> str:
    if isinstance(mention, UnknownName):
        return mention.kind
    return "model" if isinstance(mention, ModelMention) else "device"


def _ids(mention: ModelMention | DeviceMention | UnknownName) -> tuple[str, ...]:
    """What it may mean; a name that only a correction of its spelling makes known is no name of anything."""
    return () if isinstance(mention, UnknownName) or mention.read_as else mention.candidates
