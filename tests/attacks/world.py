"""Random evidence, and the values that a sentence about it may and may not use.

A world is one evidence file together with the words for its values. Card A has everything: memory figures with the
model, speeds, specifications. Card B has specifications and a decode row. Card C and model N exist in the catalog and
have no fact. The evidence is the authority: values are the catalog's or random ones.
"""

from dataclasses import dataclass, field
from random import Random
from typing import Any

from tests.attacks.names import Card, Model, cards, models

GIB = 1 << 30
DESKTOP = 0.35
BITS = {"Q4_K_M": 4.85, "Q5_K_M": 5.69, "Q6_K": 6.59, "Q8_0": 8.5}
MOST_BITS, CONTEXT = 8.5, 8192
SUBJECT = ("model", "quant", "device", "device_count", "memory_gb", "context", "kv_type", "slots", "engine", "backend",
           "build")  # fmt: skip
ESTIMATED = "memory estimate (llama.cpp, f16 KV cache, flash attention, ubatch 512, one slot)"
GROWTH = (
    "The KV cache holds keys and values of every token in the conversation. It grows in a straight line with the "
    "context length. Weights do not grow with the context."
)
VERDICTS = (
    "A model fits when at least 1 GiB is left over, and is tight when it goes in but less than that remains. Partial "
    "means that a part has to go to system RAM. Close the browser before you run a tight model."
)
LAUNCHES = ("January", "February", "March", "April", "May", "June", "July", "August", "September", "October",
            "November", "December")  # fmt: skip


@dataclass
class World:
    """One evidence file and what it was made from.

    `ids` maps a fact's key, such as `vram_a`, to its id; `extra` are words of what a class has added.
    """

    a: Card
    b: Card
    c: Card
    model: Model
    other: Model
    quant: str
    other_quant: str
    question: str = ""
    facts: list[dict[str, Any]] = field(default_factory=list)
    passages: list[dict[str, Any]] = field(default_factory=list)
    ids: dict[str, str] = field(default_factory=dict)
    values: dict[str, float] = field(default_factory=dict)
    extra: dict[str, Any] = field(default_factory=dict)

    def add(
        self, key: str, metric: str, value: Any, unit: str, *, owner: dict[str, Any], kind: str, **extra: Any
    ) -> None:
        """Append a fact under the next id."""
        id_ = f"F{len(self.facts) + 1}"
        subject = {name: owner.get(name) for name in SUBJECT}
        fact = {"id": id_, "metric": metric, "value": value, "unit": unit, "subject": subject, "class": kind}
        source = {"computed": ESTIMATED, "measured": "benchmark table", "specification": "catalog"}[kind]
        self.facts.append({**fact, "source": source, "url": None, "as_of": "2026-11-23", **extra})
        self.ids[key] = id_
        if isinstance(value, int | float):
            self.values[key] = value

    def tell(self, title: str, section: str, text: str) -> str:
        """Append a passage and return its id."""
        id_ = f"P{len(self.passages) + 1}"
        url = f"https://example.org/guides/{title.lower().replace(' ', '-')}"
        self.passages.append({"id": id_, "title": title, "section": section, "url": url, "text": text})
        return id_

    def drop(self, *keys: str) -> None:
        """Remove facts, as if no row existed; the ids of the others stay."""
        gone = {self.ids.pop(key) for key in keys}
        self.facts = [fact for fact in self.facts if fact["id"] not in gone]

    def set(self, key: str, value: float) -> None:
        """Give a fact another value."""
        self.values[key] = value
        next(fact for fact in self.facts if fact["id"] == self.ids[key])["value"] = value

    def evidence(self) -> dict[str, Any]:
        """Return the evidence file of contract 7 as a plain dict."""
        settled = {"model": self.model.id, "quant": self.quant, "device": self.a.id, "context": CONTEXT}
        return {"question": self.question, "settled": settled, "facts": self.facts, "passages": self.passages}


def make_world(rng: Random, verdict: str = "fits") -> World:
    """Draw cards, a model and values for which the memory verdict on card A is the wanted one."""
    while True:
        a, b, c = rng.sample(cards(), 3)
        model, other = rng.sample(models(), 2)
        quant, other_quant = rng.sample(list(BITS), 2)
        if (
            not _apart(a, b)
            or a.vram in (b.vram, c.vram)
            or _overlap(a, b, c)
            or model.params == other.params
            or model.released in (a.launch, b.launch)
        ):
            continue
        world = World(a, b, c, model, other, quant, other_quant)
        if _memory(world, rng) != verdict or not _clear(world):
            continue
        _speeds(world, rng)
        _specifications(world, rng)
        printed = [world.values[f"{key}_{letter}"] for key in ("vram", "bandwidth", "tdp", "msrp") for letter in "ab"]
        if len(set(printed)) == len(printed):
            break
    world.question = rng.choice(
        (
            f"How fast is {model.said} on a {a.said}?",
            f"Does {model.said} fit on a {a.said}?",
            f"{a.said} or {b.said} for {model.said}?",
        )
    )
    world.tell("KV cache explained", "What it is", GROWTH)
    world.tell("How we estimate memory", "What the verdicts mean", VERDICTS)
    return world


def _apart(a: Card, b: Card) -> bool:
    """Whether a swap of any specification of the two would show."""
    pairs = ((a.vram, b.vram), (a.bandwidth, b.bandwidth), (a.tdp, b.tdp), (a.msrp, b.msrp))
    return a.launch != b.launch and all(abs(x - y) > 0.04 * max(x, y) for x, y in pairs)


def _clear(world: World) -> bool:
    """Whether the margin is well inside its verdict and cannot be read as the total."""
    margin, total = world.values["margin"] / GIB, world.values["total_memory"] / GIB
    return abs(margin) > 0.12 and not 0.85 < margin < 1.05 and abs(margin - total) > 0.15


def _overlap(*drawn: Card) -> bool:
    """Whether one name is the beginning of another: those are for the neighbour class alone."""
    said = [card.said for card in drawn]
    return any(x != y and x.split(" ")[:2] == y.split(" ")[:2] for x in said for y in said)


def _memory(world: World, rng: Random) -> str:
    """Add the estimate of model and quant on card A; return its verdict."""
    weights = int(world.model.params * 1e9 * BITS[world.quant] / 8) + rng.randrange(1 << 20)
    cache = int(rng.uniform(0.6, 1.7) * GIB)
    buffer, overhead = int(rng.uniform(0.1, 0.45) * GIB), 429496730
    usable = int((world.a.vram - DESKTOP) * GIB)
    total = weights + cache + buffer + overhead
    margin = usable - total
    verdict = "fits" if margin >= GIB else "tight" if margin >= 0 else "partial"
    both = {"model": world.model.id, "quant": world.quant, "device": world.a.id, "device_count": 1, "context": CONTEXT,
            "engine": "llama.cpp", "build": "b11549"}  # fmt: skip
    rows = (("weights", weights), ("kv_cache", cache), ("compute_buffer", buffer), ("overhead", overhead),
            ("total_memory", total))  # fmt: skip
    for metric, value in rows:
        world.add(metric, metric, value, "byte", owner=both, kind="computed")
    card = {"device": world.a.id, "device_count": 1}
    world.add("usable_memory", "usable_memory", usable, "byte", owner=card, kind="computed")
    world.add("margin", "margin", margin, "byte", owner=both, kind="computed")
    world.add("verdict", "verdict", verdict, "none", owner=both, kind="computed")
    return verdict


def _speeds(world: World, rng: Random) -> None:
    """Add decode rows of both cards, far enough apart to be told apart, and a prefill row of card A."""
    slow = rng.uniform(9, 140)
    fast = slow * rng.uniform(1.12, 2.6)
    decode_a, decode_b = (fast, slow) if rng.random() < 0.7 else (slow, fast)
    backend = "CUDA" if world.a.vendor == world.b.vendor == "nvidia" else "Vulkan"
    build = f"{rng.randrange(16**7):07x} ({rng.randrange(5000, 9000)})"
    day = f"2026-{rng.randrange(1, 10):02d}-{rng.randrange(1, 28):02d}"
    rows = (("decode_a", "decode_speed", world.a, decode_a, "tg128"),
            ("decode_b", "decode_speed", world.b, decode_b, "tg128"),
            ("prefill_a", "prefill_speed", world.a, decode_a * rng.uniform(9, 30), "pp512"))  # fmt: skip
    for key, metric, card, value, test in rows:
        owner = {"model": world.model.id, "quant": world.quant, "device": card.id, "device_count": 1,
                 "engine": "llama.cpp", "backend": backend, "build": build}  # fmt: skip
        world.add(key, metric, measured(value, rng), "tok/s", owner=owner, kind="measured", test=test, depth=0,
                  placement="gpu", date=day)  # fmt: skip


def measured(value: float, rng: Random) -> float:
    """Round to one or two decimals that are not zero, so that a reading at another precision is a rounding."""
    digits = rng.choice((1, 2))
    rounded = round(value, digits)
    return rounded if rounded * 10 % 10 >= 1 and round(rounded * 10**digits) % 10 else round(rounded + 0.37, digits)


def _specifications(world: World, rng: Random) -> None:
    """Add what the catalog says of both cards and of the model; some values random, for the evidence is what counts."""
    for letter, card in (("a", world.a), ("b", world.b)):
        drift = rng.choice((1, 1, rng.uniform(0.93, 1.07)))
        owner = {"device": card.id, "device_count": 1}
        world.add(f"vram_{letter}", "vram", card.vram, "GB_label", owner=owner, kind="specification")
        world.add(
            f"bandwidth_{letter}", "bandwidth", round(card.bandwidth * drift), "GB/s", owner=owner, kind="specification"
        )
        world.add(f"tdp_{letter}", "tdp", round(card.tdp * drift), "W", owner=owner, kind="specification")
        world.add(f"msrp_{letter}", "launch_msrp", card.msrp, "USD", owner=owner, kind="specification")
        world.add(f"launch_{letter}", "launch_date", card.launch, "none", owner=owner, kind="specification")
    owner = {"model": world.model.id}
    size = round(world.model.params * BITS[world.quant] / 8 * rng.uniform(1.01, 1.04), 2)
    file_owner = {**owner, "quant": world.quant}
    world.add("file_size", "file_size", round(size * 1e9), "byte", owner=file_owner, kind="specification")
    world.add(
        "params_total", "params_total", round(world.model.params * 1e9), "none", owner=owner, kind="specification"
    )
    world.add("context_native", "context_native", world.model.context, "token", owner=owner, kind="specification")
    world.add("license", "license", world.model.license, "none", owner=owner, kind="specification")
    world.add("release_date", "release_date", world.model.released, "none", owner=owner, kind="specification")
