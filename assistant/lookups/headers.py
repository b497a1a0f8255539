"""A header from outside the catalog, in the form of one entry of a header list, as the estimator's model."""

import json
import re
from collections.abc import Mapping

from assistant.corpus.records import HeaderValue
from assistant.domain.estimate import FileUsed
from assistant.errors import RequestError
from assistant.vram.job import Model
from assistant.vram.shape import Shape, read_shape
from assistant.vram.tensor_sizes import layer_values
from assistant.vram.weights import split_weights

# Bits per weight that a file can have: the smallest quantization has 1.5625, F32 has 32. Wider on both
# sides, because an unknown architecture may hold tensors that the header does not tell of.
FEWEST_BITS, MOST_BITS = 0.3, 100.0
# Beyond any model there is; a header with more would only fill this machine's memory.
MOST_LAYERS, MOST_COUNT = 4096, 2**32


def model_from_header(text: str, file_bytes: int, quant: str | None) -> Model:
    """Read one entry, YAML or JSON, with `label`, `gguf_arch`, `tied_embeddings`, `header`; a list of one will do.

    Raises:
        RequestError: the text is not such an entry, or the size is impossible for the shape.
        ShapeError: the header lacks a field without which nothing can be computed.
    """
    entry = _entry(text)
    arch = entry.get("gguf_arch")
    if not isinstance(arch, str):
        raise RequestError("the header file has no 'gguf_arch', or it is not text")
    tied = entry.get("tied_embeddings")
    if tied not in (True, False, None):
        raise RequestError("'tied_embeddings' of the header file must be true, false or null")
    shape = read_shape(arch, _header(entry), tied=tied)
    _check_size(shape, file_bytes)
    label = str(entry.get("label") or arch)
    name = quant.upper() if quant else None
    weights = split_weights(shape, file_bytes, name)
    if weights.device <= 0:
        raise RequestError(
            "the file is smaller than the embeddings of this header alone: check --file-bytes and --quant"
        )
    return Model(
        id=label,
        quant=name,
        file=FileUsed(f"{label} with the given header", file_bytes, None),
        shape=shape,
        weights=weights,
        confidence="C" if shape.gaps else "A",
        filename=f"{re.sub(r'[^A-Za-z0-9._-]+', '-', label)}.gguf",
    )


def _entry(text: str) -> Mapping[str, object]:
    found = _parsed(text)
    if isinstance(found, list) and len(found) == 1:
        found = found[0]
    if not isinstance(found, dict):
        raise RequestError("the header file must hold one entry with label, gguf_arch, tied_embeddings, header")
    return found


def _parsed(text: str) -> object:
    """JSON first: YAML would read it too, ten times slower."""
    try:
        return json.loads(text)
    except ValueError:
        import yaml  # noqa: PLC0415 - loaded only for YAML headers

    try:
        return yaml.safe_load(text)
    except yaml.YAMLError as error:
        where = getattr(error, "problem_mark", None)
        line = f" near line {where.line + 1}" if where is not None else ""
        raise RequestError(f"the header file is neither YAML nor JSON{line}") from error


def _header(entry: Mapping[str, object]) -> dict[str, HeaderValue]:
    """The fields that are given; null means not known, like an absent one."""
    given = entry.get("header")
    if not isinstance(given, dict) or not given:
        raise RequestError("the header file has no 'header' with fields")
    header = {key: value for key, value in given.items() if value is not None}
    for key, value in header.items():
        values = value if isinstance(value, list) else [value]
        if not isinstance(key, str) or not all(isinstance(v, int | float | str) for v in values):
            raise RequestError(f"field {key!r} of the header is neither a number, a text nor a list of them")
        limit = MOST_LAYERS if key == "block_count" else MOST_COUNT
        if any(isinstance(v, int | float) and not v <= limit for v in values):
            raise RequestError(f"field {key!r} of the header is not a possible value")
    return header


def _check_size(shape: Shape, file_bytes: int) -> None:
    tables = shape.n_embd * (1 if shape.tied else 2) + shape.per_layer_embedding
    values = tables * shape.n_vocab + sum(layer_values(layer, shape.n_embd) for layer in shape.layers)
    bits = file_bytes * 8 / values if values else 0
    if not FEWEST_BITS <= bits <= MOST_BITS:
        raise RequestError(
            f"{file_bytes:,} bytes for {values / 1e9:.2f} billion values are {bits:.2f} bits per weight: "
            "check --file-bytes"
        )
