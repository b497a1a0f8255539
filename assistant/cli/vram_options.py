"""The options of `ownrig vram`, with their limits and help."""

from pathlib import Path
from typing import Annotated, Literal

import typer

from assistant.vram.devices import System
from assistant.vram.engines import Engine
from assistant.vram.run import KvType

MOST_TOKENS = 2**24  # the largest native context in the catalog is 10,485,760
MOST_BYTES = 10**14
MOST_SLOTS = 256
MOST_BATCH = 2**16
MOST_GB = 8192

ModelId = Annotated[str | None, typer.Option(help="Catalog id of the model.", show_default=False)]
HeaderFile = Annotated[Path | None, typer.Option(help="Instead of --model: a file with one header entry.")]
FileBytes = Annotated[
    int | None, typer.Option(min=1, max=MOST_BYTES, help="Exact size of the model file that --header is of.")
]
Quant = Annotated[str | None, typer.Option(help="Quantization, e.g. Q4_K_M.")]
Tag = Annotated[str | None, typer.Option(help="Ollama tag of the file, e.g. qwen3:14b.")]
Context = Annotated[int | None, typer.Option(min=1, max=MOST_TOKENS, help="Context in tokens.")]
Gpus = Annotated[list[str] | None, typer.Option("--gpu", help="Catalog id of a card; repeat for several.")]
MachineId = Annotated[str | None, typer.Option(help="Catalog id of a machine with shared memory.")]
MemoryGb = Annotated[
    int | None, typer.Option(min=1, max=MOST_GB, help="Memory of the machine, or of a card not named.")
]
RamGib = Annotated[float | None, typer.Option(min=0, max=MOST_GB, help="System RAM for what does not go on the card.")]
KvK = Annotated[KvType | None, typer.Option(help="Type of the K cache.")]
KvV = Annotated[KvType | None, typer.Option(help="Type of the V cache.")]
FlashAttention = Annotated[Literal["on", "off"] | None, typer.Option(help="Flash attention.")]
Slots = Annotated[int | None, typer.Option(min=1, max=MOST_SLOTS, help="Parallel slots.")]
Unified = Annotated[bool | None, typer.Option("--unified/--no-unified", help="One cache for all slots.")]
Ubatch = Annotated[int | None, typer.Option(min=1, max=MOST_BATCH, help="Micro-batch in tokens.")]
Outputs = Annotated[int | None, typer.Option(min=1, max=MOST_BATCH, help="Rows of logits reserved.")]
SwaFull = Annotated[bool, typer.Option("--swa-full", help="Sliding-window layers keep the whole context.")]
EngineName = Annotated[Engine | None, typer.Option(help="Preset of slots, and whose commands to print.")]
SystemName = Annotated[System | None, typer.Option("--os", help="What holds a part of the card's memory.")]
AsJson = Annotated[bool, typer.Option("--json", help="Print one Estimate as JSON.")]
