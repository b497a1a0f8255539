"""Rule tables that type a benchmark row: what was measured, where it ran, what limits the figure.

Each rule is a pattern and a comment that says why; first match wins unless the table says otherwise.
"""

import re

Rule = tuple[re.Pattern[str], str]


def _rules(*pairs: tuple[str, str]) -> tuple[Rule, ...]:
    return tuple((re.compile(pattern, re.IGNORECASE), value) for pattern, value in pairs)


# What the number means, by the name of the test.
METRIC = _rules(
    (r"^pp\d+\+tg\d+$", "mixed"),  # llama-bench -pg: prompt and generation in one average
    (r"^(pp|prompt)\s?(\d|\()|^prefill$", "prefill"),
    (r"wall tok/s$", "wall"),  # whole request, prompt time included
    (r"^llmfit bench avg$", "wall"),  # average over whole requests through a server
    (r"^LM Studio chat$", "wall"),  # a chat read-out; whether the prompt counts is not stated
    (r"^(tg|gen)\s?(\d|\()", "decode"),
    (r"^eval\d+ after pp\d+$", "decode"),  # eval line of the old `main` program
    (r"decode|^ollama eval rate$|^generation$", "decode"),
)

# Where the weights were, by the words of command, labels and remarks. Order matters: CPU before partial.
PLACEMENT = _rules(
    (r"ENABLE_UNIFIED_MEMORY=1|memory oversubscription", "oversubscribed"),
    (r"\(CPU[,) ]|\(CPU only\)|CPU-only run|CPU backend on", "cpu"),
    (r"-ngl 0\b|--n-gpu-layers 0\b", "cpu"),
    (
        r"=CPU\b|--n-cpu-moe|\bexperts? (tensors )?(on|run on|ran from) (a )?(\d-core )?(CPU|DDR)",
        "partial",
    ),
    (r"experts in (DDR\d |)system memory|experts is kept in system RAM|experts ran from", "partial"),
    (r"partial (CPU )?offload|layers on GPU|-nkvo 1", "partial"),
)

# What a reader must be told with the figure. All that match apply.
LIMITS = _rules(
    (r"another model stack was resident", "another model was loaded; the source calls it a lower bound"),
    (r"-on-raspberry-pi", "host-limited: card on a Raspberry Pi"),
    (r"-on-hifive", "host-limited: card on a RISC-V board"),
    (r"passthrough", "card passed through to a virtual machine"),
    (r"PCIe x4\b", "card in a PCIe x4 slot"),
    (r"pre-production", "pre-production machine"),
    (r"accelerator-performance profile", "tuned power profile"),
    (r"Cooperative-matrix path is disabled", "cooperative-matrix path disabled"),
    (r"without OpenMP", "built without OpenMP"),
    (r"asserts-enabled", "build with assertions on, a release build may be faster"),
    (r"Build with a prompt-speed regression", "build with a known prompt-speed regression"),
    (
        r"pull-request branch build|Pull-request branch build|Pull-request comparison",
        "pull-request branch build",
    ),
    (r"unmerged (branch|engine patch|patch)", "unmerged patch"),
    (r"fastest one, so this is a best case|Best of several splits", "best of several runs"),
    (r"averages of served traffic", "average of served traffic"),
    (r"\bAMDVLK driver", "AMDVLK driver"),
    (r"[,(] ?Windows\b", "on Windows"),
    (r"(?<!no )\bNVLink", "cards joined by NVLink"),
    (r"-sm tensor", "split mode tensor"),
    (r"-sm layer|layer split", "split mode layer"),
    (r"December 2023 build", "December 2023 build; its author later removed the table as outdated"),
    (r"another engine author", "measured by the author of another engine"),
    (r"Rounded values and no flag list", "rounded value, flags assumed"),
    (r"single repetition", "single repetition"),
    (r"vision projector|\bprojector \(BF16\)", "vision projector loaded"),
    (r"non-standard third-party quant|AtomicChat", "third-party quantization"),
    (r"self-converted", "self-converted file"),
    (r"does not reproduce", "the author could not reproduce it"),
    (r"withdraws the earlier", "withdrawn by its author"),
    (r"fits? step that is not printed", "offload split not stated"),
    (r"(?<!INT4 )\bQAT\b|-qat\b", "quantization-aware trained file"),
    (r"openorca", "fine-tune of the named model (1T OpenOrca)"),
    (r"A100-SXM", "SXM version of the card"),
    (r"16GB assumed", "memory size assumed to be 16 GB"),
    (r"assumed to be the Arc Pro B70", "card name assumed"),
    (r"memory size of the machine assumed", "memory size of the machine assumed"),
    (r"thinking left at default|thinking on", "thinking on"),
    (r"thinking off", "thinking off"),
)

# A figure in watts is a limit only where the source says that it was set.
POWER = re.compile(
    r"(?P<a>\d+(?:/\d+)?)\s?W power limit|power limited to (?P<b>\d+)\s?W|power limit raised to (?P<c>\d+) W"
    r"|[,(] ?(?P<d>\d+(?:/\d+)?)\s?W\b|(?P<e>\d+) W card|\((?P<f>\d+)W per card\)",
    re.IGNORECASE,
)

# "tg spread" speaks of the generation row of the same run, so only the row's own spread counts.
SPREAD = re.compile(r"(?<!tg )\bSpread is (?:about )?(\d+)\s?%")
CPU_THREADS = re.compile(r"\(CPU, (?:pp \d+ threads, tg )?(\d+) threads?[,)]")

# Runs that are not the stock engine. The pattern is looked for in build, label and reason.
ENGINES = _rules(
    (r"ik_llama\.cpp fork", "ik_llama.cpp"),
    (r"IPEX-LLM", "ipex-llm"),
    (r"LM Studio", "lm-studio"),
)

KV_FLAGS = re.compile(r"(?:-ctk|--cache-type-k) (\S+).*?(?:-ctv|--cache-type-v) (\S+)")
KV_WORDS = re.compile(r"\b(q\d_\d|q\d_\d/q\d_\d|int8|fp8|bf16|f16) KV\b|KV cache (?:was|is) (q\d_\d)", re.IGNORECASE)

CORES = re.compile(r"-(\d+)gpu\b|(\d+)-core GPU|(\d+) GPU cores")
MEMORY_IN_ID = re.compile(r"-(\d+)gb\b")
MEMORY_IN_LABEL = re.compile(r"(\d+)\s?GB\b")

# Labels that llama.cpp prints by itself: family and size, no release.
GENERIC_LABEL = re.compile(r"^(llama|mistral|qwen2) \d+B\b")
# The folder names of one benchmark repository: `models/8B-v3/…` is release 3, `7B-v2` release 2.
RELEASE_FOLDER = re.compile(r"models/(\d+)B-v(\d)/")

# A label that proves another catalog device than the one the facts join it to.
DEVICES = _rules((r"Dell Pro Max with GB10", "gb10-oem-boxes"))

# A release that the label names and the facts file under its neighbour of the same shape: the label decides.
RELEASES = _rules((r"Qwen3-30B-A3B-Instruct-2507", "qwen3-30b-a3b-instruct-2507"))

# Rows that NOTES.md of the facts says were read in excerpts only: the source, and how many rows it covers.
EXCERPTS = {
    "ggml-org/llama.cpp/discussions/15396": 83,
    "ggml-org/llama.cpp/issues/28196": 5,
    "ggml-org/llama.cpp/issues/17366": 4,
    "ggml-org/llama.cpp/issues/20893": 2,
    "ikawrakow/ik_llama.cpp/pull/132": 4,
    "ikawrakow/ik_llama.cpp/pull/307": 1,
    "ikawrakow/ik_llama.cpp/discussions/399": 2,
    "geerlingguy/ai-benchmarks/issues/21": 3,
    "geerlingguy/ai-benchmarks/issues/29": 4,
    "geerlingguy/ai-benchmarks/issues/35": 4,
    "geerlingguy/ai-benchmarks/issues/47": 3,
    "geerlingguy/ai-benchmarks/issues/51": 5,
    "geerlingguy/ai-benchmarks/issues/52": 4,
    "ml-explore/mlx-lm/pull/1569": 2,
    "weiso131/schedcp/": 2,
}
