"""A page as HTML → elements, with the standard library's reader; what browsers do not show as text is left out."""

import re
from html.parser import HTMLParser

from typing_extensions import override

from assistant.corpus.page_elements import FAQ_HEADING, FOOT, Element, PageError, find_date, is_byline, is_role

_SKIPPED = frozenset(
    ["script", "style", "noscript", "template", "nav", "header", "footer", "aside", "form", "button", "svg", "iframe",
     "select", "dialog", "figcaption"]
)  # fmt: skip
_VOID = frozenset(
    ["br", "hr", "img", "input", "meta", "link", "source", "wbr", "area", "base", "col", "embed", "track"]
)
_BLOCKS = {
    "p": "text",
    "li": "item",
    "dd": "text",
    "dt": "question",
    "summary": "question",
    "blockquote": "text",
    "pre": "code",
}
_AWAY = re.compile(
    r"\b(?:nav|menu|breadcrumb|footer|cookie|consent|banner|share|social|related|newsletter|sidebar|byline-bio|author-bio)\b"
)
_SPACE = re.compile(r"\s+")
LOGIN = re.compile(
    r"^(?:sign in|log ?in|404|page not found|not found|access denied|forbidden|error \d{3}|\d{3} error)", re.IGNORECASE
)


def html_elements(text: str) -> list[Element]:
    """Read a page.

    Raises:
        PageError: there is no title, or nothing under it; it is an error or login page.
    """
    reader = _Reader()
    reader.feed(text)
    reader.close()
    return _ordered(reader)


class _Reader(HTMLParser):
    """Collects elements; `skipping` counts open tags inside something that is not the page's text."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.elements: list[Element] = []
        self.meta: dict[str, str] = {}
        self.head_title = ""
        self.article_at: int | None = None
        self._open: list[tuple[str, bool]] = []
        self._kind: str | None = None
        self._level = 2
        self._text: list[str] = []
        self._row: list[str] | None = None

    @override
    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Open a tag; what it holds is text of the page or not."""
        given = {name: value or "" for name, value in attrs}
        if tag == "meta":
            self.meta[given.get("name") or given.get("property") or ""] = given.get("content", "")
        if tag == "time" and given.get("datetime"):
            self.elements.append(Element("date", given["datetime"][:10]))
        if tag == "br":
            self._text.append("\n" if self._kind == "code" else " ")
        if tag in _VOID:
            return
        away = tag in _SKIPPED or bool(
            _AWAY.search(f"{given.get('class', '')} {given.get('id', '')} {given.get('role', '')}".lower())
        )
        self._open.append((tag, away and tag not in ("html", "body", "main", "article")))
        if tag in ("main", "article") and self.article_at is None:
            self.article_at = len(self.elements)
        if not self._skipping:
            self._begin(tag)

    @override
    def handle_endtag(self, tag: str) -> None:
        """Close a tag, and those left open in it."""
        names = [name for name, _ in self._open]
        if tag not in names:
            return
        if not self._skipping:
            self._end(tag)
        while self._open and self._open.pop()[0] != tag:
            pass

    @override
    def handle_data(self, data: str) -> None:
        """Text inside the innermost tag."""
        if self._open and self._open[-1][0] == "title":
            self.head_title += data
        elif not self._skipping:
            self._text.append(data)

    @property
    def _skipping(self) -> bool:
        return any(away for _, away in self._open) or any(name in ("head", "title") for name, _ in self._open)

    def _begin(self, tag: str) -> None:
        if re.fullmatch(r"h[1-6]", tag):
            self._start("title" if tag == "h1" else "heading", int(tag[1]))
        elif tag in _BLOCKS:
            self._start(_BLOCKS[tag])
        elif tag in ("div", "section", "ul", "ol", "table", "details", "dl"):
            self._flush()
        elif tag == "tr":
            self._flush()
            self._row = []
        elif tag in ("td", "th"):
            self._text = []

    def _end(self, tag: str) -> None:
        if tag in ("td", "th") and self._row is not None:
            self._row.append(_clean("".join(self._text)).replace("|", "/"))
            self._text = []
        elif tag == "tr" and self._row is not None:
            if any(self._row):
                self.elements.append(Element("row", "| " + " | ".join(self._row) + " |"))
            self._row, self._text = None, []
        elif re.fullmatch(r"h[1-6]", tag) or tag in _BLOCKS or tag in ("div", "section", "details"):
            self._flush()

    def _start(self, kind: str, level: int = 2) -> None:
        self._flush()
        self._kind, self._level = kind, level

    def _flush(self) -> None:
        raw = "".join(self._text)
        text = raw.strip("\n") if self._kind == "code" else _clean(raw)
        if text and self._row is None:
            self.elements.append(Element(self._kind or "text", text, max(2, self._level)))  # type: ignore[arg-type]
        self._text, self._kind, self._level = [], None, 2


def _clean(text: str) -> str:
    return _SPACE.sub(" ", text).strip()


def _ordered(reader: _Reader) -> list[Element]:
    """Title and summary first, then the body up to the foot."""
    titles = [element.text for element in reader.elements if element.kind == "title"]
    title = titles[0] if titles else _clean(re.split(r" [|\u2013\u2014-] ", reader.head_title)[0])
    if not title:
        raise PageError("no title was found: neither an <h1> nor a <title>")
    if LOGIN.match(title):
        raise PageError(f"this looks like an error or login page: {title!r}")
    found = [Element("title", title)]
    if summary := reader.meta.get("description") or reader.meta.get("og:description"):
        found.append(Element("summary", _clean(summary)))
    if published := find_date(reader.meta.get("article:published_time", "")):
        found.append(Element("date", published))
    start = next((i + 1 for i, e in enumerate(reader.elements) if e.kind == "title"), reader.article_at or 0)
    found += [e for e in reader.elements[:start] if e.kind == "date"]
    found += _body(reader.elements[start:])
    if not any(element.kind in ("text", "item") for element in found):
        raise PageError("there is a title, but no text under it")
    return found


def _body(elements: list[Element]) -> list[Element]:
    body: list[Element] = []
    for i, element in enumerate(elements):
        following = elements[i + 1].text if i + 1 < len(elements) else ""
        if FOOT.search(element.text) or (is_role(following) and len(element.text.split()) <= 4):  # noqa: PLR2004
            break
        if element.kind == "text" and is_byline(element.text):
            body += [Element("date", date)] if (date := find_date(element.text)) else []
        else:
            body.append(element)
    return [e if not FAQ_HEADING.match(e.text) else Element("heading", e.text, 2) for e in body if e.kind != "title"]
