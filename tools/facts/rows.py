"""Benchmark rows: facts to typed catalog items."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from tools.facts import row_rules
from tools.facts.placement import placement_of

Item = dict[str, Any]


@dataclass(frozen=True)
class Known:
    """What rows may refer to: catalog items by id, and model ids by their aliases."""

    models: Mapping[str, Item]
    devices: Mapping[str, Item]
    model_ids: Mapping[str, str]


# Fields taken over as they are: the catalog's name and the facts' one.
COPIED = {
    "id": "id",
    "model_label": "model_label_in_source",
    "quant": "quant",
    "hardware": "hardware",
    "hardware_label": "hardware_label_in_source",
    "gpu_count": "n_gpus",
    "backend": "backend",
    "build": "runtime_build",
    "command": "command",
    "flash_attention": "flash_attn",
    "test": "test",
    "depth": "context_depth",
    "tokens_per_second": "tokens_per_second",
    "stddev": "stddev",
    "speculative_note": "speculative_decoding",
    "reported_by": "reported_by",
    "date": "date",
    "source_url": "source_url",
    "reproducible": "reproducible",
    "reproducible_reason": "reproducible_reason",
    "doubt": "doubt",
}


def row_item(fact: Item, known: Known) -> Item:
    """One row with the fields of contract 4 derived; text of the source is kept as it is."""
    model, unresolved = _model(fact, known)
    devices = _devices(fact, known)
    words = _words(fact)
    if not devices:
        missing = f"hardware {fact['hardware']} is not in the catalog"
        unresolved = "; ".join(filter(None, [unresolved, missing]))
    placement, reasons = placement_of(fact, words, model, devices)
    return {
        **{name: fact[source] for name, source in COPIED.items()},
        "model": model["id"] if model else None,
        "devices": [device["id"] for device in devices],
        "gpu_cores": _cores(fact, devices),
        "device_memory_gb": _memory(fact, devices),
        "engine": _first(row_rules.ENGINES, words) or fact["runtime"],
        "kv_type": _kv_type(fact),
        "metric": _metric(fact["test"]),
        "placement": placement,
        "speculative": fact["speculative_decoding"] is not None,
        "limits": reasons + _limits(fact, words),
        "excerpt_only": fact["reproducible"] and _in_excerpt(fact["source_url"]),
        "unresolved": unresolved,
    }


def _in_excerpt(url: str) -> bool:
    return any(part in url for part in row_rules.EXCERPTS)


def _words(fact: Item) -> str:
    parts = ("command", "hardware", "hardware_label_in_source", "model_label_in_source", "doubt",
             "reproducible_reason", "runtime_build", "test")  # fmt: skip
    return " | ".join(str(fact[part]) for part in parts if fact[part])


def _first(rules: tuple[row_rules.Rule, ...], text: str) -> str | None:
    return next((value for pattern, value in rules if pattern.search(text)), None)


def _metric(test: str) -> str:
    metric = _first(row_rules.METRIC, test)
    if metric is None:
        raise ValueError(f"no rule in row_rules.METRIC for the test {test!r}")
    return metric


def _model(fact: Item, known: Known) -> tuple[Item | None, str | None]:
    """The model that the row's own label proves, else None and the reason."""
    label = fact["model_label_in_source"]
    named = _first(row_rules.RELEASES, label)
    if named and named in known.models:
        return known.models[named], None
    if row_rules.GENERIC_LABEL.match(label) and not _command_names(fact["command"] or "", fact["model"]):
        return None, f"label {label!r} does not say which release"
    model_id = known.model_ids.get(fact["model"])
    if model_id is None:
        return None, f"model {fact['model']} is not in the catalog"
    return known.models[model_id], None


def _command_names(command: str, model_id: str) -> bool:
    """Whether the model file in the command names the release."""
    if model_id in command.lower():
        return True
    folder = row_rules.RELEASE_FOLDER.search(command)
    return folder is not None and model_id == f"llama-{folder[2]}-{folder[1].lower()}b"


def _devices(fact: Item, known: Known) -> list[Item]:
    proven = _first(row_rules.DEVICES, fact["hardware_label_in_source"])
    ids: list[str] = [proven] if proven else fact["catalog_ids"] or [fact["hardware"]]
    return [known.devices[device] for device in ids if device in known.devices]


def _cores(fact: Item, devices: list[Item]) -> int | None:
    """Cores of the GPU variant: as the source says, else if all sizes of the chip have the same number."""
    match = row_rules.CORES.search(f"{fact['hardware']} {fact['hardware_label_in_source']}")
    if match:
        return int(next(group for group in match.groups() if group))
    apple = [device for device in devices if device.get("gpu_cores_kind") == "Apple GPU cores"]
    choices = {cores for device in apple for cores in device["gpu_cores"]}
    return choices.pop() if len(choices) == 1 else None


def _memory(fact: Item, devices: list[Item]) -> int | None:
    """Memory of one device as printed on it: a card has one size, a machine the size that the row names."""
    if not devices:
        return None
    sizes = {size for device in devices for size in _sizes(device)}
    if len(sizes) == 1:
        return sizes.pop()
    named = row_rules.MEMORY_IN_ID.findall(fact["hardware"])
    named += row_rules.MEMORY_IN_LABEL.findall(fact["hardware_label_in_source"])
    return next((int(size) for size in named if int(size) in sizes), None)


def _sizes(device: Item) -> list[int]:
    return [memory["memory_gb"] for memory in device["memory"]] if "memory" in device else [device["memory_gb"]]


def _kv_type(fact: Item) -> str | None:
    flags = row_rules.KV_FLAGS.search(fact["command"] or "")
    if flags:
        return flags[1] if flags[1] == flags[2] else f"{flags[1]}/{flags[2]}"
    words = row_rules.KV_WORDS.search(f"{fact['model_label_in_source']} {fact['doubt']} {fact['command']}")
    return next((group.lower() for group in words.groups() if group), None) if words else None


def _limits(fact: Item, words: str) -> list[str]:
    found = [limit for pattern, limit in row_rules.LIMITS if pattern.search(words)]
    power = row_rules.POWER.search(f"{fact['hardware_label_in_source']} | {fact['doubt']}")
    if power:
        found.append(f"power limit {next(group for group in power.groups() if group)} W")
    threads = row_rules.CPU_THREADS.search(words)
    if threads:
        found.append("single CPU thread" if threads[1] == "1" else f"{threads[1]} CPU threads")
    spread = row_rules.SPREAD.search(f"{fact['doubt']} {fact['reproducible_reason']}")
    if spread:
        found.append(f"spread {spread[1]} % of the mean")
    return list(dict.fromkeys(found))
