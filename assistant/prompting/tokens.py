"""Bounds on how many tokens a text has, without the tokenizer of the model.

Tokenizers of current models take an English word as one to three tokens, some (Qwen, Llama 3 for up to three digits)
every digit as one, and signs one by one. The upper bound counts so; the lower one takes eight characters a token,
which no tokenizer reaches on prose.
"""

import re

_PIECE = re.compile(r"[A-Za-z]+|[0-9]|\n|[^\sA-Za-z0-9]")
_LETTERS_PER_TOKEN = 3
_MOST_CHARACTERS_PER_TOKEN = 8
_BYTES_PER_TOKEN = 2  # of other scripts, whose letters take two to four bytes


def at_most(text: str) -> int:
    """Return a count that a tokenizer stays under."""
    return sum(_most(piece) for piece in _PIECE.findall(text))


def at_least(text: str) -> int:
    """Return a count that a tokenizer stays above."""
    return len(text) // _MOST_CHARACTERS_PER_TOKEN


def _most(piece: str) -> int:
    if piece.isascii():
        return -(-len(piece) // _LETTERS_PER_TOKEN) if piece.isalpha() else 1
    return -(-len(piece.encode()) // _BYTES_PER_TOKEN)
