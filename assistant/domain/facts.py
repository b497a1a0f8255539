"""Facts and passages: what may be said, each with its source."""

from dataclasses import dataclass
from typing import Annotated, Literal

from pydantic import Field

Metric = Literal[
    "decode_speed", "prefill_speed", "speed_ratio", "total_memory", "weights", "kv_cache", "recurrent_state",
    "compute_buffer", "overhead", "usable_memory", "margin", "max_context", "file_size", "vram", "bandwidth",
    "tdp", "launch_msrp", "launch_date", "release_date", "params_total", "params_active", "context_native",
    "bits_per_weight", "license", "architecture", "verdict", "count", "date", "other",
]  # fmt: skip
Unit = Literal["tok/s", "byte", "GB_label", "GB/s", "W", "USD", "token", "bit", "x", "none"]
FactClass = Literal["measured", "computed", "specification", "editorial"]


@dataclass(frozen=True)
class Subject:
    """Whose value it is. A null part was not relevant or not stated."""

    model: str | None = None
    quant: str | None = None
    device: str | None = None
    device_count: int | None = None
    memory_gb: int | None = None
    context: int | None = None
    kv_type: str | None = None
    slots: int | None = None
    engine: str | None = None
    backend: str | None = None
    build: str | None = None


@dataclass(frozen=True)
class Fact:
    """One value with unit, owner and source. `fact_class` is written `class` in JSON."""

    id: str
    metric: Metric
    value: int | float | str
    unit: Unit
    subject: Subject
    fact_class: Annotated[FactClass, Field(alias="class")]
    source: str
    url: str | None = None
    as_of: str | None = None
    test: str | None = None
    depth: int | None = None
    placement: str | None = None
    date: str | None = None


@dataclass(frozen=True)
class Passage:
    """A piece of a guide or page."""

    id: str
    title: str
    section: str
    url: str | None
    text: str


@dataclass(frozen=True)
class Evidence:
    """What one answer may draw on."""

    facts: tuple[Fact, ...] = ()
    passages: tuple[Passage, ...] = ()
