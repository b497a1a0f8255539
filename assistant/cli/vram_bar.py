"""The bar of an estimate: its parts side by side on one scale with the limit of the card."""

from collections.abc import Iterator

from rich.text import Text

from assistant.domain.estimate import Estimate, Parts
from assistant.domain.quantity import gib

# One sign per part, so that the bar can be read without colour; the second row where only ASCII can be written.
PARTS = ("weights", "KV cache", "state", "compute", "overhead")
SIGNS, PLAIN_SIGNS = "█▓▒░·", "#=+-."
COLOURS = ("blue", "cyan", "green", "magenta", "bright_black")
WIDEST = 100
NAME_WIDTH = 28


def signs_for(encoding: str | None) -> str:
    """Signs that an output of this encoding can hold."""
    return SIGNS if "utf" in (encoding or "").lower() else PLAIN_SIGNS


def bar(estimate: Estimate, width: int, signs: str) -> Iterator[Text]:
    """The bar within `width` columns, then one line per part."""
    sizes = _sizes(estimate.bytes)
    limit = sum(device.usable_bytes * device.count for device in estimate.devices)
    yield _row(sizes, limit, min(WIDEST, width) - 3, signs)
    for name, size, sign, colour in zip(PARTS, sizes, signs, COLOURS, strict=True):
        if size:
            yield Text(f"  {sign} {name:<{NAME_WIDTH}}{gib(size):>9}", style=colour)
    if estimate.bytes.weights_host:
        label = "in system RAM: embeddings"
        yield Text(f"    {label:<{NAME_WIDTH}}{gib(estimate.bytes.weights_host):>9}")
    if limit:
        yield Text(f"  | {'usable':<{NAME_WIDTH}}{gib(limit):>9}")


def _sizes(parts: Parts) -> tuple[int, ...]:
    return (
        parts.weights_device + parts.projector,
        parts.kv_full + parts.kv_sliding,
        parts.recurrent,
        parts.compute,
        (parts.overhead_low + parts.overhead_high) // 2,
    )


def _row(sizes: tuple[int, ...], limit: int, width: int, signs: str) -> Text:
    """`width` cells for the larger of need and limit; a part too small for a cell has none."""
    scale = max(sum(sizes), limit) or 1
    cells: list[tuple[str, str]] = []
    done = 0
    for size, sign, colour in zip(sizes, signs, COLOURS, strict=True):
        done += size
        cells += [(sign, colour)] * (round(done / scale * width) - len(cells))
    cells += [(" ", "")] * (width - len(cells))
    if limit:
        cells.insert(round(limit / scale * width), ("|", "bold red"))
    row = Text("  ")
    for sign, colour in cells:
        row.append(sign, style=colour)
    row.rstrip()
    return row
