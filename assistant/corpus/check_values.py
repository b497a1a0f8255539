"""Checks of single values: is a figure possible for what it describes?"""

import re
from collections.abc import Iterator

from assistant.corpus.problems import Problem
from assistant.corpus.records import GpuRecord, MachineRecord, ModelFile, ModelRecord, Source

# Transfer rate per pin in Gbit/s that parts of each memory type were sold with. The lower ends are slow laptop
# and datacentre parts, the upper ends the fastest announced parts of JEDEC's generation.
PIN_RATES = {
    "GDDR5": (5.0, 9.0),
    "GDDR5X": (10.0, 14.0),
    "GDDR6": (11.0, 20.5),
    "GDDR6X": (18.0, 24.0),
    "GDDR7": (22.0, 36.0),
    "HBM2": (1.4, 2.5),
    "HBM2e": (2.4, 3.7),
    "HBM3": (4.8, 6.6),
    "HBM3e": (6.0, 9.8),
}
ROUNDING = 0.01  # makers round bandwidth to whole GB/s
# Drivers keep a few hundred MiB, ECC takes up to a sixteenth of GDDR memory.
LEAST_VISIBLE = 0.92

# Bits per weight of a whole file by the number in the quantization's name: block size plus the tensors that
# stay at higher precision. Models whose rows are not a multiple of 256 fall back to larger types.
FILE_BITS = {"1": (1.5, 3.0), "2": (2.0, 4.0), "3": (2.9, 5.0), "4": (4.0, 6.4), "5": (5.1, 7.0),
             "6": (5.9, 8.3), "8": (7.8, 9.6), "16": (14.5, 17.0)}  # fmt: skip
_QUANT_NUMBER = re.compile(r"(?:Q|FP|MXFP|INT|BF|F)(16|[1-68])")
_YEARS = range(2012, 2031)  # the oldest card here is of 2016; a later year than 2030 is a typing error


def check_gpu(gpu: GpuRecord) -> Iterator[Problem]:
    """Bandwidth against bus and memory type, visible memory against the printed one, and the launch date."""

    def problem(field: str, message: str) -> Problem:
        return Problem("gpus.yaml", gpu.id, field, message)

    low, high = PIN_RATES.get(gpu.memory_type, (0.0, 0.0))
    rate = gpu.bandwidth_gb_s * 8 / gpu.memory_bus_bits
    if not high:
        yield problem("memory_type", f"{gpu.memory_type!r} is not one of {', '.join(PIN_RATES)}")
    elif not low * (1 - ROUNDING) <= rate <= high * (1 + ROUNDING):
        yield problem("bandwidth_gb_s", f"means {rate:.1f} Gbit/s per pin, {gpu.memory_type} has {low}-{high}")
    for field, seen in (("memory_mib_reported", gpu.memory_mib_reported),
                        ("memory_mib_runtime", gpu.memory_mib_runtime)):  # fmt: skip
        if seen and not LEAST_VISIBLE <= seen / (gpu.memory_gb * 1024) <= 1:
            yield problem(field, f"{seen} MiB does not belong to a {gpu.memory_gb} GB card")
    yield from check_origin("gpus.yaml", gpu.id, gpu.launch, gpu.sources)


def check_machine(machine: MachineRecord) -> Iterator[Problem]:
    """Usable memory against the size it belongs to, sizes once each, and the launch date."""
    sizes = [memory.memory_gb for memory in machine.memory]
    if len(set(sizes)) != len(sizes):
        yield Problem("machines.yaml", machine.id, "memory", "a memory size appears twice")
    for memory in machine.memory:
        if memory.gpu_usable_gib and memory.gpu_usable_gib > memory.memory_gb:
            message = f"{memory.gpu_usable_gib} GiB of a {memory.memory_gb} GB machine"
            yield Problem("machines.yaml", machine.id, "memory.gpu_usable_gib", message)
    yield from check_origin("machines.yaml", machine.id, machine.launch, machine.sources)


def check_model(model: ModelRecord) -> Iterator[Problem]:
    """Active against total parameters, files against parameters, header against config."""
    total, active = model.params_total_b, model.params_active_b
    if total and active and active >= total:
        yield Problem("models.yaml", model.id, "params_active_b", f"{active} is not below the total of {total}")
    for file in model.files:
        yield from _check_file(model, file)
    layers, blocks = model.config.get("n_layers"), model.gguf and model.gguf.header.get("block_count")
    if blocks is not None and blocks != layers:
        message = f"{blocks} blocks, but the config has {layers} layers"
        yield Problem("models.yaml", model.id, "gguf.header.block_count", message)
    yield from _check_context(model)
    yield from check_origin("models.yaml", model.id, model.released, model.sources)


def _check_context(model: ModelRecord) -> Iterator[Problem]:
    context = model.gguf and model.gguf.header.get("context_length")
    if context is not None and context != model.context_native:
        message = f"{model.context_native} here, {context} in the GGUF header"
        yield Problem("models.yaml", model.id, "context_native", message, "note")


def _check_file(model: ModelRecord, file: ModelFile) -> Iterator[Problem]:
    field = f"files[{file.quant} {file.repo}]"
    if file.size_bytes and abs(file.size_gb - file.size_bytes / 1e9) > max(0.01, file.size_gb_error or 0):
        yield Problem("models.yaml", model.id, field, f"{file.size_gb} GB, but {file.size_bytes} bytes")
    number = _QUANT_NUMBER.search(file.quant)
    if not number or not model.params_total_b or file.size_check or model.params_note:
        return  # size_check and params_note are the catalog's own explanations of an unusual size
    low, high = FILE_BITS[number[1]]
    bits = file.bytes * 8 / (model.params_total_b * 1e9)
    if not low <= bits <= high:
        message = f"{bits:.2f} bits per weight; {file.quant} files have {low}-{high}"
        yield Problem("models.yaml", model.id, field, message, "note" if bits < 2 * high else "error")


def check_origin(file: str, item: str, date: str | None, sources: tuple[Source, ...]) -> Iterator[Problem]:
    """A date in a plausible year, and for every source an address or how else the value came about."""
    if date and int(date[:4]) not in _YEARS:
        yield Problem(file, item, "date", f"{date} is not plausible")
    for source in sources:
        if source.url is None and source.basis is None:
            yield Problem(file, item, "sources", "a source needs a url, or a basis (unverified, derived, package)")
        if source.url and not source.url.startswith(("https://", "http://")):
            yield Problem(file, item, "sources", f"{source.url!r} is not an address")
    if not sources:
        yield Problem(file, item, "sources", "no source")
