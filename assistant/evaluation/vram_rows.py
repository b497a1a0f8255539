"""The measured allocations: one row per configuration that llama.cpp answered."""

import csv
import gzip
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import cast

from assistant.vram.place import ERAS, Backend, Era, Place
from assistant.vram.run import KvType, Run

MIB = 2**20
ALLOCATIONS = "llama-cpp-allocations.csv"


@dataclass(frozen=True)
class Row:
    """What llama.cpp allocated, in bytes. `host_weights` is None on the processor backend."""

    model: str
    run: Run
    place: Place
    kv_full: float
    kv_sliding: float
    recurrent: float
    compute: float
    device_weights: float
    host_weights: float | None

    @property
    def kind(self) -> str:
        """The kind of case the targets speak of."""
        if self.place.backend == "cpu":
            return "cpu"
        if not self.run.flash_attention:
            return "no flash attention"
        return "flash attention, quantized KV" if self.run.quantized else "flash attention, f16 KV"


def read_rows(folder: Path) -> tuple[Row, ...]:
    """All answered rows of the allocation file in a folder (plain or gzip); empty if there is none."""
    for path in (folder / ALLOCATIONS, folder / f"{ALLOCATIONS}.gz"):
        if path.is_file():
            return tuple(_row(line) for line in _lines(path) if line["status"] == "ok")
    return ()


def _lines(path: Path) -> Iterator[dict[str, str]]:
    content = path.read_bytes()
    text = gzip.decompress(content) if path.suffix == ".gz" else content
    yield from csv.DictReader(text.decode().splitlines())


def _row(line: dict[str, str]) -> Row:
    return Row(
        model=line["model"],
        run=_run(line),
        place=Place(backend=_backend(line["backend"]), era=_era(line["llama_cpp"])),
        kv_full=float(line["kv_base_mib"] or 0) * MIB,
        kv_sliding=float(line["kv_swa_mib"] or 0) * MIB,
        recurrent=float(line["rs_buffer_mib"] or 0) * MIB,
        compute=float(line["compute_buffer_mib"]) * MIB,
        device_weights=float(line["model_buffer_mib"]) * MIB,
        host_weights=float(line["model_host_mib"]) * MIB if line["model_host_mib"] else None,
    )


def _run(line: dict[str, str]) -> Run:
    return Run(
        context=int(line["n_ctx"]),
        kv_k=cast(KvType, line["type_k"]),
        kv_v=cast(KvType, line["type_v"]),
        flash_attention=line["flash_attn"] == "on",
        slots=int(line["n_seq_max"]),
        unified=line["kv_unified"] == "1",
        ubatch=int(line["n_ubatch"]),
        outputs=int(line["n_outputs"]),
        swa_full=line["swa_full"] == "1",
    )


def _backend(name: str) -> Backend:
    return "cpu" if name == "cpu" else "gpu"


def _era(name: str) -> Era:
    known = [era for era in ERAS if era.startswith(name) or name.startswith(era)]
    return cast(Era, known[0] if known else ERAS[0])
