"""Changes to a world before its words are drawn: what some classes need in their evidence."""

from collections.abc import Callable
from random import Random
from typing import Any

from tests.attacks.numerals import Numeral
from tests.attacks.world import CONTEXT, GIB, World, measured

LONG = 32_768


def slow_rows(world: World, rng: Random) -> None:
    """Make the decode rows slow: nothing about large figures can be true of them."""
    world.set("decode_a", measured(rng.uniform(9, 19), rng))
    world.set("decode_b", measured(rng.uniform(21, 30), rng))


def unmeasured(world: World, rng: Random) -> None:
    """Delete the decode row of card A, though its value stays known to the templates: it is nowhere else."""
    del rng
    world.drop("decode_a")


def partial_row(world: World, rng: Random) -> None:
    """Let card A have been measured with a part of the model in system RAM."""
    del rng
    _fact(world, "decode_a")["placement"] = "partial"


def two_backends(world: World, rng: Random) -> None:
    """Add a decode row of card A with another backend, well apart from all rows."""
    first = _fact(world, "decode_a")
    backend = first["subject"]["backend"]
    other = "Vulkan" if backend == "CUDA" else {"nvidia": "CUDA", "amd": "ROCm"}.get(world.a.vendor, "SYCL")
    value = _apart(world, rng, 0.4, 0.8)
    _row(world, "decode_a2", value, first, {"backend": other})
    world.extra |= {
        "v2": Numeral(str(value)),
        "Fv2": world.ids["decode_a2"],
        "be": backend,
        "be2": other,
    }


def two_cards(world: World, rng: Random) -> None:
    """Add a decode row of two cards A."""
    value = _apart(world, rng, 1.15, 1.9)
    _row(world, "decode_aa", value, _fact(world, "decode_a"), {"device_count": 2})
    world.extra |= {"v2": Numeral(str(value)), "Fv2": world.ids["decode_aa"]}


def two_contexts(world: World, rng: Random) -> None:
    """Add cache and total at 32k; the verdict there is not in evidence."""
    owner = _fact(world, "kv_cache")["subject"] | {"context": LONG}
    cache = round(world.values["kv_cache"] * LONG / CONTEXT)
    total = round(world.values["total_memory"]) + cache - round(world.values["kv_cache"])
    world.add("kv_long", "kv_cache", cache, "byte", owner=owner, kind="computed")
    world.add("total_long", "total_memory", total, "byte", owner=owner, kind="computed")
    world.extra |= {
        "kv2": Numeral(f"{cache / GIB:.1f}"),
        "tot2": Numeral(f"{total / GIB:.1f}"),
        "Fkv2": world.ids["kv_long"],
    }
    world.extra |= {"Ftot2": world.ids["total_long"]}


def two_models(world: World, rng: Random) -> None:
    """Add parameters, file size and release of model N, all unlike those of M."""
    del rng
    size = (
        round(world.other.params * 0.63, 2)
        if abs(world.other.params - world.model.params) > 1
        else world.other.params + 3.21
    )
    owner = {"model": world.other.id}
    world.add("params_n", "params_total", round(world.other.params * 1e9), "none", owner=owner, kind="specification")
    quant = {**owner, "quant": world.quant}
    world.add("file_n", "file_size", round(size * 1e9), "byte", owner=quant, kind="specification")
    world.extra |= {
        "fs2": Numeral(f"{size:.2f}"),
        "par2": Numeral(str(world.other.params)),
        "Ffs2": world.ids["file_n"],
    }
    world.extra |= {"Fpar2": world.ids["params_n"]}


def active_parameters(world: World, rng: Random) -> None:
    """Let the model be a mixture of experts with few active parameters."""
    active = round(world.model.params * rng.uniform(0.09, 0.3), 1)
    owner = {"model": world.model.id}
    world.add("params_active", "params_active", round(active * 1e9), "none", owner=owner, kind="specification")
    world.extra |= {"act": Numeral(str(active)), "Fact": world.ids["params_active"]}


def _fact(world: World, key: str) -> dict[str, Any]:
    return next(fact for fact in world.facts if fact["id"] == world.ids[key])


def _apart(world: World, rng: Random, least: float, most: float) -> float:
    """Draw a speed that is not near any row."""
    while True:
        value = measured(world.values["decode_a"] * rng.uniform(least, most), rng)
        if all(abs(value / world.values[key] - 1) > 0.08 for key in ("decode_a", "decode_b", "prefill_a")):
            return value


def _row(world: World, key: str, value: float, like: dict[str, Any], changed: dict[str, Any]) -> None:
    """Add a decode row like another but for some of its subject."""
    extra = {name: like[name] for name in ("test", "depth", "placement", "date")}
    world.add(key, "decode_speed", value, "tok/s", owner=like["subject"] | changed, kind="measured", **extra)


PREPARED: dict[str, Callable[[World, Random], None]] = {
    change.__name__: change
    for change in (
        slow_rows,
        unmeasured,
        partial_row,
        two_backends,
        two_cards,
        two_contexts,
        two_models,
        active_parameters,
    )
}
