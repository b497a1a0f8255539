"""Specifications: what the catalog says about a model, card or machine, attribute by attribute."""

from collections.abc import Iterator
from dataclasses import dataclass

from assistant.corpus.records import GpuRecord, MachineRecord, ModelRecord
from assistant.domain.catalogued import SpecValue
from assistant.domain.facts import Fact, Metric, Subject, Unit
from assistant.domain.quantity import plain, tokens
from assistant.domain.weighed import Item
from assistant.lookups.items import gpu_item, machine_item, model_item

Anything = ModelRecord | GpuRecord | MachineRecord

# The catalog field whose sources carry an attribute.
SOURCE_FIELDS = {
    "memory": "memory_gb", "bandwidth": "bandwidth_gb_s", "bus": "memory_bus_bits", "tdp": "tdp_w",
    "launch_price": "msrp_usd", "release": "launch", "context": "context", "params_total": "params_total_b",
    "params_active": "params_active_b",
}  # fmt: skip


@dataclass(frozen=True)
class Reading:
    """One attribute as read; `value` is null where no source gave it. `line` finds the card's line that says it."""

    name: str
    label: str
    metric: Metric
    unit: Unit
    value: float | str | None
    words: str
    line: str
    memory_gb: int | None = None


def item_of(record: Anything) -> Item:
    """The record as an item of findings."""
    if isinstance(record, ModelRecord):
        return model_item(record)
    return gpu_item(record) if isinstance(record, GpuRecord) else machine_item(record)


def spec_values(record: Anything, attribute: str | None, memory_gb: int | None = None) -> tuple[SpecValue, ...]:
    """Return one attribute, or (None) all that are known. Empty: that kind of thing has no such attribute.

    What depends on the memory a machine was bought with comes once per size, or only for `memory_gb`.
    """
    found = [r for r in _readings(record) if attribute in (None, r.name)]
    if memory_gb is not None:
        found = [r for r in found if r.memory_gb in (None, memory_gb)]
    known = [r for r in found if r.value is not None]
    if attribute is None or known:
        found = known
    return tuple(_value(record, reading) for reading in found[: None if known else 1])


def _readings(record: Anything) -> Iterator[Reading]:
    if isinstance(record, ModelRecord):
        return _of_model(record)
    return _of_gpu(record) if isinstance(record, GpuRecord) else _of_machine(record)


def _value(record: Anything, reading: Reading) -> SpecValue:
    item = item_of(record)
    line = item.card.line(reading.line)
    if reading.value is None:
        return SpecValue(item, reading.label, None, None, line)
    if isinstance(record, ModelRecord):
        subject = Subject(model=record.id)
    else:
        subject = Subject(device=record.id, memory_gb=reading.memory_gb)
    fact = Fact(
        id=f"{item.card.id}#{reading.name}" + (f"-{reading.memory_gb}gb" if reading.memory_gb else ""),
        metric=reading.metric,
        value=reading.value,
        unit=reading.unit,
        subject=subject,
        fact_class="specification",
        source="catalog",
        url=_source(record, reading.name),
        as_of=None if isinstance(record, ModelRecord) or reading.name != "launch_price" else record.launch,
    )
    return SpecValue(item, reading.label, reading.words, fact, line)


def _source(record: Anything, name: str) -> str | None:
    """The address of the first source that names the field; None if there is none with an address."""
    field = SOURCE_FIELDS.get(name, name)
    return next((s.url for s in record.sources if s.url and any(f.startswith(field) for f in s.fields)), None)


def _of_gpu(r: GpuRecord) -> Iterator[Reading]:
    yield Reading("memory", "memory", "vram", "GB_label", r.memory_gb, f"{r.memory_gb} GB", "bus")
    yield Reading("memory_type", "memory type", "other", "none", r.memory_type, r.memory_type, "bus")
    bandwidth = f"{plain(r.bandwidth_gb_s)} GB/s"
    yield Reading("bandwidth", "memory bandwidth", "bandwidth", "GB/s", r.bandwidth_gb_s, bandwidth, "bandwidth")
    yield Reading("bus", "memory bus", "other", "bit", r.memory_bus_bits, f"{r.memory_bus_bits} bit", "bus")
    yield Reading("tdp", "board power", "tdp", "W", r.tdp_w, f"{r.tdp_w} W", "power")
    price = f"${r.msrp_usd or 0:,} ({r.launch or 'date not known'})"
    yield Reading("launch_price", "launch price", "launch_msrp", "USD", r.msrp_usd, price, "Launched")
    yield Reading("release", "launch", "launch_date", "none", r.launch, r.launch or "", "Launched")
    yield Reading(
        "architecture", "architecture", "architecture", "none", r.architecture, r.architecture, "Architecture"
    )


def _of_machine(r: MachineRecord) -> Iterator[Reading]:
    sizes = ", ".join(str(size.memory_gb) for size in r.memory) + " GB"
    single = r.memory[0].memory_gb if len(r.memory) == 1 else sizes
    yield Reading(
        "memory", "memory", "vram", "GB_label" if len(r.memory) == 1 else "none", single, sizes, "GB of memory"
    )
    bandwidth = f"{plain(r.bandwidth_gb_s)} GB/s"
    yield Reading("bandwidth", "memory bandwidth", "bandwidth", "GB/s", r.bandwidth_gb_s, bandwidth, "bandwidth")
    note = f" ({r.power_note.rstrip('.')})" if r.power_note else ""
    yield Reading("tdp", "power", "tdp", "W", r.power_w, f"{plain(r.power_w or 0)} W{note}", "Power")
    yield from _machine_prices(r)
    yield Reading("release", "launch", "launch_date", "none", r.launch, r.launch or "", "Launched")
    yield Reading("architecture", "chip", "architecture", "none", r.chip, r.chip, "share")


def _machine_prices(r: MachineRecord) -> Iterator[Reading]:
    when = r.launch or "date not known"
    for size in r.memory:
        label = f"launch price with {size.memory_gb} GB"
        words = f"${size.msrp_usd or 0:,} ({when})"
        line = f"{size.memory_gb} GB of memory"
        yield Reading("launch_price", label, "launch_msrp", "USD", size.msrp_usd, words, line, size.memory_gb)


def _of_model(r: ModelRecord) -> Iterator[Reading]:
    yield _billions("params_total", "parameters", r.params_total_b)
    yield _billions("params_active", "active parameters", r.params_active_b)
    context = tokens(r.context_native or 0)
    yield Reading("context", "native context", "context_native", "token", r.context_native, context, "context")
    yield Reading("license", "license", "license", "none", r.license, r.license, "license")
    yield Reading("release", "release", "release_date", "none", r.released, r.released, "released")
    kind = "diffusion language model" if r.kind == "diffusion_lm" else r.kind
    built = f"{kind}, {'mixture of experts' if r.moe else 'dense'}, {r.attention.replace('_', ' ')} attention"
    yield Reading("architecture", "architecture", "architecture", "none", built, built, "Architecture")
    engines = f"Ollama: {r.runtime.ollama}; llama.cpp: {r.runtime.llama_cpp}"
    yield Reading("engines", "engines", "other", "none", engines, engines, "llama.cpp:")
    able = ", ".join((*r.capabilities, *(f"{m} input" for m in r.modalities if m != "text")))
    yield Reading("capabilities", "capabilities", "other", "none", able, able, "Capabilities")


def _billions(name: str, label: str, value: float | None) -> Reading:
    metric: Metric = "params_total" if name == "params_total" else "params_active"
    count = None if value is None else round(value * 1e9)
    return Reading(name, label, metric, "none", count, f"{plain(value or 0)} billion", "Parameters")
