"""A fact's value as code prints it, for drafts that refer to `{F1}` instead of writing figures."""

from collections.abc import Callable

from assistant.domain.facts import Fact
from assistant.domain.quantity import gb, gib, plain, rate

BILLION = 1e9
_BY_UNIT: dict[str, Callable[[float], str]] = {
    "byte": gib,
    "tok/s": lambda value: f"{rate(value)} tok/s",
    "GB_label": lambda value: f"{plain(value)} GB",
    "USD": lambda value: f"${plain(value)}",
    "token": lambda value: f"{round(value):,} tokens",
    "none": plain,
}


def printed(fact: Fact) -> str:
    """Return a value with its unit, rounded as everywhere else."""
    if isinstance(fact.value, str):
        return fact.value
    if fact.metric == "file_size":
        return gb(fact.value)
    if fact.metric in ("params_total", "params_active"):
        return f"{plain(round(fact.value / BILLION, 2))} billion"
    by_unit = _BY_UNIT.get(fact.unit)
    return by_unit(fact.value) if by_unit else f"{plain(fact.value)} {fact.unit}"
