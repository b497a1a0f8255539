"""Text of readers and guides as data: nothing in it can pass for a tag, a turn of a chat or a mark of a template."""

import re
import unicodedata

_ROLE = re.compile(r"^(\W{0,4})(system|assistant|user|human|developer|tool)(\W{0,3}):", re.IGNORECASE | re.MULTILINE)
_SIGNS = str.maketrans({"[": "(", "]": ")", "<": "\u2039", ">": "\u203a", "{": "(", "}": ")", "|": "/"})
_HIDDEN = frozenset({"Cf", "Cc", "Co", "Cn", "Cs", "Me"})


def neutral(text: str, *, one_line: bool = False) -> str:
    """Return a text without tags, marks, roles and hidden characters; its words stay as they are."""
    seen = "".join(c for c in text if c in "\n\t" or unicodedata.category(c) not in _HIDDEN)
    plain = _ROLE.sub(r"\1\2\3 -", seen.translate(_SIGNS))
    return " ".join(plain.split()) if one_line else plain
