"""llama.cpp's compute graph, reduced to what its allocator sees: sizes, order of execution, last uses."""
