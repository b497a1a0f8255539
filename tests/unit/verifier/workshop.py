"""Evidence with several of everything: cards, models, quantizations, contexts, numbers of cards, ways to measure."""

from dataclasses import replace

from assistant.domain.facts import Fact, Passage, Subject
from assistant.verifier.ledger import EvidenceFile, Settled

GIB = 2**30
SMALL, LARGE = "llama-3.1-8b", "qwen3-32b"
CARD, OTHER = "rtx-4090", "rtx-3090"


def fact(name, metric, value, unit, kind="specification", **subject):
    return Fact(name, metric, value, unit, Subject(**subject), kind, "list")


def row(name, speed, *, metric="decode_speed", device=CARD, count=1, model=SMALL, quant="Q4_K_M", backend="CUDA",
        test="tg128", depth=0, placement="gpu", engine="llama.cpp"):  # fmt: skip
    subject = Subject(
        model=model, quant=quant, device=device, device_count=count, engine=engine, backend=backend
    )  # fmt: skip
    return Fact(name, metric, speed, "tok/s", subject, "measured", "list", None, None, test, depth, placement,
                "2025-03-14")  # fmt: skip


def need(name, metric, value, *, model=SMALL, quant="Q4_K_M", device=CARD, context=8192):
    subject = Subject(model=model, quant=quant, device=device, context=context)
    size, unit = (value, "none") if isinstance(value, str) else (round(value * GIB), "byte")
    return Fact(name, metric, size, unit, subject, "computed", "estimator")


FACTS = (
    row("F1", 113.5),
    row("F2", 87.2, device=OTHER),
    row("F3", 71.4, quant="Q8_0"),
    row("F4", 5120.5, metric="prefill_speed", test="pp512"),
    row("F5", 38.6, model=LARGE),
    row("F6", 61.8, model=LARGE, count=2),
    row("F7", 9.7, model=LARGE, quant="Q8_0", placement="partial"),
    fact("F10", "vram", 24, "GB_label", device=CARD),
    fact("F11", "vram", 24, "GB_label", device=OTHER),
    fact("F12", "bandwidth", 1008, "GB/s", device=CARD),
    fact("F13", "bandwidth", 936, "GB/s", device=OTHER),
    fact("F14", "tdp", 450, "W", device=CARD),
    fact("F15", "tdp", 350, "W", device=OTHER),
    fact("F16", "launch_msrp", 1599, "USD", device=CARD),
    fact("F17", "launch_msrp", 1499, "USD", device=OTHER),
    fact("F18", "launch_date", "2022-10-12", "none", device=CARD),
    fact("F19", "launch_date", "2020-09-24", "none", device=OTHER),
    need("F20", "weights", 4.6),
    need("F21", "kv_cache", 1.0),
    need("F22", "total_memory", 6.1),
    need("F23", "verdict", "fits"),
    need("F24", "margin", 16.9),
    need("F25", "weights", 8.0, quant="Q8_0"),
    need("F26", "total_memory", 10.2, context=32768),
    need("F27", "kv_cache", 4.2, context=32768),
    need("F30", "weights", 18.4, model=LARGE),
    need("F31", "total_memory", 21.7, model=LARGE),
    need("F32", "verdict", "tight", model=LARGE),
    need("F33", "verdict", "no", model=LARGE, quant="Q8_0"),
    fact("F40", "usable_memory", round(23.0 * GIB), "byte", "computed", device=CARD),
    fact("F41", "params_total", 8.03e9, "none", model=SMALL),
    fact("F42", "params_total", 32.8e9, "none", model=LARGE),
    fact("F43", "context_native", 131072, "token", model=SMALL),
    fact("F44", "context_native", 40960, "token", model=LARGE),
    fact("F45", "license", "Llama 3.1 Community License", "none", model=SMALL),
    fact("F46", "license", "Apache 2.0", "none", model=LARGE),
    fact("F47", "file_size", 4_920_000_000, "byte", model=SMALL, quant="Q4_K_M"),
    fact("F48", "release_date", "2024-07-23", "none", model=SMALL),
    fact("F49", "release_date", "2025-04-28", "none", model=LARGE),
)  # fmt: skip
PASSAGES = (
    Passage("P1", "The cache", "Cache", None,
            "The KV cache grows in a straight line with the context. Each token adds 128 KiB to the cache."),
    Passage("P2", "Layers", "Offload", None,
            "Layers that stay in system RAM slow generation down. A layer split does not need NVLink."),
    Passage("P3", "Owners", "Forum", None,
            "Some owners say the RTX 4090 reaches 140 tok/s and cost $1,750. The RTX 3090 idles at 21 W."),
)  # fmt: skip
QUESTION = "How do the RTX 4090 and the RTX 3090 run Llama 3.1 8B and Qwen3 32B?"
WORKSHOP = EvidenceFile(QUESTION, Settled(SMALL, "Q4_K_M", CARD, 8192), FACTS, PASSAGES)


def asking(question, **settled):
    """The same evidence behind another question."""
    return replace(WORKSHOP, question=question, settled=replace(WORKSHOP.settled, **settled))


def only(*names, passages=(), question=QUESTION):
    """Some of the facts."""
    facts = tuple(one for one in FACTS if one.id in names)
    return EvidenceFile(question, WORKSHOP.settled, facts, passages)


def plus(*facts, passages=PASSAGES):
    """Further facts."""
    return replace(WORKSHOP, facts=(*FACTS, *facts), passages=passages)
