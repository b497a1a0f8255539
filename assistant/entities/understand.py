"""Step 1: a question, read. Start here: names first, then numbers, then what is asked."""

from dataclasses import dataclass, replace

from assistant.domain.question import MemorySize, QuantMention, Question, Settings, Settled, Span
from assistant.entities.counts import counted_size
from assistant.entities.follow import follow_up
from assistant.entities.index import NameIndex
from assistant.entities.languages import find_language
from assistant.entities.mentions import Mentions, Noise, find_mentions, of_size, within
from assistant.entities.normalise import normalise
from assistant.entities.numbers import (
    asks_full_context,
    find_budget,
    find_contexts,
    find_memory,
    find_model_sizes,
    find_slots,
    find_speeds,
)
from assistant.entities.quants import KvChoice, find_kv, find_quants
from assistant.entities.runtime import find_engines, find_flash_attention, find_system
from assistant.entities.tags import find_pasted
from assistant.entities.tasks import find_tasks


@dataclass(frozen=True)
class _Marks:
    """What has a form of its own and is read before the names."""

    quants: tuple[QuantMention, ...]
    kv: KvChoice
    memory: tuple[MemorySize, ...]
    engines: tuple[tuple[str, Span], ...]

    @property
    def spans(self) -> tuple[Span, ...]:
        quants = (quant.span for quant in self.quants)
        sizes = (size.span for size in self.memory)
        return (*self.kv.spans, *quants, *sizes, *(span for _, span in self.engines))


def understand(text: str, index: NameIndex, before: Settled | None = None) -> Question:
    """Read a question: the products, sizes and settings it names, its language and what it asks.

    Never raises, whatever the text. With `before`, what a follow-up leaves out is taken from the conversation.
    """
    plain = normalise(text)
    marks = _marks(plain)
    noise = Noise(marks.spans, marks.memory, marks.quants)
    names = find_mentions(plain, tuple(find_pasted(plain, index)), noise, index)
    question = _with_numbers(Question(text, plain, find_language(plain, names.spans), ()), marks, names, index)
    return follow_up(question, before, index)


def _marks(text: str) -> _Marks:
    kv = find_kv(text)
    quants = tuple(quant for quant in find_quants(text) if not within(quant.span, kv.spans))
    return _Marks(quants, kv, find_memory(text), find_engines(text))


def _with_numbers(question: Question, marks: _Marks, names: Mentions, index: NameIndex) -> Question:
    text = question.normalized
    ollama = any(name == "ollama" for name, _ in marks.engines) or any(m.from_tag for m in names.models)
    speeds = find_speeds(text, names.spans)
    budget = find_budget(text, names.spans)
    slots = find_slots(text)
    money = (budget[1],) if budget else ()
    asked = (slots[1],) if slots else ()
    sizes = find_model_sizes(text, names.spans)
    taken = (*names.spans, *marks.spans, *(span for _, span in speeds), *money, *asked)
    return replace(
        question,
        models=tuple(
            replace(model, from_tag=model.from_tag or ollama) for model in of_size(names.models, sizes, index)
        ),
        devices=names.devices,
        unknown=names.unknown,
        settings=_settings(text, marks, slots=slots[0] if slots else 0, taken=taken),
        memory=tuple(counted_size(text, size) for size in names.memory),
        model_sizes_b=sizes,
        budget=budget[0] if budget else None,
        tasks=find_tasks(text, names.spans),
        claimed_tok_s=tuple(value for value, _ in speeds),
        names_ollama=ollama,
    )


def _settings(text: str, marks: _Marks, *, slots: int, taken: tuple[Span, ...]) -> Settings:
    contexts = tuple(tokens.value for tokens in find_contexts(text, taken))
    return Settings(
        quants=marks.quants,
        contexts=contexts,
        full_context=not contexts and asks_full_context(text),
        kv_k=marks.kv.k,
        kv_v=marks.kv.v,
        engine=marks.engines[0][0] if marks.engines else None,
        os=find_system(text),
        flash_attention=find_flash_attention(text),
        slots=slots,
    )
