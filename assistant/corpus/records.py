"""The catalog's records: what one model, card, machine or benchmark row is allowed to say.

These classes are the schema of `corpus/catalog/*.yaml`; unknown keys are refused. A null means that no source
gave the value: it is never filled in. Units are in the field names (GB = 10^9 bytes for files, `memory_gb`
is the capacity printed on the box, where 1 GB means 1 GiB).
"""

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

Id = Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9.+_-]*$")]
Month = Annotated[str, Field(pattern=r"^\d{4}-\d{2}$")]
Day = Annotated[str, Field(pattern=r"^\d{4}-\d{2}(-\d{2})?$")]
Positive = Annotated[float, Field(gt=0)]
Count = Annotated[int, Field(gt=0)]
HeaderValue = int | float | bool | str | list[int] | list[bool]

BYTES_PER_GB = 10**9


class Record(BaseModel):
    """Base of all records: frozen, and an unknown key is an error.

    Validators are built on first use: a command that needs models and cards does not pay for benchmark rows.
    """

    model_config = ConfigDict(
        frozen=True, extra="forbid", str_strip_whitespace=True, defer_build=True, allow_inf_nan=False
    )


class Source(Record):
    """Where values were read. Without a `url`, `basis` says how else they came about.

    `unverified`: from memory; `derived`: computed from other fields; `package`: read in the software package that
    `cites` names.
    """

    url: str | None
    fields: tuple[str, ...]
    basis: Literal["unverified", "derived", "package"] | None = None
    original_url: str | None = None
    cites: str | None = None
    opened: bool = True


class Named(Record):
    """What everything that can be asked about has: an id, a name, and the spellings that mean it."""

    id: Id
    name: str
    aliases: tuple[str, ...] = ()
    ambiguous_aliases: tuple[str, ...] = ()


class ModelFile(Record):
    """One downloadable file (split files summed) of a model at one quantization."""

    quant: str
    size_gb: Positive
    size_bytes: Count | None = None
    size_gb_error: float | None = None
    repo: str
    ollama_tag: str | None = None
    source_url: str
    size_check: str | None = None
    note: str | None = None

    @property
    def bytes(self) -> int:
        """The size in bytes: exact where `size_bytes` is known, else the rounded listing."""
        return self.size_bytes if self.size_bytes is not None else round(self.size_gb * BYTES_PER_GB)

    @property
    def error_bytes(self) -> int:
        """How far the true size can lie from `bytes`, by the rounding of the source; 0 if exact."""
        return 0 if self.size_bytes is not None else round((self.size_gb_error or 0.0) * BYTES_PER_GB)

    @property
    def from_ollama(self) -> bool:
        """Whether this is the file that Ollama serves."""
        return self.repo == "ollama"


class Gguf(Record):
    """The shape of a model as a GGUF header gives it: llama.cpp's keys without the architecture prefix.

    `exact` is true where the header is known field by field; otherwise it was derived from the model's own
    config and `gaps` names the fields that could not be.
    """

    arch: str
    tied_embeddings: bool | None
    header: dict[str, HeaderValue]
    exact: bool
    source: str
    gaps: tuple[str, ...] = ()


class RuntimeStatus(Record):
    """Whether the two common engines run the model."""

    ollama: Literal["yes", "no", "unknown"]
    llama_cpp: Literal["yes", "no", "unknown"]
    notes: str | None = None


class OllamaLatest(Record):
    """That Ollama serves this model for a library name without a tag: `qwen3`, the same as `qwen3:latest`.

    `basis` says what in the source shows it: `digest`, the tag `latest` and a tag of the model have one digest;
    `size`, it is the only tag of the size of `latest`. Tags move: `as_of` is the day of the copy that was read.
    """

    name: Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9._-]*$")]
    source_url: str
    basis: Literal["digest", "size"]
    as_of: Day


class ModelRecord(Named):
    """One language model."""

    family: str
    developer: str
    license: str
    released: Month
    hf_repo: str
    kind: Literal["autoregressive", "diffusion_lm", "embedding"]
    moe: bool
    params_total_b: Positive | None
    params_active_b: Positive | None
    params_note: str | None = None
    modalities: tuple[str, ...]
    capabilities: tuple[str, ...]
    context_native: Count | None
    attention: str
    gguf: Gguf | None
    config: dict[str, HeaderValue | list[str] | None]
    ollama_tag: str | None
    ollama_latest: OllamaLatest | None = None  # null: not known, or another model is served
    files: tuple[ModelFile, ...]
    runtime: RuntimeStatus
    uncertain: tuple[str, ...] = ()
    sources: tuple[Source, ...]


class GpuRecord(Named):
    """One graphics card (or laptop chip)."""

    vendor: Literal["nvidia", "amd", "intel"]
    form: Literal["desktop", "laptop", "workstation", "datacenter"]
    architecture: str
    memory_gb: Count
    memory_mib_reported: Count | None
    memory_mib_runtime: Count | None = None
    memory_type: str
    memory_bus_bits: Count
    bandwidth_gb_s: Positive
    tdp_w: Count
    launch: Month | None
    msrp_usd: Count | None
    status: Literal["current", "discontinued"] | None
    software: str
    note: str | None = None
    sources: tuple[Source, ...]


class MachineMemory(Record):
    """One memory size a machine was sold with."""

    memory_gb: Count
    gpu_usable_gib: Positive | None
    msrp_usd: Count | None


class MachineRecord(Named):
    """One whole machine whose CPU and GPU share memory."""

    vendor: str
    chip: str
    memory: tuple[MachineMemory, ...]
    memory_kind: Literal["unified"]
    bandwidth_gb_s: Positive
    gpu_cores: tuple[Count, ...]
    gpu_cores_kind: str | None
    gpu_usable_note: str | None
    power_w: Positive | None
    power_note: str | None = None
    launch: Day | None
    price_note: str | None = None
    status: str | None
    os: str
    note: str | None = None
    sources: tuple[Source, ...]


class BenchmarkRow(Record):
    """One measured speed, typed so that code can decide whether it may be said (contract 4).

    `model` is null and `devices` is empty where the source's label does not prove which one it was;
    `unresolved` then says why. `hardware` is the chip in the source's words, finer than `devices`.
    """

    id: str
    model: Id | None
    model_label: str
    quant: str | None
    hardware: str
    devices: tuple[Id, ...]
    hardware_label: str
    gpu_count: Count
    gpu_cores: Count | None
    device_memory_gb: Count | None
    backend: str | None
    engine: str
    build: str | None
    command: str | None
    flash_attention: bool | None
    test: str
    depth: int
    tokens_per_second: Positive
    stddev: float | None
    metric: Literal["decode", "prefill", "mixed", "wall"]
    placement: Literal["gpu", "cpu", "partial", "oversubscribed"]
    speculative: bool
    speculative_note: str | None = None
    limits: tuple[str, ...] = ()
    reported_by: str | None
    date: Day | None
    source_url: str
    reproducible: bool
    reproducible_reason: str
    excerpt_only: bool = False
    doubt: str | None
    unresolved: str | None = None
    kv_type: str | None = None  # null: not stated (llama.cpp's default is f16); two types as "q5_0/q4_1"


class UnverifiedClaim(Record):
    """A speed claim that is kept to be refused. `figure` is quoted text, never a number to compute with."""

    id: Id
    summary: str
    model: str | None
    hardware: str | None
    figure: str
    why_unverified: str
    source_url: str
