"""Checks of benchmark rows: references, fields that must agree, and speeds that memory cannot deliver."""

import re
from collections.abc import Iterator

from assistant.corpus.catalog import Catalog
from assistant.corpus.problems import Problem
from assistant.corpus.records import BenchmarkRow, GpuRecord, MachineRecord, ModelRecord

FILE = "benchmarks.yaml"
# Published bandwidths are rounded, and a cache of up to 128 MB saves a little of each token's traffic.
SPARE = 1.03
# "Q4_K_M", "IQ2_XXS", "NVFP4": at least that many bits per weight. Not "F16", which gpt-oss files are called
# although their expert weights are MXFP4.
NOMINAL_BITS = re.compile(r"(?:Q|FP|INT)(\d)")


def check_row(row: BenchmarkRow, catalog: Catalog) -> Iterator[Problem]:
    """Everything about one row."""
    yield from _references(row, catalog)
    yield from _agreement(row)
    devices = [catalog.gpus.get(name) or catalog.machines.get(name) for name in row.devices]
    known = [device for device in devices if device is not None]
    yield from _variant(row, known)
    model = catalog.models.get(row.model or "")
    if model and known:
        yield from _speed(row, model, known)
    yield from _date(row, model, known)


def _references(row: BenchmarkRow, catalog: Catalog) -> Iterator[Problem]:
    if row.model and row.model not in catalog.models:
        yield Problem(FILE, row.id, "model", f"there is no model {row.model!r}")
    for device in row.devices:
        if device not in catalog.gpus and device not in catalog.machines:
            yield Problem(FILE, row.id, "devices", f"there is no card or machine {device!r}")
    if (row.model is None or not row.devices) != bool(row.unresolved):
        yield Problem(FILE, row.id, "unresolved", "should say why, exactly if model or devices are open")
    if not row.source_url.startswith(("https://", "http://")):
        yield Problem(FILE, row.id, "source_url", f"{row.source_url!r} is not an address")


def _agreement(row: BenchmarkRow) -> Iterator[Problem]:
    """Fields that say the same thing twice must not contradict each other."""
    wrong = {
        "placement": row.backend == "CPU" and row.placement != "cpu",
        "metric": ("+" in row.test) != (row.metric == "mixed"),
        "speculative_note": bool(row.speculative_note) != row.speculative,
        "excerpt_only": row.excerpt_only and not row.reproducible,
    }
    for field, is_wrong in wrong.items():
        if is_wrong:
            value = getattr(row, field)
            yield Problem(FILE, row.id, field, f"{value!r} contradicts the row's other fields")
    if row.placement in ("partial", "oversubscribed") and not row.limits:
        yield Problem(FILE, row.id, "limits", f"a row with placement {row.placement} must say what was where")


def _variant(row: BenchmarkRow, devices: list[GpuRecord | MachineRecord]) -> Iterator[Problem]:
    machines = [device for device in devices if isinstance(device, MachineRecord)]
    cores = {cores for machine in machines for cores in machine.gpu_cores}
    if row.gpu_cores and devices and row.gpu_cores not in cores:
        yield Problem(FILE, row.id, "gpu_cores", f"none of {', '.join(row.devices)} has {row.gpu_cores}")
    sizes = {memory.memory_gb for machine in machines for memory in machine.memory}
    sizes |= {device.memory_gb for device in devices if isinstance(device, GpuRecord)}
    if row.device_memory_gb and row.device_memory_gb not in sizes:
        yield Problem(FILE, row.id, "device_memory_gb", f"{row.device_memory_gb} GB is not a size of the device")
    if machines and row.gpu_count > 1:
        yield Problem(FILE, row.id, "gpu_count", "more than one machine")


def _speed(row: BenchmarkRow, model: ModelRecord, devices: list[GpuRecord | MachineRecord]) -> Iterator[Problem]:
    """A plain decode reads all active weights once per token, so memory bandwidth bounds it."""
    active = _active_bytes(row, model)
    if row.metric != "decode" or row.placement != "gpu" or row.speculative or active is None:
        return
    bandwidth = max(device.bandwidth_gb_s for device in devices) * 1e9 * row.gpu_count
    if row.tokens_per_second > bandwidth / active * SPARE:
        bound = f"{bandwidth / active:.1f} tok/s, its bandwidth over {active / 1e9:.2f} GB of active weights"
        yield Problem(FILE, row.id, "tokens_per_second", f"{row.tokens_per_second} is more than {bound}")


def _active_bytes(row: BenchmarkRow, model: ModelRecord) -> float | None:
    """The least that is read per token: the active share of the weights, without an untied embedding."""
    total = model.params_total_b
    size = _least_bytes(row, model)
    if size is None or not total:
        return None
    share = (model.params_active_b or total) / total
    header = model.gguf.header if model.gguf else {}
    vocab, width = header.get("vocab_size"), header.get("embedding_length")
    table = vocab * width / 1e9 if isinstance(vocab, int) and isinstance(width, int) else 0.0
    looked_up = table / total if model.gguf and model.gguf.tied_embeddings is False else 0.0
    return size * max(share - looked_up, 0.0) or None


def _least_bytes(row: BenchmarkRow, model: ModelRecord) -> float | None:
    """The smallest file of the row's quantization, else what its name promises, else any file of the model."""
    sizes = [file.bytes for file in model.files if file.quant == row.quant]
    bits = NOMINAL_BITS.search(row.quant or "")
    if not sizes and bits and model.params_total_b:
        return model.params_total_b * 1e9 * int(bits[1]) / 8
    return min(sizes or [file.bytes for file in model.files], default=None)


def _date(row: BenchmarkRow, model: ModelRecord | None, devices: list[GpuRecord | MachineRecord]) -> Iterator[Problem]:
    if not row.date:
        return
    month = row.date[:7]
    if model and month < model.released:
        message = f"{row.date} is before the model's release in {model.released}"
        yield Problem(FILE, row.id, "date", message, "note")
    launches = [device.launch for device in devices if device.launch]
    if launches and len(launches) == len(devices) and month < min(launches)[:7]:
        message = f"{row.date} is before the device's launch in {min(launches)}"
        yield Problem(FILE, row.id, "date", message, "note")
