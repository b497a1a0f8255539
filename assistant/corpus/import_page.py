"""An exported site page → the text of a guide. What a page cannot give is left for its owner to fill in."""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from assistant.corpus.page_elements import FAQ_HEADING, SHORT_ANSWER, Element, PageError, visible
from assistant.corpus.page_html import html_elements
from assistant.corpus.page_text import text_elements
from assistant.errors import CorpusError

LARGEST = 2_000_000  # bytes
_HTML = re.compile(r"<!doctype html|<html\b|<(?:p|div|h1|article|main)\b[^>]*>", re.IGNORECASE)
_CHARSET = re.compile(rb"charset=[\"']?([\w-]+)", re.IGNORECASE)
_GUIDES = re.compile(r"(?m)^\s*(?:\d+\.\s*)?/\s*guides\b|^guides?$|/guides/", re.IGNORECASE)
_EMPTY_LINES = re.compile(r"\n{3,}")
BINARY = b"\x00"
TO_FILL = ("topics", "checked", "sources", "key_facts")  # what no page says of itself


@dataclass(frozen=True)
class Imported:
    """A guide or page as Markdown; `missing` are the fields that must be filled in before it can be used."""

    slug: str
    kind: str
    text: str
    missing: tuple[str, ...]

    @property
    def path(self) -> str:
        """Where it belongs under `corpus/`."""
        return f"{self.kind}s/{self.slug}.md"


def import_page(name: str, content: bytes) -> Imported:
    """Turn a page into a guide.

    Raises:
        CorpusError: it cannot be understood; the message names the file and the reason.
    """
    try:
        text = visible(_decoded(content))
        html = bool(_HTML.search(text))
        elements = html_elements(text) if html else text_elements(text)
        return _imported(elements, "guide" if _GUIDES.search(text) else "page")
    except PageError as error:
        raise CorpusError(f"{name}: {error}") from error


def _decoded(content: bytes) -> str:
    if not content.strip():
        raise PageError("the file is empty")
    if len(content) > LARGEST:
        raise PageError(f"the file has {len(content):,} bytes; a page has at most {LARGEST:,}")
    if BINARY in content[:4096]:
        raise PageError("this is not text")
    declared = _CHARSET.search(content[:2048])
    for encoding in ("utf-8-sig", declared[1].decode() if declared else "utf-8", "cp1252"):
        try:
            return content.decode(encoding)
        except (UnicodeDecodeError, LookupError):
            continue
    raise PageError("the encoding is neither UTF-8 nor the one declared nor Windows-1252")


def _imported(elements: Sequence[Element], kind: str) -> Imported:
    title = elements[0].text.rstrip(" #")
    slug = _slug(title)
    if not slug:
        raise PageError(f"the title {title!r} gives no name for a file")
    dates = [element.text for element in elements if element.kind == "date"]
    summary = next((element.text for element in elements if element.kind == "summary"), "")
    body = "\n".join(_markdown([element for element in elements if element.kind not in ("title", "date", "summary")]))
    front = {"title": title, "slug": slug, "kind": kind, "summary": summary, "published": dates[0] if dates else None}
    missing = (*(field for field, value in front.items() if not value), *TO_FILL)
    text = _EMPTY_LINES.sub("\n\n", body).strip()
    return Imported(slug, kind, f"{_front(front)}\n{text}\n", missing)


def _front(front: dict[str, str | None]) -> str:
    from assistant.corpus.yaml_items import dump_mapping  # noqa: PLC0415 - yaml is slow to import

    lists: dict[str, object] = {
        "topics": [],
        "published": front["published"],
        "checked": None,
        "sources": [],
        "key_facts": [],
    }
    return f"---\n{dump_mapping({**{k: v for k, v in front.items() if k != 'published'}, **lists})}---\n"


def _markdown(elements: Sequence[Element]) -> Iterator[str]:
    """The body: headed sections, questions under FAQ, lists, tables with their rule, code."""
    inside_faq = False
    before: str | None = None
    for element in elements:
        if element.kind in ("heading", "question"):
            heading, inside_faq = _heading(element, inside_faq=inside_faq)
            yield from ("", heading, "") if heading else ("",)
        elif element.kind in ("item", "row"):
            yield from _line(element, new=before != element.kind)
        else:
            yield from ("", f"```\n{element.text}\n```" if element.kind == "code" else element.text, "")
        before = element.kind


def _heading(element: Element, *, inside_faq: bool) -> tuple[str, bool]:
    if FAQ_HEADING.match(element.text):
        return "## FAQ", True
    if element.kind == "question" or (inside_faq and element.text.endswith("?")):
        return (f"### {element.text}" if inside_faq else f"## FAQ\n\n### {element.text}"), True
    text = "Short answer" if SHORT_ANSWER.match(element.text) else element.text
    level = 2 if element.level <= 2 or inside_faq else min(element.level, 4)  # noqa: PLR2004 - sections begin at two
    return f"{'#' * level} {text}", False


def _line(element: Element, *, new: bool) -> Iterator[str]:
    if new:
        yield ""
    if element.kind == "item":
        yield f"- {element.text}"
        return
    yield element.text
    if new:
        yield "|" + " --- |" * (element.text.count("|") - 1)


def _slug(title: str) -> str:
    plain = unicodedata.normalize("NFKD", title).encode("ascii", "ignore").decode().lower()
    return "-".join(re.findall(r"[a-z0-9]+", plain))


def write_import(imported: Imported, out: Path) -> Path:
    """Write it under a folder, never over a file that is there.

    Raises:
        CorpusError: the file exists or cannot be written.
    """
    file = out / imported.path
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        with file.open("x", encoding="utf-8") as target:
            target.write(imported.text)
    except FileExistsError as error:
        raise CorpusError(f"{str(file)!r} is there already; remove or rename it first") from error
    except OSError as error:
        raise CorpusError(f"{str(file)!r} cannot be written ({error.strerror})") from error
    return file
