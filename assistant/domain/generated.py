"""What goes to a language model and how its text ends."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Prompt:
    """What is sent. `least_tokens` is a count below which no tokenizer comes: fewer counted means it was cut."""

    system: str
    user: str
    least_tokens: int


@dataclass(frozen=True)
class Stopped:
    """The end of a text. `prompt_tokens` as the server counted them; not `whole` if it hit a limit of length."""

    prompt_tokens: int | None
    whole: bool
