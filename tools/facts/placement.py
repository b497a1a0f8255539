"""Where a row's model ran: on the card, on the CPU, split, or spilling out of the card's memory."""

import re
from typing import Any

from tools.facts.row_rules import PLACEMENT

Item = dict[str, Any]

GPU_LAYERS = re.compile(r"-ngl (\d+)")
GIB, GB = 2**30, 10**9
# The old `main` program on Metal put the whole model on the GPU for any -ngl of 1 or more (README of 2023).
METAL_ALL = re.compile(r"^\./main .*-ngl 1 ")
ALL_LAYERS = 99  # llama.cpp users write 99 or more for "all"
# "Q4_K_M", "IQ2_XXS", "NVFP4": at least that many bits per weight. Not "F16": gpt-oss files of that name keep
# their expert weights in MXFP4.
NOMINAL_BITS = re.compile(r"(?:Q|FP|INT)(\d)")


def placement_of(fact: Item, words: str, model: Item | None, devices: list[Item]) -> tuple[str, list[str]]:
    """The placement and the limit that explains it, if one is needed."""
    if fact["backend"] == "CPU":
        return "cpu", []
    for pattern, placement in PLACEMENT:
        if pattern.search(words):
            return placement, _why(placement, fact)
    layers = GPU_LAYERS.search(fact["command"] or "")
    if layers and model and int(layers[1]) < model["config"]["n_layers"] and not _metal_all(fact):
        return "partial", [f"{layers[1]} of {model['config']['n_layers']} layers on the GPU"]
    over = _larger_than_memory(fact, model, devices)
    if not over:
        return "gpu", []
    # With all layers asked onto the card the driver swaps; an engine left to itself splits the layers.
    return ("oversubscribed" if layers else "partial"), [over]


def _metal_all(fact: Item) -> bool:
    return fact["backend"] == "Metal" and bool(METAL_ALL.match(fact["command"]))


def _why(placement: str, fact: Item) -> list[str]:
    layers = GPU_LAYERS.search(fact["command"] or "")
    if placement == "partial" and layers and int(layers[1]) < ALL_LAYERS:
        return [f"{layers[1]} layers on the GPU"]
    return {
        "oversubscribed": ["model larger than the card's memory"],
        "partial": ["part of the model in RAM"],
    }.get(placement, [])


def _larger_than_memory(fact: Item, model: Item | None, devices: list[Item]) -> str | None:
    """Say so if even the smallest possible file of that quantization does not go on the card(s)."""
    cards = [device["memory_gb"] for device in devices if "memory_gb" in device]
    if not cards or model is None:
        return None
    size = _least_gb(fact["quant"], model)
    if size is None or size < max(cards) * GIB / GB * fact["n_gpus"]:
        return None
    return f"weights of {size:.1f} GB or more, larger than the memory of the card"


def _least_gb(quant: str | None, model: Item) -> float | None:
    """The smallest file known, else the parameters at the nominal bits of the quantization's name."""
    sizes = [file["size_gb"] for file in model["files"] if file["quant"] == quant]
    bits = NOMINAL_BITS.search(quant or "")
    if sizes or not bits or not model["params_total_b"]:
        return min(sizes, default=None)
    return float(model["params_total_b"] * int(bits[1]) / 8)
