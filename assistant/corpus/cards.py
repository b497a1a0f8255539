"""Catalog records as cards: the words in which the catalog is quoted."""

from collections.abc import Iterator

from assistant.corpus.records import BenchmarkRow, GpuRecord, MachineRecord, ModelFile, ModelRecord
from assistant.domain.cards import Card
from assistant.domain.quantity import gb, plain, tokens

VENDORS = {"nvidia": "NVIDIA", "amd": "AMD", "intel": "Intel"}


def model_card(model: ModelRecord) -> Card:
    """Return the card of a model: maker, sizes, context, one line per file, engines."""
    return Card(f"models/{model.id}", "model", model.name, tuple(_model_lines(model)))


def gpu_card(gpu: GpuRecord) -> Card:
    """Return the card of a graphics card."""
    return Card(f"gpus/{gpu.id}", "gpu", gpu.name, tuple(_gpu_lines(gpu)))


def machine_card(machine: MachineRecord) -> Card:
    """Return the card of a machine: chip, bandwidth, one line per memory size."""
    return Card(f"machines/{machine.id}", "machine", machine.name, tuple(_machine_lines(machine)))


def benchmark_card(row: BenchmarkRow) -> Card:
    """Return the card of a benchmark row: what was measured, on what, by whom."""
    return Card(f"benchmarks/{row.id}", "benchmark", f"{row.model_label} on {row.hardware_label}", (_row_line(row),))


def file_line(file: ModelFile) -> str:
    """Return the line of a model's card that names one file."""
    about = "" if file.size_bytes is not None else ", rounded by its source"
    where = f"Ollama {file.ollama_tag}" if file.ollama_tag else file.repo
    return f"{file.quant}: {gb(file.bytes)}{about}, {where}."


def _model_lines(model: ModelRecord) -> Iterator[str]:
    yield f"{model.name} by {model.developer}, released {model.released}, license {model.license}."
    if model.params_total_b is not None:
        active = f", {plain(model.params_active_b)} billion active" if model.params_active_b else ""
        yield f"Parameters: {plain(model.params_total_b)} billion{active}."
    if model.context_native is not None:
        yield f"Native context: {tokens(model.context_native)}."
    spread = "mixture of experts" if model.moe else "dense"
    yield f"Architecture: {model.kind.replace('_', ' ')}, {spread}, {model.attention.replace('_', ' ')} attention."
    yield f"Capabilities: {', '.join(model.capabilities)}; input: {', '.join(model.modalities)}."
    yield from (file_line(file) for file in model.files)
    yield f"Ollama: {model.runtime.ollama}; llama.cpp: {model.runtime.llama_cpp}."


def _gpu_lines(gpu: GpuRecord) -> Iterator[str]:
    yield f"{gpu.name}: {gpu.memory_gb} GB {gpu.memory_type} on a {gpu.memory_bus_bits}-bit bus."
    yield f"Memory bandwidth: {plain(gpu.bandwidth_gb_s)} GB/s."
    yield f"Board power: {gpu.tdp_w} W."
    if gpu.memory_mib_reported is not None:
        yield f"Memory reported by the driver: {gpu.memory_mib_reported:,} MiB."
    if gpu.memory_mib_runtime is not None:
        yield f"Memory seen by llama.cpp: {gpu.memory_mib_runtime:,} MiB."
    if gpu.launch is not None:
        price = f" at ${gpu.msrp_usd:,}" if gpu.msrp_usd is not None else ""
        yield f"Launched {gpu.launch}{price}."
    yield f"Architecture {gpu.architecture}; {gpu.software}."


def _machine_lines(machine: MachineRecord) -> Iterator[str]:
    yield f"{machine.name}: {machine.chip}, CPU and GPU share the memory."
    yield f"Memory bandwidth: {plain(machine.bandwidth_gb_s)} GB/s."
    for size in machine.memory:
        seen = f", up to {plain(size.gpu_usable_gib)} GiB seen usable by the GPU" if size.gpu_usable_gib else ""
        price = f", ${size.msrp_usd:,} at launch" if size.msrp_usd is not None else ""
        yield f"{size.memory_gb} GB of memory{seen}{price}."
    if machine.power_w is not None:
        yield f"Power: {plain(machine.power_w)} W. {machine.power_note or ''}".strip()
    if machine.launch is not None:
        yield f"Launched {machine.launch}."


def _row_line(row: BenchmarkRow) -> str:
    cards = f"{row.gpu_count} x " if row.gpu_count > 1 else ""
    made = f", {row.engine} {row.build}" if row.build else f", {row.engine}"
    return (
        f"{row.model_label}, {row.test} at depth {row.depth:,}: {plain(row.tokens_per_second)} tok/s on "
        f"{cards}{row.hardware_label}{made}, {row.backend or 'backend not stated'}, {row.date or 'date not stated'}."
    )
