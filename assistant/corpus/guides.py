"""Guides and pages: YAML front matter (contract 7) and Markdown, read into sections, FAQ entries and key facts."""

import hashlib
import json
import math
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Literal

from pydantic import Field, ValidationError

from assistant.corpus.complaints import SHOWN, complaints
from assistant.corpus.markdown import Block, MarkdownError, Section, read_sections
from assistant.corpus.records import Record
from assistant.errors import CorpusError

WORDS_PER_MINUTE = 200  # a usual reading speed for plain prose, and what the site's "N min read" has
FAQ = "FAQ"
FOLDERS = ("guides", "pages")

Slug = Annotated[str, Field(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$")]
Date = Annotated[str, Field(pattern=r"^\d{4}-\d{2}-\d{2}$")]
Text = Annotated[str, Field(min_length=1)]
_EDGE = re.compile(r"^---[ \t]*$", re.MULTILINE)


class SourceLink(Record):
    """Where a guide's figures were read."""

    title: Text
    url: Annotated[str, Field(pattern=r"^https?://\S+$")]


class FrontMatter(Record):
    """What stands above the text; unknown keys are refused."""

    title: Text
    slug: Slug
    kind: Literal["guide", "page"]
    summary: Text
    topics: Annotated[tuple[Text, ...], Field(min_length=1)]
    published: Date
    checked: Date
    sources: tuple[SourceLink, ...]
    key_facts: Annotated[tuple[Text, ...], Field(min_length=3, max_length=7)]


@dataclass(frozen=True)
class FaqEntry:
    """One question of the FAQ and its answer."""

    question: str
    anchor: str
    blocks: tuple[Block, ...]


@dataclass(frozen=True)
class Guide:
    """A guide or page. `sections` leaves the FAQ out; `minutes` is the time to read the text, at least 1."""

    front: FrontMatter
    sections: tuple[Section, ...]
    faq: tuple[FaqEntry, ...]
    minutes: int

    @property
    def slug(self) -> str:
        """The name in links."""
        return self.front.slug

    @property
    def id(self) -> str:
        """The path on the site, e.g. `guides/used-cards`."""
        return f"{self.front.kind}s/{self.front.slug}"


def load_guides(corpus: Path) -> tuple[Guide, ...]:
    """All guides, then all pages, each in the order of their file names; a missing folder holds none.

    Raises:
        CorpusError: files are broken or a slug appears twice; the message names each file and field.
    """
    guides, broken = [], []
    for file in guide_files(corpus):
        try:
            guides.append(read_guide(_shown(file), _content(file)))
        except CorpusError as error:
            broken.append(str(error))
    if broken:
        raise CorpusError("\n".join(broken))
    seen: set[str] = set()
    for guide in guides:
        if guide.slug in seen:
            raise CorpusError(f"corpus/{guide.id}.md: slug: {guide.slug!r} appears twice")
        seen.add(guide.slug)
    return tuple(guides)


def guide_files(corpus: Path) -> list[Path]:
    """The files of guides and pages under a corpus folder, in order; a README is none."""
    found = (sorted((corpus / folder).glob("*.md")) for folder in FOLDERS)
    return [file for files in found for file in files if file.name != "README.md"]


def guides_digest(corpus: Path) -> str:
    """The first 12 hexadecimal digits of a SHA-256 over names and bytes of all guides and pages.

    Raises:
        CorpusError: a file cannot be read.
    """
    whole = hashlib.sha256()
    for file in guide_files(corpus):
        content = _content(file)
        whole.update(f"{_shown(file)}\0{len(content)}\0".encode() + content)
    return whole.hexdigest()[:12]


def read_guide(place: str, content: bytes) -> Guide:
    """One guide from the bytes of its file; `place` is its path, which must agree with kind and slug.

    Raises:
        CorpusError: broken front matter or Markdown; the message names file and field or line.
    """
    try:
        text = content.decode("utf-8").replace("\r\n", "\n")
    except UnicodeDecodeError as error:
        raise CorpusError(f"{place}: is not UTF-8 text ({error.reason} at byte {error.start})") from error
    head, body = _halves(place, text)
    front = _front_matter(place, head)
    try:
        sections = read_sections(body)
    except MarkdownError as error:
        raise CorpusError(f"{place}: text: {error}") from error
    if not any(section.blocks for section in sections):
        raise CorpusError(f"{place}: text: is missing below the front matter")
    prose = tuple(section for section in sections if section.path[:1] != (FAQ,))
    return Guide(front, prose, tuple(_faq(place, sections)), _minutes(sections))


def _halves(place: str, text: str) -> tuple[str, str]:
    edges = [match.span() for match in _EDGE.finditer(text)][:2]
    if len(edges) < 2 or edges[0][0] != 0:  # noqa: PLR2004 - one line above, one below
        raise CorpusError(f"{place}: front matter: should stand at the top between two lines `---`")
    (_, start), (end, after) = edges
    return text[start:end], "\n" * text.count("\n", 0, after) + text[after:]  # so that lines keep their numbers


def _front_matter(place: str, head: str) -> FrontMatter:
    from assistant.corpus.yaml_items import mapping_as_json  # noqa: PLC0415 - yaml is slow to import

    text = mapping_as_json(f"{place}: front matter", head.encode())
    try:
        front = FrontMatter.model_validate_json(text, strict=True)
    except ValidationError as error:
        raise CorpusError("\n".join(_complaints(place, error, json.loads(text)))) from error
    folder, name = Path(place).parts[-2:]
    if name != f"{front.slug}.md":
        raise CorpusError(f"{place}: slug: {front.slug!r} should be the file's name without .md")
    if folder in FOLDERS and folder != f"{front.kind}s":
        raise CorpusError(f"{place}: kind: a {front.kind} belongs into corpus/{front.kind}s")
    if front.checked < front.published:
        raise CorpusError(f"{place}: checked: {front.checked} lies before published, {front.published}")
    return front


def _complaints(place: str, error: ValidationError, given: dict[str, object]) -> Iterator[str]:
    """One line per wrong field; `complaints` speaks of a list of items, so the front matter is made one."""
    lines = error.errors(include_url=False, include_context=True)
    shifted = ValidationError.from_exception_data(
        error.title,
        [{"type": line["type"], "loc": (0, *line["loc"]), "input": line["input"], "ctx": line.get("ctx", {})}
         for line in lines],
    )  # fmt: skip
    found = list(complaints(shifted, [given | {"id": "front matter"}], FrontMatter))
    yield from (f"{place}: {line}" for line in found[:SHOWN])
    if len(found) > SHOWN:
        yield f"… and {len(found) - SHOWN} more"


def _faq(place: str, sections: tuple[Section, ...]) -> Iterator[FaqEntry]:
    for section in sections:
        if section.path[:1] == (FAQ,) and len(section.path) > 1:
            if not section.blocks:
                raise CorpusError(f"{place}: FAQ: {section.heading!r} has no answer")
            yield FaqEntry(section.heading, section.anchor, section.blocks)


def _minutes(sections: tuple[Section, ...]) -> int:
    texts = (block.text for section in sections for block in section.blocks)
    return max(1, math.ceil(sum(len(text.split()) for text in texts) / WORDS_PER_MINUTE))


def _content(file: Path) -> bytes:
    try:
        return file.read_bytes()
    except OSError as error:
        raise CorpusError(f"{_shown(file)}: cannot be read ({error.strerror})") from error


def _shown(file: Path) -> str:
    return "/".join(("corpus", *file.parts[-2:]))
