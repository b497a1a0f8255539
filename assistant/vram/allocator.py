"""ggml's dynamic allocator (`ggml/src/ggml-alloc.c`): best fit, free neighbours merge, the end grows."""

from collections.abc import Sequence

_ENDLESS = 1 << 62
FREE = -1


def peaks(events: Sequence[tuple[int, int]], sizes: Sequence[int], blocks: int) -> tuple[int, int]:
    """The most bytes in use at once, and the largest offset reached: what is more is fragmentation.

    `events` are pairs (block, index into `sizes`), or (block, FREE). Sizes are multiples of the alignment.
    """
    starts, lengths = [0], [_ENDLESS]
    offsets, held = [0] * blocks, [0] * blocks
    used = most = top = 0
    for block, size_index in events:
        if size_index != FREE:
            size = sizes[size_index]
            held[block] = size
            used += size
            most = max(most, used)
            best, best_length = len(starts) - 1, _ENDLESS
            for i in range(best):
                if size <= lengths[i] <= best_length:
                    best, best_length = i, lengths[i]
            offset = starts[best]
            offsets[block] = offset
            if lengths[best] == size:
                del starts[best], lengths[best]
            else:
                starts[best] = offset + size
                lengths[best] -= size
            top = max(top, offset + size)
        else:
            used -= held[block]
            _release(starts, lengths, offsets[block], held[block])
    return most, top


def _release(starts: list[int], lengths: list[int], offset: int, size: int) -> None:
    """Give a block back and join it with free neighbours, step by step as ggml does: empty blocks count."""
    last = len(starts) - 1
    for i, start in enumerate(starts):
        if start + lengths[i] == offset:
            lengths[i] += size
            if i < last and offset + size == starts[i + 1]:
                lengths[i] += lengths[i + 1]
                del starts[i + 1], lengths[i + 1]
            return
        if offset + size == start:
            starts[i] = offset
            lengths[i] += size
            if i > 0 and starts[i - 1] + lengths[i - 1] == offset:
                lengths[i - 1] += lengths[i]
                del starts[i], lengths[i]
            return
    place = 0
    while starts[place] < offset:  # empty blocks can be out of order, so no bisection
        place += 1
    starts.insert(place, offset)
    lengths.insert(place, size)
