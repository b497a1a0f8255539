"""Words around product names: which belong to the name, which make it another product, which mean nothing.

These are words of the field, not of the catalog; what the catalog itself uses is learned from it.
"""

# Written after a model name without changing which model it is.
MODEL_NEUTRAL = frozenset({
    "instruct", "it", "chat", "gguf", "ggml", "hf", "model", "models", "llm", "latest", "imatrix", "mlx",
    "modell", "modelle", "modells", "modelo", "modelos", "modèle", "modèles", "modello", "weights",
})  # fmt: skip
# Joined to a name by a hyphen in prose: "Qwen3-8B-based", "3090-class", "RTX-3060-Karte".
PROSE_JOINED = frozenset({
    "based", "class", "size", "sized", "style", "only", "quant", "quants", "family", "series", "level", "type",
    "variant", "version", "powered", "like", "file", "card", "cards", "karte", "karten", "grafikkarte", "gpu",
    "gpus", "basiert", "basierte", "varianten", "variante", "serie", "familie", "on", "with", "at", "for", "in",
    "vs", "and", "or", "to", "the", "is", "auf", "mit", "rig", "setup", "build", "system", "pc", "box", "server",
    "local", "locally", "ollama", "context", "ctx",
})  # fmt: skip
# Written after a model name they make another model, unless the catalog has the longer name.
MODEL_VARIANTS = frozenset({
    "coder", "vl", "vision", "omni", "math", "thinking", "reasoning", "reasoner", "multimodal", "audio", "asr",
    "base", "next", "flash", "air", "plus", "mini", "micro", "nano", "tiny", "small", "medium", "large", "xl",
    "max", "pro", "ultra", "super", "turbo", "lite", "preview", "distill", "distilled", "guard", "embedding",
    "embed", "reranker", "prover", "scout", "maverick", "behemoth", "moe", "zero", "lightning", "exp", "speciale",
    "uncensored", "abliterated", "hermes", "dolphin", "tulu", "creative", "captioner", "diffusion",
})  # fmt: skip
# Such a word is ordinary English before one of these: "flash attention", "max context", "thinking mode".
NOT_A_VARIANT_BEFORE: dict[str, frozenset[str]] = {
    "flash": frozenset({"attention", "attn"}),
    "max": frozenset({
        "context", "ctx", "contexts", "tokens", "token", "length", "vram", "memory", "kontext", "contexte",
        "contexto", "speed", "out", "q",
    }),
    "thinking": frozenset({"mode", "on", "off", "enabled", "disabled", "budget", "tokens"}),
    "reasoning": frozenset({"mode", "on", "off", "effort"}),
    "next": frozenset({"to", "week", "month", "year"}),
    "vision": frozenset({"encoder", "tower", "projector"}),
    "base": frozenset({"config", "settings", "price"}),
    "small": frozenset({"context", "enough"}),
    "large": frozenset({"context", "enough"}),
    "plus": frozenset({"a", "the", "some", "context", "kv", "cache"}),
}  # fmt: skip
# Only without a size are these names of models ("Qwen3 Max"): after a size they begin the next phrase.
VARIANT_WITHOUT_SIZE_ONLY = frozenset({"max", "pro", "ultra", "plus", "small", "large", "medium", "tiny"})

# Left out when names are compared to offer the nearest.
MAKERS = frozenset({
    "nvidia", "geforce", "amd", "radeon", "intel", "apple", "instinct", "tesla", "instruct", "it", "generation",
})  # fmt: skip
# Makers' words in front of a name.
VENDORS = frozenset({
    "nvidia", "geforce", "amd", "radeon", "intel", "apple", "meta", "google", "microsoft", "openai", "mistralai",
    "alibaba", "ibm", "asus", "msi", "gigabyte", "zotac", "evga", "palit", "pny", "sapphire", "xfx", "powercolor",
    "asrock", "graphics", "gpu", "card", "grafikkarte", "desktop", "rtx", "gtx", "rx", "tesla", "instinct",
})  # fmt: skip
# A series in front of a number; a number that the catalog knows under another series is another product.
SERIES = frozenset({"rtx", "gtx", "gt", "rx", "quadro", "titan", "tesla", "instinct", "firepro", "hd", "arc"})
GPU_SUFFIXES = frozenset({
    "ti", "super", "xt", "xtx", "xtxh", "gre", "laptop", "mobile", "notebook", "maxq", "oem", "ada", "nvl", "duo",
    "ultra", "v2", "2048sp", "d", "laptops", "notebooks",
})  # fmt: skip
# Long enough to be misspelt: a near miss of one of these after a card is not passed over.
SPELLABLE_SUFFIXES = ("super", "laptop", "mobile", "notebook")
LAPTOP_WORDS = frozenset({
    "laptop", "laptops", "mobile", "notebook", "notebooks", "portátil", "portable", "portatile", "ноутбук", "ноутбуке",
})  # fmt: skip
NUMBER_ENDINGS = frozenset({"s", "er", "ers", "gpu", "gpus", "card", "cards", "in", "a", "es"})
APPLE_SUFFIXES = frozenset({"pro", "max", "ultra"})
APPLE_PREFIXES = frozenset({"imac", "ipad", "iphone"})

# Machines are called by these, and much else is.
NOT_ONLY_MACHINES = frozenset({
    "desktop", "core", "cores", "super", "apple", "mini", "macbook", "mac", "max", "pro", "air", "ultra",
    "gpu", "framework", "studio", "developer", "boxes", "nvidia",
    "asus", "dell", "ryzen", "kit",
})  # fmt: skip

# A bare card number is something else beside these.
PROCESSORS = frozenset({
    "ryzen", "core", "xeon", "epyc", "threadripper", "athlon", "cpu", "ddr", "ddr4", "ddr5", "i3", "i5", "i7",
    "i9", "processor", "prozessor",
})  # fmt: skip
STORAGE = frozenset({"ssd", "ssds", "nvme", "slot", "slots", "drive"})
UNITS_AFTER_NUMBER = frozenset({
    "mhz", "mt", "ghz", "w", "watt", "watts", "dollar", "dollars", "usd", "bucks", "eur", "euro", "euros", "token",
    "tokens", "mb", "mib", "rpm", "mm", "hz", "p", "px", "kb", "people", "users", "words", "questions", "documents",
    "pages", "lines", "hours", "times", "k", "ms", "h", "y", "years", "mah", "wh",
})  # fmt: skip
SINGLE_LETTER_MODELS_OF_CPU = frozenset({"x", "xd", "k", "kf", "ks", "f", "h", "hx", "hs", "u", "g", "ge"})

# Family names that are also everyday words: alone they name no model.
ORDINARY_WORDS = frozenset({"dream", "code", "command", "all", "falcon", "flash", "next", "super"})
