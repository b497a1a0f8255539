"""A slip that is easily made in a pattern: capitals must not hide a word from the check."""

import pkgutil
import re
from importlib import import_module

import assistant.verifier

# Case tells something here: units and letters of a size, a name that goes on, what the text has been lowered to.
SENSITIVE = {
    "check.TAGS", "check.COMMAND", "claims._JOINED", "clauses._SENTENCE", "clauses._SPECIFIC",
    "clauses._DOUBLED", "comparisons._NOT_IN_NAME", "comparisons._COMMON", "conditions._LETTERS",
    "ledger._VERSION", "ledger._SENTENCE", "normalise._MARKUP", "normalise._LINK", "parts._BARE",
    "parts._LED", "parts._SENTENCES", "quantities._BITS", "rows._LETTERS", "scene.CLAUSE", "support._WORD",
    "vocabulary._TOKEN", "wording._LONGER", "written._FROM_TO",
}  # fmt: skip
_ESCAPE = re.compile(r"\\(?:u[0-9a-f]{4}|x[0-9a-f]{2}|.)|\(\?P?<[^>]+>")
_LETTERS = re.compile(r"[a-z]{2}")


def patterns():
    """Every compiled pattern at the head of a module, those in tuples and tables too."""
    for module in pkgutil.iter_modules(assistant.verifier.__path__):
        held = vars(import_module(f"assistant.verifier.{module.name}"))
        for name, value in held.items():
            yield from ((module.name, name, one) for one in _within(value))


def _within(value):
    if isinstance(value, re.Pattern):
        yield value
    elif isinstance(value, dict):
        yield from (one for part in value.values() for one in _within(part))
    elif isinstance(value, tuple):
        yield from (one for part in value for one in _within(part))


def test_words_are_read_whatever_their_case():
    every = [(f"{module}.{name}", pattern) for module, name, pattern in patterns()]
    assert len(every) > 100
    read = {
        name
        for name, pattern in every
        if not pattern.flags & re.IGNORECASE and _LETTERS.search(_ESCAPE.sub("", pattern.pattern))
    }
    assert read - SENSITIVE == set()


def test_a_draft_in_capitals_hides_nothing(said):
    for text in ("THE RTX 4090 DRAWS 451 W.", "THE RTX 4090 DOES 999 TOK/S.", "THE RTX 3090 DRAWS AT LEAST 350 W.",
                 "QWEN3 32B Q8_0 FITS ON THE RTX 4090.", "THE RTX 3090 DRAWS HALF OF IT.", "IT IS BLAZING FAST.",
                 "The RTX 4090 launched IN 2021.", "The RTX 4090 SELLS FOR $1,599 TODAY."):  # fmt: skip
        assert said(text) == [], text
