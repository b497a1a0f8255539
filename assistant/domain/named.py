"""A product named in a text."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Named:
    """`kind` is model or device. No ids: nothing of that name is known. Several: it may mean each of them."""

    span: tuple[int, int]
    kind: str
    ids: tuple[str, ...]
    text: str
