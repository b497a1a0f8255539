"""What a question says: the products, sizes and settings it names, and what it wants to know.

Spans are half-open character ranges in `Question.normalized`. Nothing here is looked up: a mention carries the
ids its words can mean, and a later step decides what they mean for the answer.
"""

from dataclasses import dataclass, field
from typing import Literal

Span = tuple[int, int]

Kind = Literal[
    "fits", "memory", "max_context", "best_quant", "what_runs", "what_needed", "speed", "compare",
    "specification", "recommend", "upgrade", "disk_size", "price_now", "guide", "out_of_scope", "greeting",
]  # fmt: skip
Attribute = Literal[
    "memory", "memory_type", "bandwidth", "bus", "tdp", "launch_price", "release", "license", "params_total",
    "params_active", "context", "architecture", "capabilities", "engines", "other",
]  # fmt: skip
MemoryKind = Literal["vram", "ram", "unified", "disk", "unknown"]
Task = Literal["code", "chat", "tools", "reasoning", "vision", "embedding", "rag", "writing", "translation"]


@dataclass(frozen=True)
class ModelMention:
    """A model named in the text. One candidate is resolved, several are for the reader to choose from.

    `beyond_catalog` says that the words also cover products the catalog lacks, so that even a single candidate
    is not certain. `from_tag` means the file Ollama serves (a tag was pasted or Ollama named). `read_as` is the
    name a misspelling was read as. `quant` was written together with the name.
    """

    text: str
    span: Span
    candidates: tuple[str, ...]
    beyond_catalog: bool = False
    from_tag: bool = False
    read_as: str | None = None
    quant: str | None = None

    @property
    def id(self) -> str | None:
        """The one id it means, or None while it is open."""
        return self.candidates[0] if len(self.candidates) == 1 and not self.beyond_catalog else None


@dataclass(frozen=True)
class DeviceMention:
    """A card or machine named in the text; candidates and `read_as` as in `ModelMention`.

    `count` is 1 unless the text counts (`counted`). `memory_gb` is the capacity stated beside it, in GB_label.
    `gpu_cores` is stated for some Apple chips ("60-core"). `with_previous`: used together with the device named
    before it ("3090 + 3060"), not instead of it.
    """

    text: str
    span: Span
    kind: Literal["gpu", "machine"]
    candidates: tuple[str, ...]
    beyond_catalog: bool = False
    count: int = 1
    counted: bool = False
    memory_gb: int | None = None
    gpu_cores: int | None = None
    read_as: str | None = None
    with_previous: bool = False

    @property
    def id(self) -> str | None:
        """The one id it means, or None while it is open."""
        return self.candidates[0] if len(self.candidates) == 1 and not self.beyond_catalog else None


@dataclass(frozen=True)
class UnknownName:
    """A product name that the catalog does not have; `near` are ids worth offering instead, best first."""

    text: str
    span: Span
    kind: Literal["model", "device"]
    near: tuple[str, ...] = ()


Mention = ModelMention | DeviceMention | UnknownName


@dataclass(frozen=True)
class QuantMention:
    """A quantization. `exact` is false where the words leave the choice open ("Q4", "8-bit")."""

    text: str
    span: Span
    name: str
    exact: bool = True


@dataclass(frozen=True)
class MemorySize:
    """A bare amount of memory that belongs to no named device. `unit` is as written: GB or GiB.

    `count` is more than 1 for "two 24 GB cards": each has `value`.
    """

    text: str
    span: Span
    value: float
    unit: Literal["GB", "GiB"]
    kind: MemoryKind
    count: int = 1


@dataclass(frozen=True)
class Budget:
    """Money to spend, in whole units of `currency` (ISO code)."""

    amount: float
    currency: str = "USD"


@dataclass(frozen=True)
class Part:
    """One thing the question asks. `attribute` for specifications, `topic` for what is not covered.

    `perhaps`: it looks like a subject outside, but a guide may speak about it. `clause` holds the words that want an
    explanation, where the question asks for other things too.
    """

    kind: Kind
    attribute: Attribute | None = None
    topic: str | None = None
    perhaps: bool = False
    clause: str | None = None


@dataclass(frozen=True)
class Settings:
    """How the reader wants to run it; None or 0 means not said.

    `contexts` in tokens, as many as were named; `full_context` for "its full context" without a number.
    """

    quants: tuple[QuantMention, ...] = ()
    contexts: tuple[int, ...] = ()
    full_context: bool = False
    kv_k: str | None = None
    kv_v: str | None = None
    engine: str | None = None
    os: str | None = None
    flash_attention: bool | None = None
    slots: int = 0


@dataclass(frozen=True)
class Rig:
    """What the reader says they own ("I have a 3060 and 32 GB RAM"); kept for the conversation."""

    devices: tuple[DeviceMention, ...] = ()
    memory: tuple[MemorySize, ...] = ()


@dataclass(frozen=True)
class Question:
    """A question, read. `parts` is never empty once it is read.

    `inherited` names what came from an earlier turn; such names stand at the end of `normalized`.
    """

    text: str
    normalized: str
    language: str
    parts: tuple[Part, ...]
    models: tuple[ModelMention, ...] = ()
    devices: tuple[DeviceMention, ...] = ()
    unknown: tuple[UnknownName, ...] = ()
    settings: Settings = field(default_factory=Settings)
    memory: tuple[MemorySize, ...] = ()
    model_sizes_b: tuple[float, ...] = ()
    budget: Budget | None = None
    tasks: tuple[Task, ...] = ()
    claimed_tok_s: tuple[float, ...] = ()
    names_ollama: bool = False
    rig: Rig = field(default_factory=Rig)
    inherited: tuple[str, ...] = ()

    @property
    def kind(self) -> Kind:
        """The kind of its first part."""
        return self.parts[0].kind


@dataclass(frozen=True)
class Settled:
    """What a conversation has established so far, handed to the next turn."""

    parts: tuple[Part, ...] = ()
    models: tuple[ModelMention, ...] = ()
    devices: tuple[DeviceMention, ...] = ()
    settings: Settings = field(default_factory=Settings)
    memory: tuple[MemorySize, ...] = ()
    budget: Budget | None = None
    tasks: tuple[Task, ...] = ()
    rig: Rig = field(default_factory=Rig)
