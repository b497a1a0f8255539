"""The text of a question as every door takes it."""

import unicodedata

from assistant.errors import RequestError

MOST_CHARACTERS = 2000  # contract 6


def checked(text: str) -> str:
    """Return the question with undecodable bytes replaced.

    Raises:
        RequestError: nothing readable is in it, or it is too long.
    """
    text = text.encode("utf-8", "replace").decode("utf-8")
    if not any(unicodedata.category(letter)[0] in "LNPS" for letter in text):
        raise RequestError("the question is empty; try: Will Qwen3 8B fit on an RTX 3060 12GB?")
    if len(text) > MOST_CHARACTERS:
        raise RequestError(f"the question has {len(text):,} characters; at most {MOST_CHARACTERS:,} are read")
    return text
