"""Ways to write the same characters otherwise: case, separators, noise, emphasis, typos."""

import random
import re
from itertools import pairwise

from assistant.corpus.catalog import Catalog

KEYBOARD = {  # the key right or left of a letter
    "a": "s", "b": "v", "c": "x", "d": "f", "e": "r", "f": "g", "g": "h", "h": "j", "i": "o", "j": "k", "k": "l",
    "l": "k", "m": "n", "n": "m", "o": "p", "p": "o", "q": "w", "r": "t", "s": "d", "t": "z", "u": "i", "v": "b",
    "w": "e", "x": "c", "y": "u", "z": "t",
}  # fmt: skip
SHORTEST = 4  # letters of a word that gets a typo
SUFFIXES = {
    "super", "laptop", "mobile", "notebook", "instruct", "chat", "ultra", "mini", "small", "tiny", "flash", "next",
    "blackwell", "generation", "distill", "core", "lightning", "nano", "medium", "expanse", "air",
}  # fmt: skip
LETTERS = re.compile(r"[^\W\d_]+")


def cases(text: str) -> list[str]:
    """Lower, upper and title case."""
    return [text.lower(), text.upper(), text.title()]


def noises(text: str) -> list[str]:
    """Punctuation and spaces that say nothing."""
    bare = text.rstrip("?. ")
    return [
        bare,
        bare + "???",
        bare + " ?!",
        bare + "...",
        f"  {text}  ",
        text.replace(" ", "  "),
        text.replace(" ", "\u00a0"),
        text.replace(" ", "\n", 1),
        f"- {text}",
        f'"{text}"',
        f"({bare})",
        text + " :)",
    ]


def separators(name: str) -> list[str]:
    """Hyphen, underscore or space between the words of a name."""
    inner = re.sub(r"[()]", "", name)
    return [v for v in (inner.replace(" ", "-"), inner.replace(" ", "_"), re.sub(r"[-_]", " ", inner)) if v != name]


def quants(quant: str) -> list[str]:
    """The same for a quantization, where its words can be told apart: Q4_K_M, q4_k_m, Q4-K-M, q4km."""
    return [v for v in (quant.lower(), quant.replace("_", "-"), quant.replace("_", " ")) if v != quant] + (
        [quant.replace("_", "").lower()] if re.fullmatch(r"Q\d_K_[SML]", quant) else []
    )


class Typos:
    """Misspellings of contract 5: one letter, never a digit or suffix, and near to one name only."""

    def __init__(self, catalog: Catalog) -> None:
        self._spellings: list[tuple[str, str]] = []
        self._words: set[str] = set()
        for records in (catalog.models, catalog.gpus, catalog.machines):
            for record in records.values():
                spelled = (record.name, *record.aliases, *record.ambiguous_aliases)
                self._spellings += [(_plain(spelling), record.id) for spelling in spelled]
                self._words |= {word.lower() for spelling in spelled for word in LETTERS.findall(spelling)}

    def of(self, name: str, ids: frozenset[str], draw: random.Random) -> list[str]:
        """All misspelt forms of a name, in a drawn order."""
        found = []
        for word in LETTERS.finditer(name):
            if len(word.group()) >= SHORTEST and word.group().lower() not in SUFFIXES:
                for letters in _one_letter_off(word.group(), draw):
                    typo = name[: word.start()] + letters + name[word.end() :]
                    if self._one_word_near(letters.lower()) and self._near_only(typo, ids):
                        found.append(typo)
        return draw.sample(found, len(found))

    def _one_word_near(self, word: str) -> bool:
        """Whether it cannot be taken for two words of the catalog: "llana" is near llama and llada."""
        return sum(abs(len(word) - len(known)) <= 1 and _distance(word, known) <= 1 for known in self._words) == 1

    def _near_only(self, typo: str, ids: frozenset[str]) -> bool:
        """Whether nothing else is near, and nothing in it is a name as it stands."""
        plain = _plain(typo)
        if any(len(spelling) >= SHORTEST - 1 and spelling in plain for spelling, _ in self._spellings):
            return False
        near = [(_distance(plain, spelling), of) for spelling, of in self._spellings if _near(plain, spelling)]
        return {of for distance, of in near if distance <= 2} <= ids and all(distance for distance, _ in near)


def _one_letter_off(word: str, draw: random.Random) -> list[str]:
    """One letter left out, doubled or replaced by its neighbour; never the first."""
    at = draw.randrange(1, len(word))
    near = KEYBOARD.get(word[at].lower(), "e")
    forms = {word[:at] + word[at + 1 :], word[:at] + word[at] + word[at:], word[:at] + near + word[at + 1 :]}
    return sorted(forms - {word})


def _plain(name: str) -> str:
    return re.sub(r"[^\w.]|_", "", name.lower())


def _near(one: str, other: str) -> bool:
    """Whether two names could be confused: same digits, about as long."""
    return abs(len(one) - len(other)) <= 2 and re.sub(r"\D", "", one) == re.sub(r"\D", "", other)


def _distance(one: str, other: str) -> int:
    """Letters to insert, delete or replace."""
    row = list(range(len(other) + 1))
    for i, letter in enumerate(one, 1):
        row, above = [i], row
        for (left_above, straight), against in zip(pairwise(above), other, strict=True):
            row.append(min(row[-1] + 1, straight + 1, left_above + (letter != against)))
    return row[-1]
