"""One question to the estimator: a model's file, how it is run, and on what."""

from dataclasses import dataclass
from typing import Literal

from assistant.domain.estimate import Confidence, FileUsed
from assistant.domain.quantity import GIB
from assistant.vram.devices import Device, System
from assistant.vram.engines import Engine
from assistant.vram.run import Run
from assistant.vram.shape import Shape
from assistant.vram.weights import Weights

Use = Literal["chat", "diffusion", "embedding"]
DEFAULT_RAM = 32 * GIB  # contract, part 1


@dataclass(frozen=True)
class Model:
    """One file of one model, read and weighed.

    `gguf` is false for weights that llama.cpp does not read; they lie on the device whole. `runs` is false
    for models that neither common engine runs: their memory is shown without a verdict. `ollama` is what
    `ollama run` takes, `filename` what llama.cpp takes after `-m`; `use` decides which program runs it.
    """

    id: str
    quant: str | None
    file: FileUsed
    shape: Shape
    weights: Weights
    confidence: Confidence
    gguf: bool = True
    runs: bool = True
    ollama: str | None = None
    filename: str = "model.gguf"
    use: Use = "chat"

    @property
    def has_experts(self) -> bool:
        """Whether some weights are experts, which can be kept in system RAM on their own."""
        return any(self.weights.experts_per_layer)


@dataclass(frozen=True)
class Job:
    """`ram` is system memory in bytes; `ram_stated` tells whether the reader gave it or it was assumed."""

    model: Model
    run: Run
    devices: tuple[Device, ...] = ()
    engine: Engine = "ollama"
    system: System = "linux"
    ram: int = DEFAULT_RAM
    ram_stated: bool = False
