"""Step 1: a question, read. Start here: names first, then numbers, then what is asked."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from assistant.domain.question import (
    DeviceMention,
    MemorySize,
    ModelMention,
    Question,
    Settings,
    Settled,
    Span,
    UnknownName,
)
from assistant.entities.cores import find_cores
from assistant.entities.devices import Devices, read_as_laptop, settle_devices
from assistant.entities.follow import follow_up
from assistant.entities.index import NameIndex
from assistant.entities.kinds import find_parts
from assistant.entities.languages import find_language
from assistant.entities.names import Hit, find_names
from assistant.entities.normalise import normalise
from assistant.entities.numbers import (
    find_budget,
    find_contexts,
    find_memory,
    find_model_sizes,
    find_slots,
    find_speeds,
)
from assistant.entities.quants import find_kv, find_quants
from assistant.entities.runtime import find_engines, find_flash_attention, find_system
from assistant.entities.tags import Pasted, after_command, find_pasted, tag_readings
from assistant.entities.tasks import find_tasks
from assistant.entities.tokens import Token, tokenise
from assistant.entities.unknown import find_unknown, near_ids


@dataclass(frozen=True)
class _Read:
    """What the names of a text are."""

    models: tuple[ModelMention, ...]
    devices: Devices
    unknown: tuple[UnknownName, ...]

    @property
    def spans(self) -> tuple[Span, ...]:
        mentions = (*self.models, *self.devices.known, *self.devices.contradictory, *self.unknown)
        return tuple(sorted(mention.span for mention in mentions))


def understand(text: str, index: NameIndex, before: Settled | None = None) -> Question:
    """Read a question: the products, sizes and settings it names, its language and what it asks.

    Never raises, whatever the text. With `before`, what a follow-up leaves out is taken from the conversation.
    """
    plain = normalise(text)
    engines = find_engines(plain)
    kv = find_kv(plain)
    pasted = tuple(find_pasted(plain, index))
    quants = tuple(q for q in find_quants(plain) if not _within(q.span, [*kv.spans]))
    memory = find_memory(plain)
    hidden = [*(span for _, span in engines), *kv.spans, *(q.span for q in quants), *(m.span for m in memory)]
    read = _read_names(plain, pasted, (hidden, memory), index)
    ollama = any(name == "ollama" for name, _ in engines) or any(model.from_tag for model in read.models)
    speeds = find_speeds(plain)
    budget = find_budget(plain)
    slots, slots_span = find_slots(plain)
    taken = (*read.spans, *(span for _, span in speeds), *((budget[1],) if budget else ()), *hidden)
    settings = Settings(
        quants=quants,
        contexts=tuple(tokens.value for tokens in find_contexts(plain, (*taken, *((slots_span,) if slots_span else ())))),
        kv_k=kv.k,
        kv_v=kv.v,
        engine=engines[0][0] if engines else None,
        os=find_system(plain),
        flash_attention=find_flash_attention(plain),
        slots=slots,
    )  # fmt: skip
    question = Question(
        text=text,
        normalized=plain,
        language=find_language(plain, read.spans),
        parts=(),
        models=tuple(_with_quant(model, quants, ollama=ollama) for model in read.models),
        devices=read.devices.known,
        unknown=read.unknown,
        settings=settings,
        memory=read.devices.memory,
        model_sizes_b=find_model_sizes(plain, read.spans),
        budget=budget[0] if budget else None,
        tasks=find_tasks(plain, read.spans),
        claimed_tok_s=tuple(value for value, _ in speeds),
        names_ollama=ollama,
    )
    question = replace(question, parts=find_parts(question))
    return follow_up(question, before)


def _read_names(
    text: str, pasted: Sequence[Pasted], noise: tuple[Sequence[Span], Sequence[MemorySize]], index: NameIndex
) -> _Read:
    hidden, memory = noise
    cores = find_cores(text)
    covered = [one.span for one in pasted]
    tokens = tokenise(text, sorted([*hidden, *covered, *(span for _, span in cores)]))
    models = [one.mention for one in pasted if one.mention]
    unknown = [replace(one.unknown, near=near_ids(one.unknown.text, "model", index)) for one in pasted if one.unknown]
    devices: list[DeviceMention] = []
    for hit in find_names(tokens, text, index):
        span, whole = _spans(hit, tokens)
        if hit.rest:
            kind = "model" if hit.entry.product == "model" else "device"
            written = text[whole[0] : whole[1]]
            unknown.append(UnknownName(written, whole, kind, near_ids(written, kind, index, hit.entry.ids[:3])))
        elif hit.entry.product == "model":
            models.append(_model(text, span, hit, index))
        else:
            devices.append(_device(text, span, hit, index))
    free = [size for size in memory if not _within(size.span, covered)]
    settled = settle_devices(
        text, _with_cores(text, devices, cores, index), free, [*covered, *hidden, *_spans_of(models)], index
    )
    settled = read_as_laptop(text, settled, index)
    unknown += [_contradictory(mention, index) for mention in settled.contradictory]
    taken = [*covered, *hidden, *_spans_of(models), *_spans_of(settled.known), *_spans_of(unknown)]
    unknown += find_unknown(text, taken, index)
    return _Read(
        tuple(_once(sorted(models, key=lambda model: model.span))),
        settled,
        tuple(sorted(unknown, key=lambda name: name.span)),
    )


def _spans(hit: Hit, tokens: Sequence[Token]) -> tuple[Span, Span]:
    """The span of the name, and with the words that make it another product."""
    start, end = tokens[hit.first].start, tokens[hit.last - 1].end
    if hit.rest < 0:
        return (start, end), (tokens[hit.first - 1].start, end)
    return (start, end), (start, tokens[hit.last - 1 + hit.rest].end)


def _model(text: str, span: Span, hit: Hit, index: NameIndex) -> ModelMention:
    ids = hit.entry.ids
    written = text[span[0] : span[1]]
    if not hit.entry.sure and after_command(text, span[0]) and (served := tag_readings(written, index)):
        return ModelMention(written, span, served, from_tag=True)
    return ModelMention(
        written, span, ids,
        beyond_catalog=not hit.entry.sure and len(ids) == 1,
        read_as=index.items[ids[0]].label if hit.read_as else None,
    )  # fmt: skip


def _device(text: str, span: Span, hit: Hit, index: NameIndex) -> DeviceMention:
    ids = hit.entry.ids
    written = text[span[0] : span[1]]
    return DeviceMention(
        written, span,
        "machine" if hit.entry.product == "machine" else "gpu",
        ids,
        beyond_catalog=not hit.entry.sure and len(ids) == 1,
        read_as=index.items[ids[0]].label if hit.read_as else None,
    )  # fmt: skip


def _with_cores(
    text: str, devices: list[DeviceMention], cores: Sequence[tuple[int, Span]], index: NameIndex
) -> list[DeviceMention]:
    """Let "30-core" pick the chip variant of the machine it stands next to."""
    if not cores:
        return devices
    settled = []
    for mention in devices:
        fitting = {
            value: tuple(one for one in mention.candidates if value in index.items[one].gpu_cores)
            for value, span in cores
            if abs(span[0] - mention.span[1]) < len(text) and mention.kind == "machine"
        }
        value = next((value for value, ids in fitting.items() if ids), None)
        settled.append(mention if value is None else replace(mention, candidates=fitting[value], gpu_cores=value))
    return settled


def _contradictory(mention: DeviceMention, index: NameIndex) -> UnknownName:
    return UnknownName(
        mention.text, mention.span, "device", near_ids(mention.text, "device", index, mention.candidates[:3])
    )


def _once(models: Sequence[ModelMention]) -> list[ModelMention]:
    """Drop a model that is only named again."""
    kept: list[ModelMention] = []
    for model in models:
        if all(model.candidates != other.candidates for other in kept):
            kept.append(model)
    return kept


def _with_quant(model: ModelMention, quants: Sequence[object], *, ollama: bool) -> ModelMention:
    return replace(model, from_tag=model.from_tag or ollama)


def _spans_of(mentions: Sequence[ModelMention | DeviceMention | UnknownName]) -> list[Span]:
    return [mention.span for mention in mentions]


def _within(span: Span, others: Sequence[Span]) -> bool:
    return any(start <= span[0] and span[1] <= end for start, end in others)
