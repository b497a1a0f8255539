"""Bytes that llama.cpp allocates for a model, from the plain numbers of one row of models.yaml.

KV cache and recurrent state are exact, the compute buffer is within a few per cent where all is regular. Nothing
is shared with `assistant.vram`: the two must agree because both are right, not because one calls the other.
"""

from dataclasses import dataclass
from typing import Any

GIB, MIB = 2**30, 2**20
BYTES_PER_VALUE = {"f16": 2.0, "q8_0": 34 / 32, "q5_0": 22 / 32, "q4_0": 18 / 32}
# Bits per weight of the block type that llama.cpp's quantizer takes for the token embedding under each label.
EMBEDDING_BITS = {
    "Q2": 2.625, "Q3": 3.4375, "Q4": 4.5, "Q5": 5.5, "Q6": 6.5625, "Q8": 8.5, "IQ3": 3.4375, "IQ4": 4.25,
    "MXFP4": 8.5, "F16": 16.0, "BF16": 16.0,
}  # fmt: skip
KINDS = {"full", "swa", "mla", "hybrid_linear", "hybrid_mamba"}


class NotCoveredError(ValueError):
    """The oracle has no formula for this, and does not guess."""


@dataclass(frozen=True)
class Span:
    """A value in bytes and how far off it may reasonably lie."""

    low: float
    mid: float
    high: float

    def __add__(self, other: "Span") -> "Span":
        return Span(self.low + other.low, self.mid + other.mid, self.high + other.high)

    def __str__(self) -> str:
        return f"{self.low / GIB:.1f}..{self.mid / GIB:.1f}..{self.high / GIB:.1f} GiB"


@dataclass(frozen=True)
class Run:
    """How the model is run: what questions can change. `rows`: logits rows kept, one per slot if None."""

    context: int
    kv: str = "f16"
    flash: bool = True
    slots: int = 1
    unified: bool = True
    ubatch: int = 512
    rows: int | None = None

    @property
    def cells(self) -> int:
        """Cells of one growing cache."""
        return pad(self.context if self.unified else self.context // self.slots)

    @property
    def streams(self) -> int:
        """How many caches there are."""
        return 1 if self.unified else self.slots

    def window_cells(self, window: int) -> int:
        """Cells of one sliding cache."""
        return min(self.cells, pad(window * (self.slots if self.unified else 1) + self.ubatch))


@dataclass(frozen=True)
class Shape:
    """The layers that own memory. A cache is a list of (key width, value width), one pair per layer."""

    full: list[tuple[int, int]]
    sliding: list[tuple[int, int]]
    window: int
    recurrent_layers: int
    state_values: int  # per recurrent layer and slot


def pad(cells: int) -> int:
    """Round up to a multiple of 256."""
    return -(-cells // 256) * 256


def shape_of(model: dict[str, Any]) -> Shape:
    """Read the shape from a row of models.yaml.

    Raises:
        NotCoveredError: an attention for which there is no checked formula.
    """
    a = model["arch"]
    phi3 = model["family"].startswith("Phi-3")  # llama.cpp ignores its sliding window
    kind = "full" if phi3 else a["attention"]
    if kind not in KINDS or "Llama 4" in model["family"] or not (phi3 or a["n_full_attention_layers"]):
        raise NotCoveredError(f"{model['id']}: attention {a['attention']}")
    full = a["n_layers"] if phi3 else a["n_full_attention_layers"]
    sliding = a["n_layers"] - full if kind == "swa" else 0
    if shared := a.get("num_kv_shared_layers"):  # the last layers read the cache of earlier ones
        owners = a["n_layers"] - shared
        full = sum(layer < owners for layer in a["full_attention_layer_ids"])
        sliding = owners - full
    inner, state, conv = (a.get(f"ssm_{name}", 0) for name in ("inner_size", "state_size", "conv_kernel"))
    recurrent = 0
    if kind.startswith("hybrid"):
        recurrent = a.get("hybrid_override_pattern", "").count("M") or a["n_layers"] - full
    values = (conv - 1) * (inner + 2 * a.get("ssm_n_groups", 0) * state) + state * inner
    narrow = (a["n_kv_heads"] * a["head_dim"],) * 2
    return Shape([_full_width(a)] * full, [narrow] * sliding, a.get("swa_window", 0), recurrent, values)


def _full_width(a: dict[str, Any]) -> tuple[int, int]:
    if a["attention"] == "mla":  # one compressed key, no value
        return a["kv_lora_rank"] + a["qk_rope_head_dim"], 0
    heads = a.get("num_global_key_value_heads") or a["n_kv_heads"]
    return (heads * _head_width(a),) * 2


def _head_width(a: dict[str, Any]) -> int:
    return int(a.get("global_head_dim") or a["head_dim"])


def kv_bytes(shape: Shape, run: Run) -> tuple[int, int]:
    """Bytes of the growing and of the sliding caches."""
    widest = 0 if run.flash else max(v for _, v in [*shape.full, *shape.sliding])  # V rows are padded to it

    def size(layers: list[tuple[int, int]], cells: int) -> int:
        values = sum(k + max(v, widest) for k, v in layers)
        return round(values * cells * run.streams * BYTES_PER_VALUE[run.kv])

    return size(shape.full, run.cells), size(shape.sliding, run.window_cells(shape.window))


def state_bytes(shape: Shape, run: Run) -> int:
    """Bytes of the recurrent state: 32-bit values, one copy per slot, whatever the context."""
    return 4 * shape.recurrent_layers * run.slots * shape.state_values


def compute_bytes(model: dict[str, Any], run: Run, copies: int = 1) -> float:
    """Bytes of one device's compute buffer; a pipeline over several cards keeps 4 `copies` of the mask."""
    a, shape, u = model["arch"], shape_of(model), run.ubatch
    sliding = run.window_cells(shape.window) if shape.sliding else 0
    mask = u * (run.cells + sliding) * (2 if run.flash else 4)
    logits = 4 * (run.rows or run.slots) * a["vocab_size"]
    recurrent = 4 * u * 8 * a.get("ssm_inner_size", 0)
    largest = max(4 * u * _ffn_values(a), logits, _attention_bytes(a, shape, run), recurrent)
    return copies * mask + 4 * u * 4 * a["hidden_size"] + largest


def _ffn_values(a: dict[str, Any]) -> int:
    if not a.get("n_experts"):
        return int(3 * a["intermediate_size"])
    used = a["n_experts_used"]
    inner, outer = used * (a.get("moe_intermediate_size") or a["intermediate_size"]), used * a["hidden_size"]
    return int(3 * inner + outer * ((outer > 2 * inner) + (outer > 3 * inner)))


def _attention_bytes(a: dict[str, Any], shape: Shape, run: Run) -> float:
    k, v = shape.full[0]
    queries = 4 * run.ubatch * a["n_heads"] * _head_width(a)
    if not run.flash:  # the scores of all heads, and no scratch
        return queries + 4 * run.ubatch * (run.cells * a["n_heads"] + k + v)
    return queries + (0 if run.kv == "f16" else 2 * run.cells * run.streams * (k + v))  # 16-bit copy of a layer


def file_of(model: dict[str, Any], quant: str, *, ollama: bool) -> tuple[int, int]:
    """Bytes, and rounding error, of the Hugging Face file, or of the one that Ollama serves.

    Raises:
        NotCoveredError: there is no file of that name.
    """
    rows = sorted(
        (row for row in model["quants"] if row["name"] == quant),
        key=lambda row: (row["repo"] == "ollama") != ollama,
    )
    if not rows:
        raise NotCoveredError(f"{model['id']}: no file {quant}")
    if exact := rows[0].get("file_bytes"):
        return exact, 0
    return round(rows[0]["file_gb"] * 1e9), round((rows[0].get("file_gb_error") or 0) * 1e9)


def weights(model: dict[str, Any], quant: str, *, ollama: bool) -> tuple[Span, float]:
    """Weights on the device, and what stays in system memory: the token embedding, unless it is tied."""
    a, (file, error) = model["arch"], file_of(model, quant, ollama=ollama)
    bits = next(bits for label, bits in EMBEDDING_BITS.items() if quant.startswith(label))
    host = 0.0 if a.get("tie_embeddings") else a["vocab_size"] * a["hidden_size"] * bits / 8
    per_layer = a.get("vocab_size_per_layer_input", 0) * a.get("hidden_size_per_layer_input", 0)
    host += per_layer * a["n_layers"] * bits / 8
    doubt = 0.3 * host + error  # publishers mix types
    return Span(file - host - doubt, file - host, file - host + doubt), host
