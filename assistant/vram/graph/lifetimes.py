"""From a graph to the order in which its memory is taken and given back.

The rules are those of ggml's graph allocator (`ggml/src/ggml-alloc.c`): a tensor is allocated when it is
computed, freed after its last reader, and an elementwise result takes over the memory of a source of the same
size and layout if it is that source's last reader and reads it directly. Inputs are allocated first.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from assistant.vram.graph.tensors import Size, Tensor, View, inputs_of, root

FREE = -1


@dataclass(frozen=True)
class Program:
    """What the allocator is asked: `events` are pairs (block, index into `sizes`), FREE gives the block back."""

    blocks: int
    sizes: tuple[Size, ...]
    events: tuple[tuple[int, int], ...]


class _Compiler:
    """Book-keeping of one compilation: readers left, and which block a tensor owns."""

    def __init__(self, nodes: Sequence[Tensor]) -> None:
        self.readers: dict[int, int] = {}
        self.block: dict[int, int] = {}
        self.owner: dict[int, bool] = {}
        self.sizes: dict[Size, int] = {}
        self.events: list[tuple[int, int]] = []
        self.blocks = 0
        for node in nodes:
            for source in node.reads:
                key = id(root(source))
                self.readers[key] = self.readers.get(key, int(root(source).kept)) + 1

    def take(self, tensor: Tensor) -> None:
        """Give a tensor memory: a source's, or a new block."""
        if tensor.external or not tensor.size:
            return
        parent = self._overwritten(tensor)
        if parent is not None:
            self.block[id(tensor)] = self.block[id(parent)]
            self.owner[id(parent)] = False
        else:
            size = self.sizes.setdefault(tensor.size, len(self.sizes))
            for _ in range(tensor.copies):
                self.block[id(tensor)] = self.blocks
                self.events.append((self.blocks, size))
                self.blocks += 1
        self.owner[id(tensor)] = True

    def done_reading(self, tensor: Tensor) -> None:
        """Free every source that nothing reads any more."""
        for source in tensor.reads:
            key = id(root(source))
            self.readers[key] -= 1
            if self.readers[key] == 0 and self.owner.get(key):
                self.events.append((self.block[key], FREE))
                self.owner[key] = False

    def _overwritten(self, tensor: Tensor) -> Tensor | None:
        if not tensor.in_place:
            return None
        for source in tensor.reads:
            if isinstance(source, View) or not self.owner.get(id(source)):
                continue
            alike = source.size == tensor.size and source.layout == tensor.layout
            if alike and self.readers[id(source)] == 1:
                return source
        return None


def compile_graph(nodes: Sequence[Tensor]) -> Program:
    """The allocator's view of a graph whose inputs are all allocated before its first node."""
    compiler = _Compiler(nodes)
    for tensor in inputs_of(nodes):
        compiler.take(tensor)
    for node in nodes:
        compiler.take(node)
        compiler.done_reading(node)
    return Program(compiler.blocks, tuple(compiler.sizes), tuple(compiler.events))
