"""An exported site page as elements in reading order, whatever form it came in; and what is not a page's text."""

import re
import unicodedata
from dataclasses import dataclass
from typing import Literal

ElementKind = Literal["title", "heading", "text", "item", "row", "code", "question", "date", "summary"]


@dataclass(frozen=True)
class Element:
    """One piece of a page; `level` counts headings from 2."""

    kind: ElementKind
    text: str
    level: int = 2


class PageError(ValueError):
    """A page cannot be understood; the message says why."""


FAQ_HEADING = re.compile(
    r"^(?:faqs?|frequently asked(?: questions)?|common questions|questions (?:and|&) answers|q ?& ?a)$", re.IGNORECASE
)
SHORT_ANSWER = re.compile(r"^(?:the )?(?:short answer|tl;?dr|in short|summary)$", re.IGNORECASE)
_MONTHS = (
    "january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november",
    "december",
)  # fmt: skip
_MONTH_DATE = re.compile(r"\b([A-Z][a-z]{2,8})\.? (\d{1,2})(?:st|nd|rd|th)?,? (\d{4})\b")
_DAY_FIRST = re.compile(r"\b(\d{1,2})(?:st|nd|rd|th)?\.? ([A-Z][a-z]{2,8})\.? (\d{4})\b")
_ISO_DATE = re.compile(r"\b(\d{4})-(\d{2})-(\d{2})\b")
_MINUTES = re.compile(r"\b\d{1,3}[ -]min(?:ute)?s?(?:[ -]read)?\b", re.IGNORECASE)
# The foot of a page, in the words that such feet have everywhere.
FOOT = re.compile(
    r"^(?:trademark notice|independence (?:&|and) affiliates|data accuracy|disclaimer|(?:affiliate )?disclosure)\s*:"
    r"|\ball rights reserved\b|^(?:\u00a9|\(c\)|copyright\b)|\btrademarks? (?:of|are)\b|\bunsubscribe\b"
    r"|\bcookies? (?:policy|settings)\b|\bsubscribe\b|\bnewsletter\b|straight to your inbox"
    r"|^(?:privacy(?: policy)?|terms(?: of (?:use|service))?|imprint|contact)$"
    r"|^share (?:this|on)\b|^related (?:guides|articles|posts|reading)\b"
    r"|^(?:read next|you may also like|ready to build\?)"
    r"|\bsourced from ownrig's data layer\b|^about the author\b|^written by\b|^build (?:my|your) rig\b|^dark mode\b",
    re.IGNORECASE,
)
_ROLE = re.compile(
    r"^(?:(?:senior|lead|staff|contributing|managing) )?(?:editor|writer|author|reporter|analyst|founder|engineer)\b",
    re.IGNORECASE,
)


def visible(text: str) -> str:
    """The text without characters that hide or reorder text, in composed form; lines end in a line feed."""
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\u00a0", " ")
    kept = (c for c in text if c in "\n\t" or unicodedata.category(c) not in ("Cf", "Cc", "Co", "Cs"))
    return unicodedata.normalize("NFC", "".join(kept))


def find_date(text: str) -> str | None:
    """The first date of a text as YYYY-MM-DD; None if there is none."""
    if match := _ISO_DATE.search(text):
        return match[0]
    if (match := _MONTH_DATE.search(text)) and (month := _month(match[1])):
        return f"{match[3]}-{month:02d}-{int(match[2]):02d}"
    if (match := _DAY_FIRST.search(text)) and (month := _month(match[2])):
        return f"{match[3]}-{month:02d}-{int(match[1]):02d}"
    return None


def is_byline(text: str) -> bool:
    """Whether a short line says who wrote a page, when, or how long it takes to read."""
    short = len(text) < 120  # noqa: PLR2004 - a line, not a paragraph
    return short and not text.endswith(".") and bool(_MINUTES.search(text) or find_date(text))


def is_role(text: str) -> bool:
    """Whether a line is an author's role: the small talk about the author begins."""
    return len(text) < 60 and bool(_ROLE.match(text))  # noqa: PLR2004


def _month(name: str) -> int | None:
    found = [i for i, month in enumerate(_MONTHS, start=1) if month.startswith(name.lower()[:3])]
    return found[0] if found else None
