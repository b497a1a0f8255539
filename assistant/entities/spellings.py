"""The ways in which a catalog record may be named, derived from its fields."""

import re
from collections.abc import Iterable, Iterator

from assistant.corpus.records import MachineRecord, ModelRecord
from assistant.entities.quants import find_quants
from assistant.entities.tokens import tokenise
from assistant.entities.vocabulary import GPU_SUFFIXES, MAKERS, MODEL_NEUTRAL, MODEL_VARIANTS, ORDINARY_WORDS

_IN_BRACKETS = re.compile(r"\s*\([^()]*\)")
_ACTIVE = re.compile(r"[-\s]A[0-9]+(?:\.[0-9]+)?B\b", re.IGNORECASE)
_SIZE = re.compile(r"[-\s:]*\b(?:[0-9]+x)?E?[0-9]+(?:\.[0-9]+)?[BM]\b", re.IGNORECASE)
_MEMORY = re.compile(r"[-\s]*\b[0-9]+\s?(?:GB|G)\b", re.IGNORECASE)
_CORES = re.compile(r"[-\s]*\b[0-9]+[- ]?core(?: GPU)?\b", re.IGNORECASE)
_GGUF = re.compile(r"-GGUF$", re.IGNORECASE)
_LATIN = re.compile(r"[A-Za-z]+")
_LONG_ENOUGH = 3  # letters of a word that tells a name ("DGX")
_PARTS = re.compile(r"[\s_-]+")


def whole_names(model: ModelRecord) -> Iterator[str]:
    """Yield id, name and aliases."""
    yield from (model.id, model.name, _IN_BRACKETS.sub("", model.name), *model.aliases)


def pasted_names(model: ModelRecord) -> Iterator[str]:
    """Yield the names of repositories, files and tags, without their quantization."""
    yield without_quant(_tail(model.hf_repo))
    for file in model.files:
        if not file.from_ollama:
            yield _GGUF.sub("", _tail(file.repo))
    for tag in tags(model):
        yield without_quant(tag)


def short_names(model: ModelRecord) -> Iterator[str]:
    """Yield names without "Instruct" and the like, and without the active parameters."""
    aliases = (alias for alias in model.aliases if ":" not in alias)
    for name in (model.name, _IN_BRACKETS.sub("", model.name), *aliases, _tail(model.hf_repo)):
        short = _plain(without_quant(name))
        yield short
        yield _ACTIVE.sub("", short)
    unsized = _SIZE.sub("", _ACTIVE.sub("", _plain(_IN_BRACKETS.sub("", model.name))))
    if len(_LATIN.findall(unsized)) > 1:  # "Devstral Small 1.1": a variant has no need of its size
        yield unsized


def cut_names(model: ModelRecord) -> Iterator[str]:
    """Yield names without a size or without a version: they leave the choice open."""
    plain = _ACTIVE.sub("", _plain(_IN_BRACKETS.sub("", model.name)))
    for name in (_SIZE.sub("", plain), model.family, first_word(model.family)):
        if name.casefold() not in ORDINARY_WORDS:
            yield name
    size = _SIZE.search(plain)
    if size and len(_LATIN.findall(model.family)) == 1:  # one word and a version, which people leave out
        yield f"{first_word(model.family)} {size.group().strip(' -')}"


def heads(model: ModelRecord) -> list[str]:
    """Return the words a name of this family begins with."""
    whole = "".join(_LATIN.findall(model.family)).casefold()
    words = (whole, first_word(model.family), first_word(model.name))
    return [word for word in dict.fromkeys(words) if word]


def tags(model: ModelRecord) -> list[str]:
    """Return the Ollama names of a model in lower case."""
    aliases = (alias for alias in model.aliases if ":" in alias)
    known = (model.ollama_tag, *(file.ollama_tag for file in model.files), *aliases)
    return list(dict.fromkeys(tag.casefold() for tag in known if tag))


def line_and_chip(machine: MachineRecord) -> Iterator[str]:
    """Yield "Mac mini", "Apple M4 Pro" and "M4 Pro", which a whole name is put together from."""
    yield from (_IN_BRACKETS.sub("", machine.name), machine.chip, machine.chip.removeprefix("Apple "))
    if machine.chip.startswith("Apple "):  # "MBP" of "MBP M4 Pro"
        shortened = (alias.partition(" ")[0] for alias in machine.aliases)
        yield from (word for word in shortened if word.isalpha() and word.isupper())


def desktop_names(label: str) -> Iterator[str]:
    """Yield the names of the card that a laptop chip is called after, longest first."""
    words = _MEMORY.sub("", label).partition(" Laptop")[0].split()
    yield from (" ".join(words[start:]) for start in range(len(words)))


def without_variant(name: str) -> str:
    """Return a device's name without its memory size and number of cores."""
    return _CORES.sub("", _MEMORY.sub("", name))


def memory_in(name: str) -> int | None:
    """Return the memory size a name ends with, in GB as printed."""
    match = _MEMORY.search(name)
    digits = "".join(character for character in match.group() if character.isdigit()) if match else ""
    return int(digits) if digits else None


def without_quant(name: str) -> str:
    """Return a pasted name without the quantization at its end."""
    quants = find_quants(name)
    return name[: quants[-1].span[0]].rstrip("-_.: ") if quants else name


def short_name(name: str) -> str:
    """Return a name as people type it: in lower case, without maker and memory size."""
    return " ".join(token.text for token in tokenise(_MEMORY.sub("", name)) if token.text not in MAKERS)


def first_word(text: str) -> str:
    """Return the letters a text begins with, in lower case."""
    match = _LATIN.match(text)
    return match.group().casefold() if match else ""


def long_words(labels: Iterable[str]) -> Iterator[str]:
    """Yield the words of names that are long enough to be told apart when misspelt."""
    for label in labels:
        words = _LATIN.findall(_IN_BRACKETS.sub("", label))
        yield from (word.casefold() for word in words if len(word) >= _LONG_ENOUGH and not word.islower())


def inner_words(labels: Iterable[str]) -> Iterator[str]:
    """Yield the words behind the first of each name that may be misspelt; suffixes may not (contract 5)."""
    for label in labels:
        words = _LATIN.findall(label)[1:]
        yield from (word for word in long_words(words) if word not in MODEL_VARIANTS | GPU_SUFFIXES | MODEL_NEUTRAL)


def _tail(repository: str) -> str:
    return repository.rpartition("/")[2]


def _plain(name: str) -> str:
    return " ".join(word for word in _PARTS.split(name) if word.casefold() not in MODEL_NEUTRAL)
