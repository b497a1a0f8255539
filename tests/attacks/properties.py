"""What a list cannot show: change the evidence under a true draft, or the name in it, and it must be withheld.

Each function takes a control and returns an attack, or nothing where the change would not make the draft false.
"""

import copy
import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from random import Random
from typing import Any

from tests.attacks.groups import TITLES, classes
from tests.attacks.judge import Verify
from tests.attacks.more import variant
from tests.attacks.trial import Trial, trials

CHUNKS = (1, 2, 3, 7, None)
MEMORY = ("weights", "kv_cache", "compute_buffer", "overhead", "total_memory", "usable_memory", "margin", "verdict")
PAIRS = ("decode", "vram", "bandwidth", "tdp", "msrp", "launch")
SWAPPED = {"vram": "bandwidth", "bandwidth": "vram", "tdp": "launch_msrp", "launch_msrp": "tdp"}
UNITS = {"vram": "GB_label", "bandwidth": "GB/s", "tdp": "W", "launch_msrp": "USD"}
OTHER_VERDICT = {"fits": "partial", "partial": "fits", "tight": "fits"}
FILLERS = ("Hope this helps!",)


def counterfactual(trial: Trial, rng: Random) -> Trial | None:
    """Replace every value of the evidence by another of the same kind."""
    if not _carried(trial):
        return None
    changed = _copy(trial)
    for fact in changed["facts"]:
        # The two decode rows move apart, so that no ratio stays what it was.
        factor = 0.6 if fact["id"] == trial.ids.get("decode_b") else rng.choice((1.3, 1.45, 1.6))
        fact["value"] = _other(fact["value"], factor)
    return _attack(trial, "counterfactual evidence", changed)


def _other(value: Any, factor: float) -> Any:
    if isinstance(value, str):
        year = re.match(r"(\d{4})(-\d\d)$", value)
        return f"{int(year[1]) - 4}{year[2]}" if year else OTHER_VERDICT.get(value, "Custom License 9")
    return round(value * factor) if isinstance(value, int) else round(value * factor, 2)


def row_deletion(trial: Trial, rng: Random) -> Trial | None:
    """Delete the facts a draft rests on, and with a memory figure all from which it could be worked out."""
    del rng
    if not _carried(trial):
        return None
    keys = {*trial.uses, *(MEMORY if set(trial.uses) & set(MEMORY) else ())}
    gone = {trial.ids[key] for key in keys if key in trial.ids}
    changed = _copy(trial)
    changed["facts"] = [fact for fact in changed["facts"] if fact["id"] not in gone]
    return _attack(trial, "row deletion", changed)


def row_swap(trial: Trial, rng: Random) -> Trial | None:
    """Exchange the values of the two cards."""
    del rng
    swapped = {key.rpartition("_")[0] for key in trial.uses}
    keys = {f"{name}_{letter}" for name in swapped for letter in "ab"}
    if not _carried(trial) or not swapped <= set(PAIRS) or not keys <= trial.ids.keys():
        return None
    changed = _copy(trial)
    facts = {fact["id"]: fact for fact in changed["facts"]}
    for name in swapped:
        a, b = facts[trial.ids[f"{name}_a"]], facts[trial.ids[f"{name}_b"]]
        a["value"], b["value"] = b["value"], a["value"]
    return _attack(trial, "row swap", changed)


def unit_swap(trial: Trial, rng: Random) -> Trial | None:
    """Let the same digits be another quantity: memory for bandwidth, watts for dollars."""
    del rng
    facts = {fact["id"]: fact for fact in trial.evidence["facts"]}
    metrics = {facts[trial.ids[key]]["metric"] for key in trial.uses if key in trial.ids}
    if not _carried(trial) or not metrics or not metrics <= SWAPPED.keys():
        return None
    changed = _copy(trial)
    for fact in changed["facts"]:
        if fact["metric"] in SWAPPED:
            fact["metric"] = SWAPPED[fact["metric"]]
            fact["unit"] = UNITS[fact["metric"]]
    return _attack(trial, "unit swap", changed)


def neighbour(trial: Trial, rng: Random) -> Trial | None:
    """Put the name of a product one suffix away into the draft."""
    facts = {fact["id"]: fact for fact in trial.evidence["facts"]}
    devices = {facts[trial.ids[key]]["subject"]["device"] for key in trial.uses if key in trial.ids}
    card = next((name for name in _cards(trial) if name in trial.draft), None)
    if card is None or None in devices or len(devices) != 1 or not _carried(trial):
        return None
    return replace(_attack(trial, "neighbour", trial.evidence), draft=trial.draft.replace(card, variant(card, rng)))


def canary(trial: Trial, rng: Random) -> Trial | None:
    """Plant a unique figure in a passage and say it as a speed behind the true draft."""
    figure = f"{rng.randrange(10_000, 99_999)}.{rng.randrange(1, 9)}"
    changed = _copy(trial)
    text = f"The fastest run we saw was {figure} tok/s."
    changed["passages"].append(
        {"id": "P9", "title": "Notes", "section": "Runs", "url": "https://example.org/guides/notes", "text": text}
    )
    said = rng.choice((f"It reaches {figure} tok/s.", f"The fastest run was {figure} tok/s [P9].", text))
    attack = _attack(trial, "canary", changed)
    return replace(
        attack,
        draft=f"{trial.draft}\n\n{said}",
        harmless=(trial.draft, *trial.draft.split("\n\n")),
        forbidden=(figure,),
    )


PROPERTIES: dict[str, Callable[[Trial, Random], Trial | None]] = {
    "counterfactual": counterfactual,
    "row deletion": row_deletion,
    "row swap": row_swap,
    "unit swap": unit_swap,
    "neighbour": neighbour,
    "canary": canary,
}


def changed_controls(name: str, count: int, seed: int) -> Iterator[Trial]:
    """Yield attacks made from controls of all groups by one property."""
    for group in TITLES:
        for i, trial in enumerate(trials(classes(group), count, seed, "release")):
            if attack := PROPERTIES[name](trial, Random(f"{seed}/{name}/{group}/{i}")):
                yield attack


def unequal_chunks(verify: Verify, trial: Trial) -> list[int | None]:
    """Return the chunk sizes whose units differ from those of the draft at once."""
    whole = _verdicts(verify(trial.draft, trial.evidence, None))
    return [size for size in CHUNKS if _verdicts(verify(trial.draft, trial.evidence, size)) != whole]


def _verdicts(result: dict[str, Any]) -> list[tuple[str, bool]]:
    return [(unit["text"], unit["released"]) for unit in result["units"]]


def _copy(trial: Trial) -> dict[str, Any]:
    return copy.deepcopy(trial.evidence)


def _attack(trial: Trial, name: str, evidence: dict[str, Any]) -> Trial:
    why = f"true before the change ({trial.group}, {trial.attack_class})"
    return Trial("P", name, trial.draft, evidence, "withhold", (), FILLERS, why)


def _carried(trial: Trial) -> bool:
    """Whether the draft rests on facts, and on none that a name in it carries as well (a 12GB card, an 8B model)."""
    named = "GB" in "".join(_cards(trial)) and {"vram_a", "vram_b"} & set(trial.uses)
    return bool(trial.uses) and not named and not {"params_total", "context_native"} & set(trial.uses)


def _cards(trial: Trial) -> list[str]:
    return sorted(trial.cards, key=len, reverse=True)
