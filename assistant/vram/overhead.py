"""What a backend takes beside the engine's own buffers: driver context, kernels, pools."""

from assistant.domain.quantity import GIB, MIB
from assistant.vram.devices import Device

# CUDA, as (largest card in GiB, least, most) in MiB. Seen: 107 for the context of an RTX 4060 Ti, about 150
# unaccounted on an 8 GB laptop chip, 451-456 on an RTX 4090, 555 for the context of an RTX PRO 6000. These
# lie on 80 + 2.9 MiB per multiprocessor, +-100; the range spans the multiprocessor counts of a memory class.
CUDA_CLASSES = (
    (8, 100, 350),
    (12, 107, 400),
    (16, 107, 420),
    (24, 200, 560),
    (32, 300, 680),
    (1 << 20, 300, 725),
)
# ROCm: about 0.4 GiB per process (one community tool); Vulkan: 17 MiB on an RX 9060 XT, 448 MiB over the
# buffers on a Strix Halo; Metal: no measurement, Ollama sets 512 MiB aside; SYCL: none, as ROCm.
OTHERS = {"rocm": (256, 563), "vulkan": (17, 450), "metal": (0, 512), "sycl": (256, 563)}
# A process on the processor: no measurement, assumed.
CPU_PROCESS = (50, 512)
# No device named: the range of a 24 GB card widened by the context of the smallest one measured.
UNKNOWN = (107, 560)


def overhead(device: Device | None) -> tuple[int, int]:
    """Return the range in bytes for one device."""
    least, most = _range(device)
    return least * MIB, most * MIB


def _range(device: Device | None) -> tuple[int, int]:
    if device is None:
        return UNKNOWN
    if device.backend == "cpu":
        return CPU_PROCESS
    if device.backend == "cuda":
        return next((low, high) for size, low, high in CUDA_CLASSES if device.nominal <= size * GIB)
    return OTHERS[device.backend]
