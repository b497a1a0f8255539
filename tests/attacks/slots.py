"""The words of a world: what templates call `{A}`, `{va}`, `{x}`.

Names: A and B (cards with facts), C (a card without), M (model), N (a model without facts), Q and R (quantizations).
True values: va vb pa (decode of A and B, prefill of A); ga gb, ba bb, wa wb, ma mb, da db, ya yb (memory, bandwidth,
watts, price, launch date and year of A and B); wt kv cb tot us hd (GiB); fs par ctx lic rel (of the model).
False values begin with x: none lies within 4 % of any figure of the evidence. `Fva` and the like are fact ids.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from random import Random
from typing import Any

from tests.attacks.numerals import Numeral
from tests.attacks.world import GIB, LAUNCHES, World

KEYS = {
    "va": "decode_a", "vb": "decode_b", "pa": "prefill_a", "ga": "vram_a", "gb": "vram_b", "ba": "bandwidth_a",
    "bb": "bandwidth_b", "wa": "tdp_a", "wb": "tdp_b", "ma": "msrp_a", "mb": "msrp_b", "da": "launch_a",
    "db": "launch_b", "wt": "weights", "kv": "kv_cache", "cb": "compute_buffer", "tot": "total_memory",
    "us": "usable_memory",
    "hd": "margin", "vd": "verdict", "fs": "file_size", "par": "params_total", "ctx": "context_native",
    "lic": "license",
    "rel": "release_date",
}  # fmt: skip
PRINTED = {name: (key,) for name, key in KEYS.items()}
RESTS_ON = {
    **PRINTED,
    **{f"F{name}": keys for name, keys in PRINTED.items()},
    **dict.fromkeys(("H", "L", "vh", "vl", "pct", "slow", "rat", "Fvh", "Fvl"), ("decode_a", "decode_b")),
    "ctk": ("context_native",),
}
NEAR = 0.04
BILLION = 1e9


def slots(world: World, rng: Random) -> dict[str, Any]:
    """Return every word a template may use."""
    words: dict[str, Any] = {
        "A": world.a.said, "B": world.b.said, "C": world.c.said, "M": world.model.said, "N": world.other.said,
        "Q": world.quant, "R": world.other_quant, "Mid": world.model.id, "tag": world.model.tag,
        "lic": world.model.license, "ct": rng.choice(("8k", "8,192-token")),
    }  # fmt: skip
    words |= {f"F{name}": world.ids[key] for name, key in KEYS.items() if key in world.ids}
    words |= _true(world) | world.extra
    avoid = Avoid(world)
    words |= _false(words, avoid, rng)
    words |= _relative(words, rng)
    words |= _shapes(words, avoid, rng)
    return words


def _true(world: World) -> dict[str, Any]:
    value = world.values
    words: dict[str, Any] = {
        name: Numeral(str(value[KEYS[name]]).removesuffix(".0"))
        for name in ("va", "vb", "pa", "ga", "gb", "ba", "bb", "wa", "wb", "ma", "mb", "ctx")
    }
    words |= {name: gib(value[KEYS[name]], 1) for name in ("wt", "kv", "tot", "us")}
    words |= {"hd": gib(abs(value["margin"]), 1), "cb": gib(value["compute_buffer"], 2), "oh": Numeral("0.4")}
    words |= {"fs": Numeral(f"{value['file_size'] / BILLION:.2f}"), "par": Numeral(str(world.model.params))}
    words |= {"ctk": f"{world.model.context // 1024}k", "gbtot": Numeral(f"{value['total_memory'] / BILLION:.1f}")}
    for name, card in (("a", world.a), ("b", world.b)):
        year, month = card.launch.split("-")[:2]
        words |= {f"d{name}": f"{LAUNCHES[int(month) - 1]} {year}", f"y{name}": Numeral(year)}
    year, month = world.model.released.split("-")[:2]
    return words | {"rel": f"{LAUNCHES[int(month) - 1]} {year}"}


def gib(value: float, digits: int) -> Numeral:
    """Write bytes in GiB."""
    return Numeral(f"{value / GIB:.{digits}f}")


class Avoid:
    """The figures of an evidence file in every unit they may be shown in, and differences of its memory figures."""

    def __init__(self, world: World) -> None:
        self.figures = sorted(set(self._figures(world)))

    @staticmethod
    def _figures(world: World) -> Iterator[float]:
        for value in world.values.values():
            yield abs(value)
            for divisor in (GIB, BILLION, 1 << 20, 1e6, 1000, 1024):
                yield abs(value) / divisor
        value, card = world.values, world.a.vram * GIB
        yield abs(value["decode_a"] - value["decode_b"])
        for whole in (card, value["usable_memory"]):
            for part in ("total_memory", "weights", "kv_cache"):
                yield abs(whole - value[part]) / GIB
                yield abs(whole - value[part]) / BILLION
        for part in ("kv_cache", "compute_buffer", "overhead"):
            yield (value["weights"] + value[part]) / GIB
            yield (value["total_memory"] - value[part]) / GIB

    def near(self, figure: float) -> bool:
        """Whether a figure could be taken for one of the evidence."""
        place = bisect_left(self.figures, figure)
        around = self.figures[max(place - 1, 0) : place + 1]
        return any(abs(figure - known) <= NEAR * max(known, figure) for known in around)

    def rounds(self, text: str, digits: int) -> bool:
        """Whether a figure of the evidence, rounded to so many digits, is written like this."""
        half = 0.5 / 10**digits
        return bisect_left(self.figures, float(text) - half) != bisect_right(self.figures, float(text) + half)

    def off(self, rng: Random, value: float, digits: int = 0) -> Numeral:
        """Return a plausible figure of the same size that is none of the evidence's."""
        for _ in range(400):
            factor = rng.uniform(1.2, 2.1) if rng.random() < 0.6 else rng.uniform(0.45, 0.84)
            text = f"{value * factor:.{digits}f}"
            if not (self.near(float(text)) or self.rounds(text, digits)) and (digits == 0 or not text.endswith("0")):
                return Numeral(text)
        return self.off(rng, value * 3.3, digits)

    def off_within(self, rng: Random, value: float, least: float, most: float) -> Numeral:
        """Return a whole figure between two multiples of a value that is none of the evidence's, if there is one."""
        drawn = [round(value * rng.uniform(least, most)) for _ in range(60)]
        return Numeral(next((f for f in drawn if not self.near(f) and not self.rounds(str(f), 0)), drawn[0]))


def _false(words: dict[str, Any], avoid: Avoid, rng: Random) -> dict[str, Any]:
    """Draw a wrong figure for each metric; n is a wrong speed without decimals, y another that the reader brings."""
    speed = float(words["va"])
    found = {"x": avoid.off(rng, speed, rng.choice((0, 0, 1))), "y": avoid.off(rng, speed)}
    found |= {
        "n2": avoid.off(rng, max(speed, 31) * 1.5),
        "x3": avoid.off(rng, 260),
        "xp": avoid.off(rng, float(words["pa"])),
    }
    whole = {"xg": "ga", "xb": "ba", "xw": "wa", "xm": "ma"}
    tenths = {"xwt": "wt", "xkv": "kv", "xtot": "tot", "xhd": "hd", "xpar": "par"}
    found |= {name: avoid.off(rng, float(words[true])) for name, true in whole.items()}
    found |= {name: avoid.off(rng, max(float(words[true]), 0.3), 1) for name, true in tenths.items()}
    found |= {"xfs": avoid.off(rng, float(words["fs"]), 2), "xcb": avoid.off(rng, float(words["cb"]), 2)}
    years = [
        year for year in range(2014, 2027) if str(year) not in (words["rel"][-4:], str(words["ya"]), str(words["yb"]))
    ]
    sizes = [size for size in (24, 48, 96, 192, 200, 512, 900) if size * 1000 > int(words["ctx"]) * 1.2]
    return found | {"xy": Numeral(rng.choice(years)), "xck": f"{rng.choice(sizes)}k"}


def _relative(words: dict[str, Any], rng: Random) -> dict[str, Any]:
    """Draw ratios of the two decode rows, right ones and wrong ones. H is the faster card, L the slower."""
    a, b = float(words["va"]), float(words["vb"])
    high, low = max(a, b), min(a, b)
    percent = (high / low - 1) * 100
    wrong = [
        p
        for p in range(6, 260)
        if abs(p - percent) > 8 and abs(p - (1 - low / high) * 100) > 8 and abs(p - (percent + 100)) > 8
    ]
    times = [t for t in (1.3, 1.5, 1.7, 1.9, 2.2, 2.5, 3.1, 3.6, 4.4, 5.2) if abs(t - high / low) > 0.25]
    names = ("A", "B") if a > b else ("B", "A")
    return {
        "H": words[names[0]], "L": words[names[1]], "vh": words["va" if a > b else "vb"],
        "vl": words["vb" if a > b else "va"],
        "Fvh": words.get("Fva" if a > b else "Fvb"), "Fvl": words.get("Fvb" if a > b else "Fva"),
        "pct": Numeral(f"{percent:.0f}"), "slow": Numeral(f"{(1 - low / high) * 100:.0f}"),
        "rat": Numeral(f"{high / low:.1f}"),
        "rat2": Numeral(f"{high / low:.2f}"), "gap": Numeral(f"{high - low:.1f}"), "sum": Numeral(f"{a + b:.2f}"),
        "mean": Numeral(f"{(a + b) / 2:.1f}"), "xpct": Numeral(rng.choice(wrong)),
        "xrat": Numeral(str(rng.choice(times))),
    }  # fmt: skip


def _shapes(words: dict[str, Any], avoid: Avoid, rng: Random) -> dict[str, Any]:
    """Draw figures that are close to the decode row of card A in one way and wrong in another."""
    speed = words["va"]
    places = -speed.as_tuple().exponent
    whole, part = int(speed), float(speed) % 1
    shapes = {
        "r": Numeral(whole + 1 if part < 0.45 else whole if part > 0.55 else whole - 1),
        "lo": avoid.off_within(rng, float(speed), 0.55, 0.9),
        "hi": avoid.off_within(rng, float(speed), 1.12, 1.6),
        "drift": Numeral(f"{float(speed) * (1 + rng.choice((-1, 1)) * rng.uniform(0.006, 0.035)):.{places}f}"),
        "swap": Numeral(_transposed(str(speed), rng)),
        "tenfold": Numeral(f"{speed * 10 if not avoid.near(float(speed) * 10) else speed * 100:f}"),
        "tenth": Numeral(f"{float(speed) / 10:.{places}f}"),
    }
    for attempt in range(2000):
        n = avoid.off(rng, max(float(speed), 31) * (1 + attempt / 50))
        k = Numeral(rng.randrange(3, 9))
        made = (n * k, n + k, n - k, n + 100, n * 12, speed + n, n * 100)
        if any(digit in str(n) for digit in "01358") and not any(avoid.near(float(figure)) for figure in made):
            return shapes | {"n": n, "z": n, "k": k}
    raise ValueError(f"no wrong speed beside {speed}")


def _transposed(digits: str, rng: Random) -> str:
    """Shuffle the digits of a figure until it is another one by more than one percent."""
    places = [i for i, c in enumerate(digits) if c.isdigit()]
    for _ in range(50):
        shuffled = list(digits)
        order = rng.sample(places, len(places))
        for place, source in zip(places, order, strict=True):
            shuffled[place] = digits[source]
        text = "".join(shuffled)
        if shuffled[0] != "0" and abs(float(text) - float(digits)) > 0.01 * float(digits):
            return text
    return f"{float(digits) * 1.11:.1f}"
