"""Messages for ids that do not exist, with near ones offered."""

from collections.abc import Iterable

OFFERED = 3
NEAR = 60  # rapidfuzz score of 100; only decides what is offered, never what is taken


def unknown(kind: str, wanted: str, known: Iterable[str]) -> str:
    """One line: what does not exist, and up to three ids that look like it."""
    from rapidfuzz import fuzz, process  # noqa: PLC0415 - loaded only when something went wrong

    near = process.extract(wanted.lower(), list(known), scorer=fuzz.WRatio, limit=OFFERED, score_cutoff=NEAR)
    offer = ", ".join(name for name, _, _ in near)
    return f"unknown {kind} {wanted!r}" + (f"; did you mean {offer}?" if offer else "")
