"""Weights: what of a file goes on the device, what stays in system memory, and how much each layer holds.

llama.cpp keeps the token embeddings (and per-layer ones) on the host, always. Where the output matrix is the
same tensor it is loaded a second time, on the device (`src/llama-model.cpp`).
"""

from dataclasses import dataclass
from itertools import pairwise

from assistant.vram.shape import Shape
from assistant.vram.tensor_sizes import expert_values, layer_values
from assistant.vram.tensor_types import TYPES, embedding_type, matrix_bytes, output_type

_F32 = 4


@dataclass(frozen=True)
class Weights:
    """Bytes. `device` and `host` are exact where the mix is known; the split by layer is by count of values.

    `per_layer` covers each layer's tensors, `experts_per_layer` the part of it that experts hold, `output`
    the output matrix with its norm. `per_layer` and `output` add up to `device`; `embedding_host` is `host`.
    """

    device: int
    host: int
    per_layer: tuple[int, ...]
    experts_per_layer: tuple[int, ...]
    output: int
    embedding_host: int


def split_weights(shape: Shape, file_bytes: int, quant: str | None) -> Weights:
    """Split a file of `file_bytes` by the rules of llama.cpp's loader and quantizer.

    Without a known `quant` the embeddings are given the file's average bits per value.
    """
    width, vocab = shape.n_embd, shape.n_vocab
    kind = embedding_type(quant, width, tied=shape.tied) if quant else None
    table = _table_bytes(shape, file_bytes, kind, width)
    extra = _table_bytes(shape, file_bytes, kind, shape.per_layer_embedding)
    host = min(table + extra, file_bytes)
    device = file_bytes - host + (table if shape.tied else 0)
    if shape.tied:
        output = table
    else:
        out = output_type(quant, width) if quant else None
        output = matrix_bytes(out, width, vocab) if out else table
    output = min(output + _F32 * width, device)
    per_layer, experts = _by_layer(shape, device - output)
    return Weights(device, host, per_layer, experts, output, host)


def _table_bytes(shape: Shape, file_bytes: int, kind: str | None, width: int) -> int:
    if kind is not None and width % TYPES[kind][0] == 0:
        return matrix_bytes(kind, width, shape.n_vocab)
    values = width * shape.n_vocab
    return round(file_bytes * values / max(_all_values(shape), 1))


def _all_values(shape: Shape) -> int:
    tables = shape.n_embd * (1 if shape.tied else 2) + shape.per_layer_embedding
    return tables * shape.n_vocab + sum(n * layer_values(x, shape.n_embd) for x, n in shape.kinds)


def _by_layer(shape: Shape, size: int) -> tuple[tuple[int, ...], tuple[int, ...]]:
    """Share `size` among the layers by their count of values; the shares add up to it exactly."""
    values = [layer_values(layer, shape.n_embd) for layer in shape.layers]
    total = sum(values)
    if total == 0:
        return (0,) * len(values), (0,) * len(values)
    bounds, done = [0], 0
    for value in values:
        done += value
        bounds.append(size * done // total)
    shares = tuple(end - start for start, end in pairwise(bounds))
    experts = tuple(
        share * expert_values(layer, shape.n_embd) // value if value else 0
        for share, layer, value in zip(shares, shape.layers, values, strict=True)
    )
    return shares, experts
