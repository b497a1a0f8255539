"""Which models a question is about: every reading of every model named, as records of the catalog."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from assistant.corpus.catalog import Catalog
from assistant.corpus.records import ModelRecord
from assistant.domain.question import ModelMention, Question, Span

# "a 70B model" means those whose total lies this close to the number.
SIZE_TOLERANCE = 0.05
_PRINTED = re.compile(r"(?<![\w.])(\d+(?:\.\d+)?)B\b")  # not the "A3B" of active parameters, nor "8x7B"


@dataclass(frozen=True)
class Choice:
    """One thing named, with all models it can mean. `certain` is false if it may also mean others."""

    readings: tuple[ModelRecord, ...]
    span: Span | None
    named: str
    certain: bool = True
    quant: str | None = None
    from_tag: bool = False


def subjects(question: Question, catalog: Catalog) -> tuple[Choice, ...]:
    """Return the models named, in order; a bare size ("a 70B model") means all chat models of that size."""
    if question.models:
        return tuple(_named(mention, catalog) for mention in question.models)
    return tuple(_of_size(size, catalog.models.values()) for size in question.model_sizes_b)


def _named(mention: ModelMention, catalog: Catalog) -> Choice:
    return Choice(
        readings=tuple(catalog.models[candidate] for candidate in mention.candidates),
        span=mention.span,
        named=mention.text,
        certain=not mention.beyond_catalog,
        quant=mention.quant,
        from_tag=mention.from_tag,
    )


def _of_size(size: float, models: Iterable[ModelRecord]) -> Choice:
    near = tuple(m for m in models if "chat" in m.capabilities and _near(_called(m), size))
    return Choice(near, None, f"{size:g}B")


def _called(model: ModelRecord) -> float | None:
    """The size a model goes by: the one in its name ("Qwen2.5 7B" has 7.6 billion parameters), else its total."""
    printed = _PRINTED.search(model.name)
    return float(printed[1]) if printed else model.params_total_b


def _near(params_b: float | None, size: float) -> bool:
    return params_b is not None and abs(params_b - size) <= SIZE_TOLERANCE * size
