"""Which tensor type llama.cpp's quantizer gives the embedding and output matrices, and what types weigh.

Sources: `src/llama-quant.cpp` (`llama_tensor_get_type_impl`, `tensor_type_fallback`) of llama.cpp, commit
0c1e57098; block sizes from `ggml/src/ggml-common.h`.
"""

# Values per block and bytes per block.
TYPES: dict[str, tuple[int, int]] = {
    "F32": (1, 4), "F16": (1, 2), "BF16": (1, 2), "FP8": (1, 1),
    "Q8_0": (32, 34), "Q5_1": (32, 24), "Q5_0": (32, 22), "Q4_1": (32, 20), "Q4_0": (32, 18),
    "IQ4_NL": (32, 18), "MXFP4": (32, 17), "NVFP4": (64, 36),
    "Q6_K": (256, 210), "Q5_K": (256, 176), "Q4_K": (256, 144), "Q3_K": (256, 110), "Q2_K": (256, 84),
    "IQ4_XS": (256, 136), "IQ3_S": (256, 110), "IQ3_XXS": (256, 98), "IQ2_S": (256, 82), "IQ2_XS": (256, 74),
    "IQ2_XXS": (256, 66), "IQ1_M": (256, 56), "IQ1_S": (256, 50), "TQ2_0": (256, 66), "TQ1_0": (256, 54),
}  # fmt: skip

# The type a file is named after, where it is not the name's own beginning.
_MIXES = {"IQ3_XS": "IQ3_S", "IQ3_M": "IQ3_S", "IQ2_M": "IQ2_S", "MXFP4_MOE": "MXFP4"}

# Row widths that a block does not divide: the type used instead.
_FALLBACK = {
    **dict.fromkeys(("IQ1_S", "IQ1_M", "IQ2_XXS", "IQ2_XS", "IQ2_S", "IQ3_XXS", "IQ3_S", "IQ4_XS"), "IQ4_NL"),
    **dict.fromkeys(("Q2_K", "Q3_K", "TQ1_0", "TQ2_0"), "Q4_0"),
    "Q4_K": "Q5_0", "Q5_K": "Q5_1", "Q6_K": "Q8_0",
}  # fmt: skip

_UNQUANTIZED = frozenset({"F32", "F16", "BF16", "FP8"})
_SMALL_MIXES = frozenset({"IQ1_S", "IQ1_M", "IQ2_XXS", "IQ2_XS", "IQ2_S", "IQ2_M", "IQ3_XXS"})
_EMBEDDING = {
    **dict.fromkeys(("IQ1_S", "IQ1_M", "IQ2_XXS", "IQ2_XS"), "Q2_K"),
    **dict.fromkeys(("IQ2_S", "IQ2_M", "IQ3_XXS"), "IQ3_S"),
    **dict.fromkeys(("TQ1_0", "TQ2_0"), "Q4_K"),
    **dict.fromkeys(("MXFP4", "MXFP4_MOE"), "Q8_0"),
}  # fmt: skip


def base_type(quant: str) -> str | None:
    """The type most tensors have, by the name of the mix (`Q4_K_M`, `UD-Q4_K_XL`); None if unknown."""
    name = _mix(quant)
    if name in _MIXES:
        return _MIXES[name]
    if name in TYPES:
        return name
    stem = name.rpartition("_")[0]
    return stem if stem in TYPES else None


def embedding_type(quant: str, width: int, *, tied: bool) -> str | None:
    """The type of `token_embd`: that of the output matrix where both are one tensor. None if unknown."""
    if tied:
        return output_type(quant, width)
    base, mix = base_type(quant), _mix(quant)
    if base is None:
        return None
    return _fitting("Q8_0" if _keeps_q8(mix) else _EMBEDDING.get(mix, base), width)


def output_type(quant: str, width: int) -> str | None:
    """The type of the output matrix. None if the mix is unknown."""
    base, mix = base_type(quant), _mix(quant)
    if base is None or base in _UNQUANTIZED:
        return base
    if base in ("Q8_0", "MXFP4") or _keeps_q8(mix) or width % TYPES[base][0]:
        return _fitting("Q8_0", width)
    return _fitting("Q5_K" if mix in _SMALL_MIXES else "Q6_K", width)


def matrix_bytes(kind: str, width: int, rows: int) -> int:
    """Bytes of `rows` rows of `width` values."""
    values, size = TYPES[kind]
    return width * rows // values * size


def _mix(quant: str) -> str:
    return quant.upper().removeprefix("UD-")


def _keeps_q8(mix: str) -> bool:
    """Mixes with a size more than the quantizer knows are published with both matrices in Q8_0."""
    return mix in ("Q2_K_L", "Q3_K_XL", "Q4_K_L", "Q5_K_L", "Q6_K_L")


def _fitting(kind: str, width: int) -> str:
    if width % TYPES[kind][0]:
        kind = _FALLBACK.get(kind, kind)
    return kind if width % TYPES[kind][0] == 0 else "F16"
