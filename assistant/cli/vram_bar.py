"""The bar of an estimate: its parts side by side on one scale with the limit of the card."""

from collections.abc import Iterator
from itertools import groupby
from operator import itemgetter

from assistant.domain.estimate import Estimate, Parts
from assistant.domain.quantity import gib

Line = tuple[tuple[str, str], ...]  # pieces of text, each with its style (rich's words for colours)

# One sign per part, so that the bar can be read without colour; the second row where only ASCII can be written.
PARTS = ("weights", "KV cache", "state", "compute", "overhead")
SIGNS, PLAIN_SIGNS = "█▓▒░·", "#=+-."
COLOURS = ("blue", "cyan", "green", "magenta", "bright_black")
WIDEST = 100
NAME_WIDTH = 26


def signs_for(encoding: str | None) -> str:
    """Signs that an output of this encoding can hold."""
    return SIGNS if "utf" in (encoding or "").lower() else PLAIN_SIGNS


def bar(estimate: Estimate, width: int, signs: str) -> Iterator[Line]:
    """The bar within `width` columns, then one line per part."""
    sizes = _sizes(estimate.bytes)
    limit = sum(device.usable_bytes * device.count for device in estimate.devices)
    yield _row(sizes, limit, min(WIDEST, width) - 3, signs)
    for name, size, sign, colour in zip(PARTS, sizes, signs, COLOURS, strict=True):
        if size:
            yield ((_legend(sign, name, size), colour),)
    if estimate.bytes.weights_host:
        yield ((_legend(" ", "in system RAM: embeddings", estimate.bytes.weights_host), ""),)
    if limit:
        yield ((_legend("|", "usable", limit), "bold red"),)


def _legend(sign: str, name: str, size: int) -> str:
    return f"  {sign} {name:<{NAME_WIDTH}}{gib(size):>9}"


def _sizes(parts: Parts) -> tuple[int, ...]:
    return (
        parts.weights_device + parts.projector,
        parts.kv_full + parts.kv_sliding,
        parts.recurrent,
        parts.compute,
        (parts.overhead_low + parts.overhead_high) // 2,
    )


def _row(sizes: tuple[int, ...], limit: int, width: int, signs: str) -> Line:
    """`width` cells for the larger of need and limit; a part too small for a cell has none."""
    scale = max(sum(sizes), limit) or 1
    cells: list[tuple[str, str]] = []
    done = 0
    for size, sign, colour in zip(sizes, signs, COLOURS, strict=True):
        done += size
        cells += [(sign, colour)] * (round(done / scale * width) - len(cells))
    if limit:
        mark = round(limit / scale * width)
        cells += [(" ", "")] * (mark - len(cells))
        cells.insert(mark, ("|", "bold red"))
    runs = ((colour, "".join(sign for sign, _ in run)) for colour, run in groupby(cells, key=itemgetter(1)))
    return (("  ", ""), *((text, colour) for colour, text in runs))
