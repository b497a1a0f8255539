"""Step 1i: pasted names: Ollama tags and addresses of Hugging Face files."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from assistant.domain.question import ModelMention, Span, UnknownName
from assistant.entities.index import NameIndex
from assistant.entities.quants import find_quants
from assistant.entities.spellings import without_quant
from assistant.entities.tokens import Token, name_key, tokenise

_ADDRESS = re.compile(
    r"(?:https?://)?(?:www\.)?(?:hf\.co|huggingface\.co)/(?P<owner>[\w.-]{1,60})/(?P<repo>[\w.-]{1,120})"
    r"(?:/(?:resolve|blob|tree)/\w+(?:/(?P<file>[\w.-]{1,150}))?)?(?::(?P<quant>[\w.-]{1,30}))?",
    re.IGNORECASE,
)
# Without the host only a repository that says GGUF is taken for one.
_REPOSITORY = re.compile(
    r"(?<![\w/.-])(?P<owner>[\w.-]{1,60})/(?P<repo>[\w.-]{1,110}-GGUF)(?P<file>/[\w.-]{1,150})?(?::(?P<quant>[\w.-]{1,30}))?",
    re.IGNORECASE,
)
_TAG = re.compile(
    r"(?<![\w/.:-])(?:[a-z0-9_-]{1,40}/)?(?P<name>[a-z][a-z0-9._-]{0,60}):(?P<tag>[a-z0-9][a-z0-9._-]{0,60})(?![\w/])",
    re.IGNORECASE,
)
_FILE = re.compile(r"(?<![\w/.-])(?P<stem>[A-Za-z][\w.-]{2,120})\.gguf(?![\w])", re.IGNORECASE)
_COMMAND = re.compile(r"\bollama (?:run|pull|show|create|cp|rm) (?:--[a-z-]{1,20} ){0,2}$", re.IGNORECASE)
_NEUTRAL_PARTS = frozenset({"instruct", "chat", "it", "text", "qat"})
_GGUF = re.compile(r"[-_.]gguf$", re.IGNORECASE)
LATEST = "latest"
_LONGEST_COMMAND = 60  # characters, with flags


@dataclass(frozen=True)
class Pasted:
    """A pasted name: what it means, or a name that the catalog lacks."""

    span: Span
    mention: ModelMention | None
    unknown: UnknownName | None = None


def find_pasted(text: str, index: NameIndex) -> Iterator[Pasted]:
    """Yield addresses and `name:tag` pairs whose name the catalog knows as a family."""
    last = 0
    for match in (*_ADDRESS.finditer(text), *_REPOSITORY.finditer(text)):
        if match.start() >= last:
            yield _address(match, index)
            last = match.end()
    for match in _FILE.finditer(text, last):
        ids = index.files.get(name_key(without_quant(match["stem"])))
        if ids:
            quants = find_quants(match["stem"])
            quant = quants[-1].name if quants else None
            yield Pasted(match.span(), ModelMention(match.group(), match.span(), ids, quant=quant))
    for match in _TAG.finditer(text, last):
        name, tag = match["name"].casefold(), match["tag"].casefold().rstrip(".-")
        if _is_family(name, index):
            span = (match.start(), match.start("tag") + len(tag))
            yield _tagged(text, span, (name, tag), index)


def after_command(text: str, start: int) -> bool:
    """Whether what begins at `start` is the argument of `ollama run` or one of its sisters."""
    return bool(_COMMAND.search(text[max(0, start - _LONGEST_COMMAND) : start]))


def tag_readings(name: str, index: NameIndex) -> tuple[str, ...]:
    """Return the ids a bare Ollama name can mean: the one filed under it, or else every tag of the family."""
    plain = name.casefold()
    exact = index.tags.get(plain) or index.tags.get(f"{plain}:{LATEST}")
    if exact:
        return exact
    prefix = f"{plain}:"
    return tuple(dict.fromkeys(one for tag, ids in index.tags.items() if tag.startswith(prefix) for one in ids))


def _is_family(name: str, index: NameIndex) -> bool:
    head = "".join(token.text for token in tokenise(name) if not token.digit)
    return name_key(name) in index.entries or head in index.heads or _first_letters(name) in index.heads


def _first_letters(name: str) -> str:
    tokens: list[Token] = tokenise(name)
    return tokens[0].text if tokens else ""


def _address(match: re.Match[str], index: NameIndex) -> Pasted:
    written = _GGUF.sub("", (match["file"] or match["repo"]).strip("/"))
    quants = find_quants(match["quant"] or match["file"] or "")
    entry = next((e for e in _entries(written, index) if e), None)
    if entry is None:
        return Pasted(match.span(), None, UnknownName(match.group(), match.span(), "model"))
    quant = quants[-1].name if quants else None
    mention = ModelMention(match.group(), match.span(), entry, quant=quant)
    return Pasted(match.span(), mention)


def _entries(written: str, index: NameIndex) -> Iterator[tuple[str, ...]]:
    """Readings of a file or repository name: whole, without its quantization, without the maker in front."""
    bare = without_quant(written)
    shortened = "-".join(part for part in bare.split("-") if part.casefold() not in _NEUTRAL_PARTS)
    for name in (bare, bare.partition("_")[2], shortened, shortened.partition("_")[2]):
        key = name_key(name)
        if key in index.files:
            yield index.files[key]
        entry = index.entries.get(key)
        if entry is not None and entry.product == "model":
            yield entry.ids


def _tagged(text: str, span: Span, parts: tuple[str, str], index: NameIndex) -> Pasted:
    name, tag = parts
    written = text[span[0] : span[1]]
    quants = find_quants(tag)
    ids = _tag_ids(name, tag, index)
    if not ids:
        return Pasted(span, None, UnknownName(written, span, "model"))
    quant = quants[-1].name if quants else None
    return Pasted(span, ModelMention(written, span, ids, from_tag=True, quant=quant))


def _tag_ids(name: str, tag: str, index: NameIndex) -> tuple[str, ...]:
    if tag == LATEST:
        return tag_readings(name, index)
    bare = without_quant(tag)
    plain = "-".join(part for part in bare.split("-") if part not in _NEUTRAL_PARTS)
    for candidate in (tag, bare, plain):
        if ids := index.tags.get(f"{name}:{candidate}"):
            return ids
    if not plain:
        return tag_readings(name, index)
    entry = index.entries.get(name_key(f"{name} {plain}"))
    return entry.ids if entry is not None and entry.sure and entry.product == "model" else ()
