"""Where a part of a model runs: which layers lie on one device, and which build of llama.cpp drives it."""

from dataclasses import dataclass
from typing import Literal, get_args

from assistant.vram.run import Run

Backend = Literal["gpu", "cpu"]
Era = Literal["b11549", "0c1e57098", "4227c9be4"]
ERAS: tuple[str, ...] = get_args(Era)

PIPELINE_COPIES = 4  # GGML_SCHED_MAX_COPIES: inputs are kept this often when layers are split over GPUs


@dataclass(frozen=True)
class Place:
    """What one device holds.

    `layers` is a range of layer numbers, None for all. `output` tells whether the last norm and the output
    matrix are here. `devices` is the number of GPUs that share the layers (more than one: inputs are kept in
    four copies). `era` names a build of llama.cpp: b11549 (October 2026), 0c1e57098 (1 October 2026) or
    4227c9be4 (14 August 2025).
    """

    layers: range | None = None
    output: bool = True
    devices: int = 1
    backend: Backend = "gpu"
    era: Era = "b11549"

    @property
    def input_copies(self) -> int:
        """How many copies of the graph's inputs the device keeps."""
        return PIPELINE_COPIES if self.devices > 1 else 1

    def logits_rows(self, run: Run) -> int:
        """Rows of logits reserved: builds before 2026 keep one for every token, whatever the run asks for."""
        return run.ubatch_used if self.era == "4227c9be4" else run.output_rows


WHOLE = Place()
