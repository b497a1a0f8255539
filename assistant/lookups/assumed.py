"""What an answer assumes, beyond what each estimate says of itself."""

from collections.abc import Iterable, Iterator

from assistant.domain.findings import Finding, Nothing
from assistant.domain.question import Question
from assistant.lookups.collect import weighed_in
from assistant.lookups.weigh import PRESETS


def assumed(question: Question, parts: Iterable[Finding]) -> tuple[str, ...]:
    """Return the lines of all parts, each once: how names were read, then what was not said.

    Nothing is assumed for a question that is turned away.
    """
    found = tuple(parts)
    if found and all(_is_outside(part) for part in found):
        return ()
    estimates = [w.estimate for part in found for w in weighed_in(part)[:1]]
    lines = [*_read(question), *(line for e in estimates for line in e.assumptions)]
    return tuple(dict.fromkeys(lines))


def _is_outside(part: Finding) -> bool:
    return isinstance(part, Nothing) and part.refusal is not None and part.refusal.code == "out_of_scope"


def _read(question: Question) -> Iterator[str]:
    corrected = [*(m.read_as for m in question.models), *(d.read_as for d in question.devices)]
    yield from (f"Read as {name}." for name in corrected if name)
    yield from (f'"{quant.text}" read as {quant.name}.' for quant in question.settings.quants if not quant.exact)
    unclear = [size.text for size in question.memory if size.kind == "unknown"]
    yield from (f'"{text}" read as the memory of one graphics card.' for text in unclear)
    unified = [size.text for size in question.memory if size.kind == "unified"]
    yield from (f'"{text}" read as the memory of a Mac.' for text in unified)
    engine = question.settings.engine
    if engine and engine not in PRESETS:
        yield f"{engine} manages memory in its own way; the figures here are for llama.cpp and Ollama."
    if question.inherited:
        yield f"Kept from before: {', '.join(question.inherited)}."
