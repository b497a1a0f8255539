"""What a model can be put on: a card, the graphics part of a machine with shared memory, or a processor."""

from dataclasses import dataclass
from typing import Literal, get_args

Backend = Literal["cuda", "rocm", "vulkan", "sycl", "metal", "cpu"]
Maker = Literal["nvidia", "amd", "intel", "apple", "unknown"]
System = Literal["linux", "linux-headless", "windows", "macos"]
SYSTEMS: tuple[str, ...] = get_args(System)


@dataclass(frozen=True)
class Device:
    """One card or machine. All sizes in bytes.

    `nominal` is the capacity on the box (a "24 GB" card holds 24 GiB). `reported` is the total that the
    driver's own tools print, `runtime` the total that the compute runtime printed, `observed` the most that
    the graphics part of a machine was seen to use. None means that no source gave it.
    """

    id: str
    name: str
    maker: Maker
    backend: Backend
    nominal: int
    architecture: str = ""
    reported: int | None = None
    runtime: int | None = None
    observed: int | None = None
    shared: bool = False
