"""Evidence for tests: the world of the attack list in the form of the contract."""

from dataclasses import replace

from assistant.domain.facts import Fact, Passage, Subject
from assistant.verifier.ledger import EvidenceFile, Settled

GIB = 2**30
MODEL, CARD, OTHER = "llama-3.1-8b", "rtx-4090", "rtx-3090"


def fact(name, metric, value, unit, kind="measured", **subject):
    extra = {"test": "tg128", "depth": 0, "placement": "gpu", "date": "2025-03-14"} if unit == "tok/s" else {}
    return Fact(name, metric, value, unit, Subject(**subject), kind, "test", **extra)


def row(name, device, speed, metric="decode_speed"):
    return fact(
        name, metric, speed, "tok/s", model=MODEL, quant="Q4_K_M", device=device, device_count=1, engine="llama.cpp"
    )


def estimate(name, metric, value, unit="byte"):
    return fact(name, metric, value, unit, "computed", model=MODEL, quant="Q4_K_M", device=CARD, context=8192)


FACTS = (
    row("F1", CARD, 113.5),
    row("F2", OTHER, 87.2),
    fact("F3", "vram", 24, "GB_label", "specification", device=CARD),
    fact("F4", "bandwidth", 1008, "GB/s", "specification", device=CARD),
    fact("F5", "tdp", 450, "W", "specification", device=CARD),
    fact("F6", "launch_msrp", 1599, "USD", "specification", device=CARD),
    fact("F7", "launch_date", "2022-10-12", "none", "specification", device=CARD),
    fact("F8", "tdp", 350, "W", "specification", device=OTHER),
    fact("F9", "bandwidth", 936, "GB/s", "specification", device=OTHER),
    estimate("F10", "weights", round(4.9 * GIB)),
    estimate("F11", "kv_cache", 1 * GIB),
    estimate("F12", "total_memory", round(6.1 * GIB)),
    estimate("F13", "verdict", "fits", "none"),
    fact("F14", "usable_memory", round(23.2 * GIB), "byte", "computed", device=CARD),
    fact("F15", "params_total", 8.03e9, "none", "specification", model=MODEL),
    fact("F16", "context_native", 131072, "token", "specification", model=MODEL),
)  # fmt: skip
PASSAGES = (
    Passage("P1", "What owners say", "Forum", None, "Some owners say the RTX 4090 reaches 140 tok/s on 8B models."),
    Passage("P2", "Layers", "Offload", None,
            "Layers that stay in system RAM slow generation down. A layer split does not need NVLink."),
)  # fmt: skip
QUESTION = "My friend says his RTX 5090 gets 210 tok/s on Llama 3.1 8B. Is that right, and how fast is a 4090?"
EVIDENCE = EvidenceFile(QUESTION, Settled(MODEL, "Q4_K_M", CARD, 8192), FACTS, PASSAGES)


def asking(question):
    return replace(EVIDENCE, question=question)


def without(*names):
    return replace(EVIDENCE, facts=tuple(one for one in FACTS if one.id not in names))


def changed(name, **values):
    return replace(EVIDENCE, facts=tuple(replace(one, **values) if one.id == name else one for one in FACTS))
