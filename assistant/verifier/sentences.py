"""A stream of text → units that are checked and released whole; the same units whatever the chunks.

A unit is a sentence with its citations, a table, a list or a code block with the line that announces it, or a heading
with what follows it. White space after a unit belongs to it, so that all units joined are the text.
"""

import re
from collections.abc import Callable

MOST = 4000  # characters of a unit; longer text without an end is cut here and will hardly be understood

_BLANK = re.compile(r"[ \t]*\n[ \t]*(?:\n\s*)")
_ITEM = re.compile(r"[ \t]*(?:[-*+\u2022]|\d{1,3}[.)])[ \t]+")
_BEGUN_ITEM = re.compile(r"[ \t]{0,3}(?:[-*+\u2022]|\d{1,3}[.)]?)?[ \t]?")
_HEADING = re.compile(r"#{1,6}[ \t]|\*\*[^*\n]{1,120}\*\*:?[ \t]*\n|__[^_\n]{1,120}__:?[ \t]*\n")
_MAYBE_HEADING = re.compile(
    r"(?:#{1,6}|\*\*[^*\n]{0,120}(?:\*(?:\*:?[ \t]*)?)?|__?[^_\n]{0,120}(?:_(?:_:?[ \t]*)?)?)\Z"
)
_STOP = re.compile(
    r"(?:[.!?\u2026]+|[\u3002\uff01\uff1f])[\"'\u201d\u2019)\]*_`]*(?:[ \t]*\[[^\]\n]{1,40}\])*(?=\s|\Z)"
)
_CITES = re.compile(r"[ \t]*\[[^\]\n]{0,40}(?:\]|\Z)")
_SHORT = re.compile(
    r"(?:\b(?:e\.g|i\.e|approx|vs|ca|etc|incl|excl|resp|max|min|no|fig|est|avg|cf|al|dr|mr|mrs|st|jan"
    r"|feb|mar|apr|jun|jul"
    r"|aug|sep|sept|oct|nov|dec)|(?<![\w/])(?<!\d )[A-Za-z])\.\Z",
    re.IGNORECASE,
)
FENCE = "```"


class Splitter:
    """Cuts what is fed to it. Nothing is given out before its end is certain, whatever may follow."""

    def __init__(self) -> None:
        self._held = ""

    def feed(self, chunk: str) -> list[str]:
        """Return the units that are complete now."""
        self._held += chunk
        return list(self._cut(final=False))

    def flush(self) -> list[str]:
        """Return what is left, when nothing follows any more."""
        return list(self._cut(final=True))

    def _cut(self, *, final: bool) -> "list[str]":
        units = []
        while self._held and (end := unit_end(self._held, final=final)):
            units.append(self._held[:end])
            self._held = self._held[end:]
        return units


def split(text: str) -> list[str]:
    """Cut a whole text."""
    splitter = Splitter()
    return splitter.feed(text) + splitter.flush()


def unit_end(text: str, *, final: bool) -> int:
    """Return where the first unit of a text ends; 0 while that is open."""
    start = _skip(text, 0)
    if start == len(text):
        return len(text) if final else 0
    end = _block_end(text, start, final=final)
    if not end and len(text) > MOST + start:
        space = text.rfind(" ", start, MOST + start)
        end = space + 1 if space > start else MOST + start
    return _with_space(text, end, final=final) if end else 0


def _block_end(text: str, start: int, *, final: bool) -> int:
    """The end of the block at `start`, without the space after it; 0 while open."""
    rest = text[start:]
    if not final and (FENCE.startswith(rest) or (_MAYBE_HEADING.fullmatch(rest) and "\n" not in rest)):
        return 0
    if rest.startswith(FENCE):
        return _code_end(text, start, final=final)
    if rest.startswith("|"):
        return _lines_end(text, start, _in_table, final=final)
    if heading := _HEADING.match(rest):
        return _heading_end(text, start + (0 if heading[0].startswith("#") else heading.end() - 1), final=final)
    item = _ITEM.match(rest)
    if not final and not item and re.fullmatch(r"(?:[-*+\u2022]|\d{1,3}[.)]?)[ \t]*", rest):
        return 0
    if item:
        return _lines_end(text, start, _in_list, final=final)
    return _sentence_end(text, start, final=final)


def _code_end(text: str, start: int, *, final: bool) -> int:
    close = text.find(FENCE, start + len(FENCE))
    if close < 0:
        return len(text) if final else 0
    line = text.find("\n", close)
    return (len(text) if final else 0) if line < 0 else line


def _heading_end(text: str, start: int, *, final: bool) -> int:
    """A heading goes with what stands under it."""
    line = text.find("\n", start)
    if line < 0:
        return len(text) if final else 0
    below = _skip(text, line)
    if below == len(text):
        return len(text) if final else 0
    return _block_end(text, below, final=final)


def _in_table(line: str) -> bool:
    return line.startswith("|")


def _in_list(line: str) -> bool:
    return bool(_ITEM.match(line)) or line.startswith(("  ", "\t"))


def _lines_end(text: str, start: int, belongs: Callable[[str], bool], *, final: bool) -> int:
    """The end of lines of one kind; between items of a list one empty line may stand."""
    at = start
    while True:
        line_end = text.find("\n", at)
        if line_end < 0:
            return len(text) if final else 0
        following = _next_line(text, line_end, blank=belongs is _in_list)
        if following is None:
            return line_end if final else 0
        if not belongs(text[following : following + 8]):
            begun = belongs is _in_list and _BEGUN_ITEM.fullmatch(text[following:])
            return 0 if begun and not final else line_end
        at = following


def _next_line(text: str, line_end: int, *, blank: bool) -> int | None:
    """Where the next line begins, skipping empty ones if `blank`; None while nothing of it has arrived."""
    at = line_end + 1
    if blank:
        found = _skip_lines(text, at)
        return None if found >= len(text) else found
    return None if at >= len(text) else at


def _skip_lines(text: str, at: int) -> int:
    while (end := text.find("\n", at)) >= 0 and not text[at:end].strip():
        at = end + 1
    return at if text[at:].strip() else len(text)


def _sentence_end(text: str, start: int, *, final: bool) -> int:
    at = start
    open_end = len(text) if final else 0
    while True:
        stop = _STOP.search(text, at)
        line = text.find("\n", at)
        if line >= 0 and (stop is None or line < stop.start()):
            ended = _line_break(text, start, line, final=final)
            if ended is not None:
                return ended
            at = line + 1
            continue
        following = _skip(text, stop.end()) if stop else len(text)
        if stop is None or following == len(text) or (not final and _cite_open(text, stop.end())):
            return open_end
        if not _goes_on(text, start, stop.end(), following):
            return stop.end()
        at = stop.end()


def _cite_open(text: str, at: int) -> bool:
    """Whether a citation behind a stop is still arriving: it belongs to the sentence before it."""
    cites = _CITES.match(text, at)
    return cites is not None and cites.end() == len(text)


def _line_break(text: str, start: int, line: int, *, final: bool) -> int | None:
    """What a line's end means: 0 while open, the end of the unit, or None if the sentence goes on."""
    following = _skip(text, line)
    if following == len(text):
        return len(text) if final else 0
    rest = text[following:]
    begun = re.fullmatch(r"(?:`{1,2}|[-*+\u2022]|\d{1,3}[.)]?|#{1,6})", rest) or _MAYBE_HEADING.fullmatch(rest)
    if not final and begun:
        return 0
    block = rest.startswith((FENCE, "|")) or _ITEM.match(rest) or _HEADING.match(rest)
    if block and text[start:line].rstrip().endswith(":"):
        return _block_end(text, following, final=final)
    if block or _BLANK.match(text, line):
        return line
    return None


def _goes_on(text: str, start: int, stop: int, following: int) -> bool:
    """Whether a stop ends no sentence: what follows cannot begin one, or a short form ends in it."""
    letter = text[following]
    if letter in ")]}" or letter.isdigit() or letter.islower():
        return "\n\n" not in text[stop:following]
    return bool(_SHORT.search(text, max(start, stop - 8), stop)) and "\n" not in text[stop:following]


def _skip(text: str, at: int) -> int:
    while at < len(text) and text[at].isspace():
        at += 1
    return at


def _with_space(text: str, end: int, *, final: bool) -> int:
    """The end with the space behind it; 0 while more may follow."""
    after = _skip(text, end)
    if after == len(text) and not final:
        return 0
    return after
