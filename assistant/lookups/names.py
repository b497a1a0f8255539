"""Messages for ids that do not exist, with near ones offered."""

from collections.abc import Collection

OFFERED = 3
NEAR = 60  # rapidfuzz score of 100; only decides what is offered, never what is taken


def unknown(kind: str, wanted: str, known: Collection[str]) -> str:
    """One line: what does not exist, and up to three ids that begin with it or look like it."""
    from rapidfuzz import fuzz, process  # noqa: PLC0415 - loaded only when something went wrong

    typed = wanted.lower().strip()
    longer = [name for name in known if typed and name.startswith(typed)]
    near = [name for name, _, _ in process.extract(typed, list(known), scorer=fuzz.ratio, score_cutoff=NEAR)]
    offer = ", ".join(list(dict.fromkeys([*longer, *near]))[:OFFERED])
    return f"unknown {kind} {wanted!r}" + (f"; did you mean {offer}?" if offer else "")
