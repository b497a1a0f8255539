"""What llama.cpp fixes per architecture in code, so that no header field can tell it.

Everything else is read from the header. Source of the tables: `src/models/*.cpp` of llama.cpp, commit
0c1e57098 (2026-10-01): calls of `load_swa_pattern`, defaults of `n_swa`, and which tensors a layer creates.
"""

from dataclasses import dataclass


@dataclass(frozen=True)
class Pattern:
    """Which layers slide when the header does not list them.

    Every `period`-th layer is full: the last of each group, or the first with `dense_first`. `window` is
    used when the header gives none, `fixed` whatever it gives. With `needs_window` a header without a window
    means full attention everywhere; with `required` llama.cpp refuses such a header.
    """

    period: int
    dense_first: bool = False
    window: int = 0
    fixed: int = 0
    needs_window: bool = True
    required: bool = False


PATTERNS: dict[str, Pattern] = {
    "afmoe": Pattern(4),
    "cohere2": Pattern(4, required=True),
    "cohere2moe": Pattern(4, dense_first=True, required=True),
    "exaone-moe": Pattern(4, window=128, needs_window=False),
    "exaone4": Pattern(4, window=4096),
    "gemma-embedding": Pattern(6, required=True),
    "gemma2": Pattern(2, window=4096, needs_window=False),
    "gemma3": Pattern(6),
    "gemma3n": Pattern(5, required=True),
    "gpt-oss": Pattern(2, required=True),
    "laguna": Pattern(4, dense_first=True),
    "llama4": Pattern(4, fixed=8192, needs_window=False),
    "mellum": Pattern(4),
    "modern-bert": Pattern(3, dense_first=True),
    "muse-glimmer": Pattern(4),
    "olmo2": Pattern(4),
    "plamo3": Pattern(8),
    "smallthinker": Pattern(4, dense_first=True, fixed=4096),
}

# Converted files of these carry a window that llama.cpp reads and ignores, or never reads: full cache.
IGNORES_WINDOW = frozenset({"phi3", "llama", "mistral3", "qwen2", "qwen2moe", "qwen3", "qwen3moe", "starcoder2"})

# Architectures whose attention layers all slide once the header has a window.
ALL_SLIDE = frozenset({"lfm2", "lfm2moe"})

# Hybrids whose recurrent layers are all but every n-th, with the n used when the header has none.
DEFAULT_INTERVAL = {"qwen3next": 4, "qwen35": 4, "qwen35moe": 4}

# Attention whose query projection also yields an output gate.
GATED_ATTENTION = frozenset({"qwen3next", "qwen35", "qwen35moe"})

# Attention and state space side by side in every layer.
PARALLEL_HYBRID = frozenset({"falcon-h1"})

# Feed-forward blocks of two matrices (up, down) instead of three.
NO_GATE = frozenset(
    {"nemotron", "nemotron_h", "nemotron_h_moe", "phi2", "starcoder", "starcoder2", "falcon", "gptneox",
     "gpt2", "bloom", "mpt", "bert", "nomic-bert", "jina-bert-v2", "apertus", "arcee"}
)  # fmt: skip

# A dense block beside the experts in the same layer.
DENSE_BESIDE_EXPERTS = frozenset({"gemma4", "arctic"})

# Layers that own a cache, counted from the first, whatever the header says.
OWN_CACHE_FROM_START = {"gemma3n": 20}

# Architectures whose layers differ: without the fields that tell how, a figure is a guess (Shape.gaps).
NON_UNIFORM = frozenset(
    {"qwen3next", "qwen35", "qwen35moe", "lfm2", "lfm2moe", "granitehybrid", "nemotron_h", "nemotron_h_moe",
     "falcon-h1", "jamba", "plamo2", "kimi-linear"}
)  # fmt: skip

# Routers that score with a sigmoid though their headers may not say so.
SIGMOID_ROUTER = frozenset({"nemotron_h_moe", "lfm2moe", "glm4moe", "dots1", "afmoe"})
