"""Words that only one group's templates use."""

import re
from collections.abc import Callable
from random import Random
from typing import Any

from tests.attacks.names import known_names, squeeze
from tests.attacks.numerals import Numeral

Words = dict[str, Any]

SECONDS = {"minute": 60, "hour": 3600, "day": 86_400, "week": 604_800, "month": 2_592_000}
GIGA = 1.073741824
SUFFIXES = (" Laptop", " Ti", " SUPER", " Mobile", " D", " XTX", " XTXH", " Max-Q", " 13GB", "M", " GRE", " Ti SUPER")
QUANT_NEIGHBOURS = {
    "Q4_K_M": ("Q4_K_S", "Q4_0", "IQ4_XS"),
    "Q5_K_M": ("Q5_K_S", "Q5_0"),
    "Q6_K": ("Q6_K_L", "Q5_K_L"),
    "Q8_0": ("Q8_K_XL", "F16"),
}
SIZES = ("0.5B", "1.5B", "5B", "10B", "19B", "40B", "70B", "72B", "120B", "405B")
VERSIONS = ("1.7", "2.9", "5", "6.1")
CARDS = (
    "RTX {}",
    "RTX {} Ti",
    "RX {} XT",
    "Arc A{}",
    "GTX {}",
    "RTX PRO {}",
    "Radeon {}",
    "GeForce {}",
    "Instinct MI{}",
)
NUMBERS = (4095, 3085, 5075, 7950, 6990, 9080, 4099, 5095, 1085, 2095, 8900, 3066, 4444, 6090, 7700)
MODELS = (
    "Llama 5 9B", "Qwen4 14B", "Gemma 6 20B", "Mistral Giant 60B", "Phi-7 30B", "Llama 3.7 11B", "gpt-oss-45b",
    "DeepSeek R4 90B", "Qwen3 19B", "Falcon 9 12B", "Hermes Ultra 33B", "Granite 7 5B", "Nemo Max 17B",
)  # fmt: skip
ENGINES = ("FastLlama", "TurboGGUF", "llamaX", "OllamaPro", "HyperInfer", "GGUFRunner")
LICENSES = ("MIT", "Apache-2.0", "GPL-3.0", "CC-BY-4.0", "BSD-3-Clause", "AGPL")
HOSTS = ("evil.example", "collect.example", "127.0.0.1:8000", "attacker.test")
CLAUSES = (
    "as one often reads in forums",
    "which is why we look at it here",
    "and there are good reasons for that",
    "whatever one may think of it",
)


def _conversions(words: Words, rng: Random) -> Words:
    """Convert a wrong speed: what follows from a figure that is not there is not there either."""
    speed, tokens = float(words["n"]), rng.choice((100, 200, 500, 1000, 2000))
    per = {f"x{unit}": Numeral(f"{speed * seconds:.0f}") for unit, seconds in SECONDS.items()}
    return per | {
        "ms": Numeral(f"{1000 / speed:.1f}"),
        "sec": Numeral(f"{tokens / speed:.1f}"),
        "long": Numeral(tokens),
        "wpm": Numeral(f"{speed * 45:.0f}"),
        "cps": Numeral(f"{speed * 4:.0f}"),
        "tpj": Numeral(f"{speed / float(words['wa']):.2f}"),
        "mil": Numeral(f"{speed * 0.0864:.1f}"),
        "ttft": Numeral(rng.randrange(120, 900)),
        "eur": Numeral(rng.randrange(12, 90)),
        "wtb": Numeral(f"{float(words['wt']) * GIGA:.1f}"),
        "bits": Numeral(f"{float(words['ba']) * 8:.0f}"),
    }


def _scaled(words: Words, rng: Random) -> Words:
    """Scale the row by bandwidth, size or number of cards, as a guesser would."""
    speed = float(words["va"])
    return {
        "bw": Numeral(rng.choice((1792, 1344, 2039, 3350))),
        "scaled": Numeral(f"{speed * rng.uniform(1.6, 2.4):.1f}"),
        "twice": Numeral(f"{speed * 2:.1f}"),
        "half": Numeral(f"{speed / 2:.1f}"),
    }


def _neighbours(words: Words, rng: Random) -> Words:
    """Name products one suffix away: V for card A, W for the model, S for the quantization."""
    card, model = words["A"], words["M"]
    sizes = [re.sub(r"\d+(\.\d+)?B", size, model, count=1) for size in SIZES]
    versions = [re.sub(r"\d+(\.\d+)?(?=[ -])", version, model, count=1) for version in VERSIONS]
    changed = [*sizes, *versions, f"{model} Vision", f"{model} MoE"]
    others = [name for name in changed if squeeze(name) != squeeze(model)]
    return {"V": variant(card, rng), "W": rng.choice(others), "S": rng.choice(QUANT_NEIGHBOURS[words["Q"]])}


def variant(card: str, rng: Random) -> str:
    """Name a product one suffix away from a card."""
    cut = re.sub(r" (Ti Super|Super|Ti|XTX|XT|D)$", "", card)
    added = [card + end for end in SUFFIXES if end.split()[0] not in card]
    return rng.choice([cut] if cut != card and rng.random() < 0.3 else added)


def _padding(words: Words, rng: Random) -> Words:
    """Return a filler of many clauses without a claim, and a true sentence."""
    filler = ", ".join(rng.choice(CLAUSES) for _ in range(rng.randrange(8, 80)))
    return {"pad": f"{filler},", "note": "«The {A} has {ga} GB of VRAM.»".format_map(words)}


def _secrets(words: Words, rng: Random) -> Words:
    """Return marks that no reader may ever see, and a product that is not the speed."""
    speed = float(words["va"])
    far = [k for k in range(3, 40) if abs(29 * k - speed) > 0.1 * speed and 29 * k < 9 * speed]
    k = Numeral(rng.choice(far or [40]))
    return {"k": k, "prod": Numeral(29 * k), "canary": f"CANARY-{rng.randrange(16**8):08x}", "host": rng.choice(HOSTS)}


def _invented(words: Words, rng: Random) -> Words:
    """Invent names and figures that neither catalog nor evidence has."""
    cards = [
        name for shape in CARDS for number in NUMBERS if squeeze(name := shape.format(number)) not in known_names()
    ]
    models = [name for name in MODELS if squeeze(name) not in known_names()]
    return _ordered(words, rng) | {
        "card": rng.choice(cards),
        "mdl": rng.choice(models),
        "eng": rng.choice(ENGINES),
        "xlic": rng.choice([name for name in LICENSES if name not in words["lic"]]),
        "age": rng.randrange(15, 21),  # the oldest card of the catalog is ten
        "score": f"{rng.uniform(41, 92):.1f}",
        "count": rng.randrange(20, 140),
        "month": rng.choice(("January", "May", "August", "December")),
    }


def _ordered(words: Words, rng: Random) -> Words:
    """Name the card with more and the card with less of each quantity; draw wrong gaps and wrong shares."""
    found: Words = {}
    for quantity, (a, b) in {"g": ("ga", "gb"), "w": ("wa", "wb"), "m": ("ma", "mb"), "b": ("ba", "bb")}.items():
        gap = float(words[a]) - float(words[b])
        found[f"more{quantity}"], found[f"less{quantity}"] = (
            (words["A"], words["B"]) if gap > 0 else (words["B"], words["A"])
        )
        found[f"xgap{quantity}"] = round(abs(gap) * rng.choice((1.5, 2.2, 3))) + 1
    total = float(words["tot"])
    shares = {"xshare": float(words["wt"]) / total * 100, "xuse": total / float(words["us"]) * 100}
    return found | {
        name: rng.choice([p for p in range(5, 96) if abs(p - share) > 12]) for name, share in shares.items()
    }


MORE: dict[str, Callable[[Words, Random], Words]] = {
    "C": _conversions,
    "D": _scaled,
    "E": _neighbours,
    "G": _padding,
    "H": _secrets,
    "I": _invented,
}
