"""An estimate as facts and as a card, so that each of its figures can be cited and checked."""

from collections.abc import Iterator
from dataclasses import replace
from urllib.parse import urlencode

from assistant.domain.cards import Card
from assistant.domain.estimate import Estimate
from assistant.domain.facts import Fact, Metric, Subject, Unit
from assistant.domain.quantity import GIB, gb, gib, gib_range, tokens
from assistant.vram.job import DEFAULT_RAM

SOURCE = "VRAM estimator"


def estimate_card(e: Estimate, model_name: str, memory_gb: int | None = None) -> Card:
    """Return the estimate as lines. Its id is the query that computes it again.

    `memory_gb` is the memory size of a machine that was sold with several.
    """
    return Card(_id(e, memory_gb), "estimate", f"VRAM estimate for {model_name}", tuple(_lines(e)))


def estimate_facts(e: Estimate, memory_gb: int | None = None) -> tuple[Fact, ...]:
    """Return every figure of the estimate as a fact with the id `<card id>#<metric>`.

    `memory_gb` is the memory size of a machine that was sold with several.
    """
    return tuple(_facts(e, replace(_subject(e), memory_gb=memory_gb)))


def _id(e: Estimate, memory_gb: int | None) -> str:
    query: list[tuple[str, str]] = [("model", e.model)]
    if e.quant:
        query.append(("quant", e.quant))
    query += [("file", e.file.name), ("context", str(e.context))]
    query += [("device", device.id) for device in e.devices for _ in range(device.count)]
    if memory_gb is not None and not e.devices[0].id.endswith("-card"):
        query.append(("memory", str(memory_gb)))
    given = {
        "ram": f"{e.ram_bytes / GIB:g}",
        "kv": f"{e.kv_k}/{e.kv_v}",
        "slots": str(e.slots),
        "engine": e.engine,
        "os": e.os,
    }
    usual = {"ram": f"{DEFAULT_RAM / GIB:g}", "kv": "f16/f16", "slots": "1", "engine": "ollama", "os": "linux"}
    query += [(name, value) for name, value in given.items() if value != usual[name]]
    if not e.flash_attention:
        query.append(("flash-attention", "off"))
    return "vram?" + urlencode(query, safe=":/")


def _lines(e: Estimate) -> Iterator[str]:
    b = e.bytes
    yield f"Total {gib(e.total.expected)}, range {gib_range(e.total.low, e.total.high)}."
    yield f"Weights {gib(b.weights_device)}, KV cache {gib(b.kv_full + b.kv_sliding)}, compute {gib(b.compute)}."
    if b.recurrent:
        yield f"Recurrent state {gib(b.recurrent)}."
    yield f"Overhead of driver and runtime {gib_range(b.overhead_low, b.overhead_high)}."
    for device in e.devices:
        yield f"Usable {gib(device.usable_bytes)} on {device.id}: {device.usable_source}."
    for n, share in enumerate(e.per_device, start=1):
        yield f"Card {n}, {share.device}: {share.layers} layers, {gib(share.expected)}."
    if e.flips.max_context_fits is not None:
        yield f"Longest context that fits: {tokens(e.flips.max_context_fits)}."
    if e.flips.max_context_tight is not None:
        yield f"Longest context that loads: {tokens(e.flips.max_context_tight)}."
    yield f"File {e.file.name}, {gb(e.file.bytes)}."


def _facts(e: Estimate, subject: Subject) -> Iterator[Fact]:
    card, b = _id(e, subject.memory_gb), e.bytes

    def fact(name: str, metric: Metric, value: float | str, unit: Unit = "byte") -> Fact:
        return Fact(f"{card}#{name}", metric, value, unit, subject, "computed", SOURCE, card)

    yield fact("total_memory", "total_memory", e.total.expected)
    yield fact("weights", "weights", b.weights_device)
    yield fact("kv_cache", "kv_cache", b.kv_full + b.kv_sliding)
    if b.recurrent:
        yield fact("recurrent_state", "recurrent_state", b.recurrent)
    yield fact("compute_buffer", "compute_buffer", b.compute)
    yield fact("overhead", "overhead", b.overhead_low)
    yield fact("overhead_high", "overhead", b.overhead_high)
    if e.devices:
        yield fact("usable_memory", "usable_memory", sum(d.usable_bytes * d.count for d in e.devices))
    if e.margin_bytes is not None:
        yield fact("margin", "margin", e.margin_bytes)
    if e.verdict is not None:
        yield fact("verdict", "verdict", e.verdict, "none")
    if e.flips.max_context_fits is not None:
        yield fact("max_context", "max_context", e.flips.max_context_fits, "token")
    if e.flips.max_context_tight is not None:
        yield fact("max_context_tight", "max_context", e.flips.max_context_tight, "token")
    yield Fact(
        f"{card}#file_size", "file_size", e.file.bytes, "byte", Subject(model=e.model, quant=e.quant),
        "specification" if e.file.source else "computed", e.file.name, e.file.source,
    )  # fmt: skip


def _subject(e: Estimate) -> Subject:
    ids = "+".join(device.id for device in e.devices)
    return Subject(
        model=e.model,
        quant=e.quant,
        device=ids or None,
        device_count=sum(device.count for device in e.devices) or None,
        context=e.context,
        kv_type=e.kv_k if e.kv_k == e.kv_v else f"{e.kv_k}/{e.kv_v}",
        slots=e.slots,
        engine=e.engine,
    )
