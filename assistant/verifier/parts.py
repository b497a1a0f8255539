"""A unit of several lines as pieces that can be read like sentences: rows of tables, items of lists."""

import re
from collections.abc import Iterator

from assistant.verifier.quantities import quantities

_RULE = re.compile(r"^\|?[\s:|-]+\|?$")
_UNIT = re.compile(
    r"(?:\(|\b|^)(tok/s|t/s|tokens per second|tokens/s|GiB|GB/s|GB|MiB|MB|W|watts?|USD|US\$|\$|tokens?)(?:\)|\b|$)",
    re.IGNORECASE,
)
_IN_BRACKETS = re.compile(rf"\(\s*{_UNIT.pattern}\s*\)", re.IGNORECASE)
_BARE = re.compile(r"(?:about |~)?[\d.,]+(?: ?(?:-|to|\u2013) ?[\d.,]+)?")  # a cell with nothing but a value or a range
_LED = re.compile(rf"^({_BARE.pattern}(?<![,.]))(?=$|, [a-z])")  # a cell that begins with one: "63.7, fits"
# Sentences that a stream keeps together, since the next one begins with a small letter: "… [F1]. llama.cpp splits …".
_SENTENCES = re.compile(
    r"(?<=[\w%)][.!?])(?<!\be\.g\.)(?<!\bi\.e\.)(?<!approx\.)(?<! vs\.)(?<! ca\.) +(?=\S)|(?<=;) +(?=\S+ \S+ \S)"
)
_JOINED = re.compile(
    r"[,;] (?:and|but|so|while|whereas|though|although|yet) |; | - (?=[a-z])|(?<=[^,]) (?:but|whereas) ", re.IGNORECASE
)
_DEPENDS = re.compile(
    r"\b(?:if|unless|suppose|imagine|assum\w+|they say|say you|said to|claims?|people|users?|report\w*|rumou?r\w*"
    r"|not only"
    r"|either|neither"
    r"|would|could|might)\b|\"",
    re.IGNORECASE,
)
FEWEST = 3  # words of a clause
_KEY = re.compile(r"^(?:context|quant\w*|model|card|gpu|device|machine|backend|test)\b", re.IGNORECASE)
_TITLE = re.compile(r"[^.:!?|]{1,60}")
_HEAD = re.compile(r"^[ \t]*#{1,6}[ \t]+(.*)$")


def pieces(text: str) -> Iterator[str]:
    """Yield what is checked one after the other; a single sentence is one piece.

    A cell is read with the header of its row and of its column, and takes its unit from either if it has none.
    """
    lines = list(_lines(text))
    rows = [line for line in lines if line.lstrip().startswith("|")]
    prose = [line for line in lines if line.strip() and not line.lstrip().startswith("|")]
    lead = ""
    if len(prose) == 1 or not rows:
        several = len(prose) > 1
        for line in prose:
            heading = _HEAD.match(line)
            shown = f"{heading[1].strip()}:" if heading else line.strip()
            if several and shown.endswith(":"):
                lead = shown.rstrip(":")
                yield shown
            else:
                yield _with_unit(lead, shown) if several else shown
    else:
        yield from (_HEAD.sub(r"\1:", line).strip() for line in prose)
    if rows:
        yield from _cells(rows, prose[0] if prose else "")


def main_clauses(sentence: str) -> tuple[str, ...]:
    """The clauses of a sentence that each say something by themselves; none where one depends on another.

    "It has more bandwidth, but that is no measured speed" are two; "if it fits, it does ..." is one.
    """
    if _DEPENDS.search(sentence):
        return ()
    parts = tuple(part.strip() for part in _JOINED.split(sentence) if part.strip())
    return parts if len(parts) > 1 and all(len(part.split()) >= FEWEST for part in parts) else ()


def _lines(text: str) -> Iterator[str]:
    """The lines of a unit, sentences apart; a title over a table or list announces it like one that ends in a colon."""
    whole = [line for line in text.split("\n") if line.strip()]
    for line, later in zip(whole, [*whole[1:], ""], strict=True):
        title = later and not line.lstrip().startswith("|") and not _HEAD.match(line) and _TITLE.fullmatch(line.strip())
        for sentence in _SENTENCES.split(line):
            yield f"{sentence}:" if title else sentence


def _with_unit(lead: str, line: str) -> str:
    """An item under "Tokens per second:" has that unit."""
    unit = _UNIT.search(lead)
    if unit and any(one.kind == "plain" for one in quantities(line)):
        return f"{line} {unit[1]}"
    return line


def _small(title: str) -> str:
    """A title in the middle of a sentence: its first letter says nothing of a name."""
    return title[:1].lower() + title[1:] if title[1:2].islower() else title


def _as_context(title: str, cell: str) -> str:
    """A number under "Context" is one of tokens."""
    return f"{cell} tokens" if "context" in title.lower() and _BARE.fullmatch(cell) else cell


def _unit_of(text: str) -> str:
    """The unit a title gives to bare numbers: the one in brackets, else the last one named."""
    found = list(_IN_BRACKETS.finditer(text)) or list(_UNIT.finditer(text))
    return found[-1][1] if found else ""


def _cells(rows: list[str], lead: str) -> Iterator[str]:
    table = [[cell.strip() for cell in row.strip().strip("|").split("|")] for row in rows if not _RULE.match(row)]
    if min(len(table), len(table[0])) < 2 or any(len(row) != len(table[0]) for row in table):  # noqa: PLR2004
        raise ValueError("a table whose rows do not agree")
    header, *body = table
    keys = [at for at, title in enumerate(header) if at == 0 or _is_key(title)]
    if len(keys) == len(header):
        keys = [0]  # or nothing of it would be read
    for row in body:
        head = " ".join(_as_context(header[at], row[at]) for at in keys)
        for at, (title, cell) in enumerate(zip(header, row, strict=True)):
            if at in keys:
                continue
            unit = next((found for text in (title, row[0], header[0], lead) if (found := _unit_of(text))), "")
            shown = _LED.sub(rf"\1 {unit}", cell) if unit else cell
            yield f"{head} {_small(title)}: {shown if shown != cell else _as_context(f'{title} {row[0]}', cell)}"


def _is_key(title: str) -> bool:
    """Whether a column says what its row is about; "Card offers (GiB)" is a measure."""
    unit = _IN_BRACKETS.search(title)
    return bool(_KEY.search(title)) and (unit is None or unit[1].lower().startswith("token"))
