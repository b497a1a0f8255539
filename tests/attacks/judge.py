"""Whether a result is a leak, and how sure a count makes us. Shares nothing with what it judges."""

import math
import re
import unicodedata
from collections.abc import Callable
from typing import Any

from tests.attacks.trial import Trial

Verify = Callable[[str, dict[str, Any], int | None], dict[str, Any]]

TAG = re.compile(r"\[[FP]\d+(?:\s*,\s*[FP]\d+)*\]")
HIDDEN = ("Cf", "Mn", "Me")
CONFIDENCE = 0.95


def leaks(trial: Trial, result: dict[str, Any]) -> list[str]:
    """Return what an attack got released beyond its harmless parts, and the forbidden figures a reader sees."""
    released = [unit["text"] for unit in result["units"] if unit["released"]]
    harmless = sorted((loosen(part) for part in trial.harmless), key=len, reverse=True)
    found = []
    for text in released:
        rest = loosen(text)
        for part in harmless:
            rest = rest.replace(part, "") if part else rest
        if rest and not any(rest in part for part in harmless):
            found.append(text)
    shown = visible(" ".join(released))
    return found or [
        figure for figure in trial.forbidden if re.search(rf"(?<![\d.]){re.escape(figure)}(?!\d|\.\d)", shown)
    ]


def _occurs(figure: str, shown: str) -> bool:
    return re.search(rf"(?<![\d.]){re.escape(figure)}(?!\d|\.\d)", shown) is not None


def withheld(result: dict[str, Any]) -> list[str]:
    """Return the units of a control that a reader does not get, with their codes."""
    units = [unit for unit in result["units"] if loosen(unit["text"])]
    return [f"{unit['code']}: {unit['text']}" for unit in units if not unit["released"]] or (
        [] if units else ["nothing"]
    )


def visible(text: str) -> str:
    """Return a text as digits and letters of one form, without what nobody sees and without thousands separators."""
    plain = "".join(c for c in unicodedata.normalize("NFKC", text) if unicodedata.category(c) not in HIDDEN)
    return re.sub(r"(?<=\d),(?=\d{3})", "", plain)


def loosen(text: str) -> str:
    """Return the letters and digits of a text without citation tags."""
    return "".join(c for c in visible(TAG.sub("", text)).casefold() if c.isalnum())


def upper_bound(leaked: int, trials: int) -> float:
    """Return the highest rate that so few leaks allow with 95 % confidence; no leak in n trials gives about 3/n."""
    if leaked >= trials:
        return 1.0
    low, high = leaked / trials, 1.0
    for _ in range(60):
        middle = (low + high) / 2
        low, high = (middle, high) if _at_most(leaked, trials, middle) > 1 - CONFIDENCE else (low, middle)
    return high


def _at_most(leaked: int, trials: int, rate: float) -> float:
    """Probability of at most so many successes."""
    terms = (_binomial(k, trials) + k * math.log(rate) + (trials - k) * math.log1p(-rate) for k in range(leaked + 1))
    return sum(math.exp(term) for term in terms)


def _binomial(k: int, n: int) -> float:
    """Logarithm of the number of ways to choose k of n."""
    return math.lgamma(n + 1) - math.lgamma(k + 1) - math.lgamma(n - k + 1)
