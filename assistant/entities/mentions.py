"""Step 1h to 1k together: every product a text names, settled or unknown."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from assistant.domain.question import (
    DeviceMention,
    MemorySize,
    Mention,
    ModelMention,
    QuantMention,
    Span,
    UnknownName,
)
from assistant.entities.continued import Continuation, continuations
from assistant.entities.cores import find_cores, with_cores
from assistant.entities.devices import Devices, read_as_laptop, settle_devices
from assistant.entities.index import Entry, NameIndex
from assistant.entities.names import Hit, almost_names, find_names
from assistant.entities.tags import Pasted, after_command, tag_readings
from assistant.entities.tokens import Token, tokenise
from assistant.entities.unknown import Sort, beside_sizes, find_unknown, near_ids


@dataclass(frozen=True)
class Noise:
    """What is hidden from the reader of names: quantizations, engines and sizes, which stand inside names."""

    spans: tuple[Span, ...]
    memory: tuple[MemorySize, ...]
    quants: tuple[QuantMention, ...]


@dataclass(frozen=True)
class Mentions:
    """The products of a text; `memory` are the sizes that belong to none."""

    models: tuple[ModelMention, ...]
    devices: tuple[DeviceMention, ...]
    unknown: tuple[UnknownName, ...]
    memory: tuple[MemorySize, ...]

    @property
    def spans(self) -> tuple[Span, ...]:
        """Where the products stand."""
        named: list[Mention] = [*self.models, *self.devices, *self.unknown]
        return tuple(sorted(one.span for one in named))


@dataclass
class _Found:
    """Mentions as they are collected."""

    models: list[ModelMention]
    devices: list[DeviceMention]
    unknown: list[UnknownName]

    def spans(self) -> list[Span]:
        named: list[Mention] = [*self.models, *self.devices, *self.unknown]
        return [one.span for one in named]


def find_mentions(text: str, pasted: Sequence[Pasted], noise: Noise, index: NameIndex) -> Mentions:
    """Return the products a normalised text names. `pasted` names have been read already."""
    covered = [one.span for one in pasted]
    cores = find_cores(text)
    hidden = [*noise.spans, *covered]
    tokens = tokenise(text, sorted([*hidden, *(span for _, span in cores)]))
    found = _Found([one.mention for one in pasted if one.mention], [], _unknown_pasted(pasted, index))
    _collect(text, tokens, found, index)
    free = [size for size in noise.memory if not within(size.span, covered)]
    closed = [*hidden, *(model.span for model in found.models)]
    repeated = [device.span for device in found.devices]  # also where one is named again and dropped
    devices = settle_devices(text, (with_cores(found.devices, cores, index), free, closed), index)
    devices = read_as_laptop(text, devices, index)
    found.devices = list(devices.known)
    found.unknown += [_contradictory(mention, index) for mention in devices.contradictory]
    found.unknown += find_unknown(text, [*hidden, *repeated, *found.spans()], index)
    strangers = list(
        beside_sizes(text, devices.memory, [*(quant.span for quant in noise.quants), *found.spans()], index)
    )
    found.unknown += [name for name, _ in strangers]
    free = [size for size in devices.memory if all(size is not own for _, own in strangers)]
    return _sorted(text, found, replace(devices, memory=tuple(free)), noise.quants)


def _sorted(text: str, found: _Found, devices: Devices, quants: Sequence[QuantMention]) -> Mentions:
    models = _once(sorted(found.models, key=lambda model: model.span))
    return Mentions(
        tuple(_with_quant(text, model, quants) for model in models),
        devices.known,
        tuple(sorted(found.unknown, key=lambda name: name.span)),
        devices.memory,
    )


def within(span: Span, others: Sequence[Span]) -> bool:
    """Whether a span lies inside one of the others."""
    return any(start <= span[0] and span[1] <= end for start, end in others)


def _collect(text: str, tokens: Sequence[Token], found: _Found, index: NameIndex) -> None:
    hits = find_names(tokens, text, index)
    taken = {place for hit in hits for place in range(hit.first, hit.last + max(hit.rest, 0))}
    for hit in hits:
        whole = _whole_span(hit, tokens)
        if hit.rest and hit.entry.product == "machine":  # it may still stand beside its product line
            found.devices.append(DeviceMention(text[whole[0] : whole[1]], whole, "machine", ()))
        elif hit.rest:
            found.unknown.append(_unknown(text, whole, hit.entry, index))
        else:
            _add(text, (tokens[hit.first].start, tokens[hit.last - 1].end), hit, found, index)
        for more in continuations(hit, tokens, taken, index):
            _continue(text, tokens, more, found, index)
    for first, last in almost_names(tokens, taken, index):
        span = (tokens[first].start, tokens[last - 1].end)
        written = text[span[0] : span[1]]
        found.unknown.append(UnknownName(written, span, "model", near_ids(written, "model", index)))


def _continue(text: str, tokens: Sequence[Token], more: Continuation, found: _Found, index: NameIndex) -> None:
    span = (tokens[more.first].start, tokens[more.last - 1].end)
    if more.entry is not None:
        _add(text, span, Hit(more.first, more.last, more.entry), found, index)
        return
    sort: Sort = "model" if more.base.product == "model" else "device"
    found.unknown.append(UnknownName(more.name, span, sort, near_ids(more.name, sort, index, more.base.ids)))


def _add(text: str, span: Span, hit: Hit, found: _Found, index: NameIndex) -> None:
    if hit.entry.product == "model":
        if text[span[1] : span[1] + 1] != "/":  # the owner in "Qwen/Qwen3-32B"
            found.models.append(_model(text, span, hit, index))
    else:
        found.devices.append(_device(text, span, hit, index))


def _whole_span(hit: Hit, tokens: Sequence[Token]) -> Span:
    """The span of a name with the words that make it another product."""
    if hit.rest < 0:
        return tokens[hit.first - 1].start, tokens[hit.last - 1].end
    return tokens[hit.first].start, tokens[hit.last - 1 + hit.rest].end


def _unknown(text: str, span: Span, entry: Entry, index: NameIndex) -> UnknownName:
    written = text[span[0] : span[1]]
    sort: Sort = "model" if entry.product == "model" else "device"
    return UnknownName(written, span, sort, near_ids(written, sort, index, entry.ids))


def _unknown_pasted(pasted: Sequence[Pasted], index: NameIndex) -> list[UnknownName]:
    names = [one.unknown for one in pasted if one.unknown]
    return [replace(name, near=near_ids(name.text, "model", index)) for name in names]


def _contradictory(mention: DeviceMention, index: NameIndex) -> UnknownName:
    near = near_ids(mention.text, "device", index, mention.candidates)
    return UnknownName(mention.text, mention.span, "device", near)


def _model(text: str, span: Span, hit: Hit, index: NameIndex) -> ModelMention:
    ids = hit.entry.ids
    written = text[span[0] : span[1]]
    if after_command(text, span[0]) and (served := tag_readings(written, index)):
        return ModelMention(written, span, served, from_tag=True)
    beyond = not hit.entry.sure and len(ids) == 1
    return ModelMention(written, span, ids, beyond_catalog=beyond, read_as=_read_as(hit, index))


def _device(text: str, span: Span, hit: Hit, index: NameIndex) -> DeviceMention:
    ids = hit.entry.ids
    kind = "machine" if hit.entry.product == "machine" else "gpu"
    return DeviceMention(
        text[span[0] : span[1]],
        span,
        "machine" if kind == "machine" else "gpu",
        ids,
        beyond_catalog=not hit.entry.sure and len(ids) == 1,
        read_as=_read_as(hit, index),
    )


def _read_as(hit: Hit, index: NameIndex) -> str | None:
    return index.items[hit.entry.ids[0]].label if hit.read_as else None


def _once(models: Sequence[ModelMention]) -> list[ModelMention]:
    """Drop a model that is only named again."""
    kept: list[ModelMention] = []
    for model in models:
        if all(model.candidates != other.candidates for other in kept):
            kept.append(model)
    return kept


def _with_quant(text: str, model: ModelMention, quants: Sequence[QuantMention]) -> ModelMention:
    """Give a pasted file name the quantization tied to its end by a hyphen or the like."""
    start = model.span[1] + 1
    tied = next((q for q in quants if q.span[0] == start and q.exact and text[start - 1] in "-_.:"), None)
    if model.quant is not None or tied is None:
        return model
    return replace(model, quant=tied.name)


def of_size(models: tuple[ModelMention, ...], sizes: Sequence[float], index: NameIndex) -> tuple[ModelMention, ...]:
    """Let the only bare size of a text pick among the readings of its only open model: "a 24B Mistral Small"."""
    wide = [model for model in models if len(model.candidates) > 1]
    if len(wide) != 1 or len(sizes) != 1:
        return models
    written = re.compile(rf"(?<![0-9.]){sizes[0]:g}B(?![a-z])", re.IGNORECASE)
    fitting = tuple(one for one in wide[0].candidates if written.search(index.items[one].label))
    return tuple(replace(model, candidates=fitting) if model is wide[0] and fitting else model for model in models)
