"""ggml's allocator and lifetimes on graphs small enough to follow by hand."""

from assistant.vram.allocator import FREE, peaks
from assistant.vram.graph.lifetimes import compile_graph
from assistant.vram.graph.tensors import Axis, Graph, Tensor, view

BLOCK = 128


def run(events, sizes):
    return peaks(events, sizes, 1 + max(block for block, _ in events))


def test_a_freed_block_is_used_again():
    assert run([(0, 0), (0, FREE), (1, 0)], [BLOCK]) == (BLOCK, BLOCK)


def test_the_best_fitting_hole_is_taken():
    small, large = 0, 1
    events = [(0, large), (1, small), (2, small), (3, small), (0, FREE), (2, FREE), (4, small), (5, large)]
    assert run(events, [BLOCK, 2 * BLOCK]) == (5 * BLOCK, 5 * BLOCK)


def test_neighbouring_holes_become_one():
    events = [(0, 0), (1, 0), (2, 0), (0, FREE), (1, FREE), (3, 1)]
    assert run(events, [BLOCK, 2 * BLOCK]) == (3 * BLOCK, 3 * BLOCK)


def test_what_finds_no_hole_grows_the_buffer():
    events = [(0, 0), (1, 0), (0, FREE), (2, 1)]
    used, reserved = run(events, [BLOCK, 2 * BLOCK])
    assert (used, reserved) == (3 * BLOCK, 4 * BLOCK)


SIZE = ((Axis.TOKENS, 4),)


def compiled(graph):
    return compile_graph(graph.nodes)


def test_a_tensor_is_freed_after_its_last_reader():
    graph = Graph()
    first = graph.new(SIZE)
    graph.new(SIZE, graph.new(SIZE, first))
    assert compiled(graph).events == ((0, 0), (1, 0), (0, FREE), (2, 0), (1, FREE))


def test_an_elementwise_result_takes_the_place_of_what_only_it_reads():
    graph = Graph()
    graph.over(graph.new(SIZE))
    assert compiled(graph).blocks == 1


def test_it_does_not_while_something_else_still_reads():
    graph = Graph()
    first = graph.new(SIZE)
    graph.new(SIZE, graph.over(first), first)
    assert compiled(graph).blocks == 3


def test_it_does_not_through_a_view():
    graph = Graph()
    graph.over(view(graph.new(SIZE)))
    assert compiled(graph).blocks == 2


def test_it_does_not_in_another_layout():
    graph = Graph()
    graph.over(graph.new(SIZE), layout="heads")
    assert compiled(graph).blocks == 2


def test_inputs_come_first_and_in_copies():
    graph = Graph()
    graph.new(SIZE, Tensor(((Axis.ONE, 8),), is_input=True, copies=3, kept=True))
    assert compiled(graph).events == ((0, 0), (1, 0), (2, 0), (3, 1))
