"""Questions about speed as findings: the rows of the policy in `speeds.py`, dressed with names and sources."""

import re
from collections.abc import Iterable
from functools import partial
from math import log

from assistant.corpus.cards import benchmark_card
from assistant.corpus.catalog import Catalog
from assistant.corpus.records import BenchmarkRow, ModelRecord
from assistant.domain.answer import Nearest, Refusal
from assistant.domain.catalogued import SaidRow, Speed, SpeedTable
from assistant.domain.facts import Fact, Subject
from assistant.domain.quantity import rate, tokens
from assistant.domain.question import Question
from assistant.lookups.files import DEFAULT_QUANT, Wanted, choose_file
from assistant.lookups.items import short_name
from assistant.lookups.shelf import Shelf
from assistant.lookups.speeds import Asked, SpeedMetric, answering, nearest
from assistant.lookups.targets import Target
from assistant.lookups.weigh import Scene

SHOWN = 12
TWO = 2
PREFILL = re.compile(
    r"prompt (?:processing|eval|speed|tokens? per|tok|t/s|rate)|prefill|\bpp\d*\b|time to first token|\bttft\b",
    re.IGNORECASE,
)
GENERATION = re.compile(r"\bgeneration|\bdecod\w+|\btg\d*\b|generat\w+ speed|output speed", re.IGNORECASE)
SPEED = re.compile(
    r"\bfast|speed|\btok|\bt/s\b|\bquick|\bslow|schnell|vitesse|veloc|rapid|times as fast", re.IGNORECASE
)
BACKEND = re.compile(r"\b(?:vulkan|rocm|cuda|metal|sycl|cpu)\b", re.IGNORECASE)
METRIC_WORDS = {"decode": "generation", "prefill": "prompt processing"}
# What of a row differs from what was asked, in the words of a list of near rows.
DIFFERS = {
    "model": "another model", "device": "another device", "quant": "another quantization",
    "gpu_count": "another number of cards", "gpu_cores": "another core count", "metric": "{metric}",
}  # fmt: skip


def speeds_of(scene: Scene, record: ModelRecord | None) -> tuple[Speed | SpeedTable, ...]:
    """Answer a question about speed with whatever was named: model, device, both; per metric asked for."""
    return tuple(_speed_of(scene, record, metric) for metric in metrics_asked(scene.question))


def about_speed(question: Question) -> bool:
    """Whether a comparison or upgrade is asked about for its speed."""
    return SPEED.search(question.normalized) is not None


def metrics_asked(question: Question) -> tuple[SpeedMetric, ...]:
    """The metrics a question asks for: generation, unless it speaks of prompts alone."""
    text = question.normalized
    if not PREFILL.search(text):
        return ("decode",)
    return ("prefill", "decode") if GENERATION.search(text) else ("prefill",)


def _speed_of(scene: Scene, record: ModelRecord | None, metric: SpeedMetric) -> Speed | SpeedTable:
    question, target = scene.question, scene.target
    asked = asked_of(scene, record, metric)
    cores = f" with a {asked.gpu_cores}-core GPU" if asked.gpu_cores else ""
    on = f" on {target.phrase}{cores}" if target else ""
    what = f"{record.name} at {asked.quant}" if record and asked.quant else record.name if record else "models"
    claimed = bool(question.claimed_tok_s)
    if record is None or asked.device is None:
        return speed_table(scene.shelf, asked, what + on, claimed=claimed)
    return speed(scene.shelf, asked, what + on, claimed=claimed)


def asked_of(scene: Scene, record: ModelRecord | None, metric: SpeedMetric) -> Asked:
    """Whose speed a scene asks for; the default quantization is filled in where model and device are known."""
    question = scene.question
    device, count = _device(scene.target)
    quant = scene.wish.quant
    if record is not None and quant is None and device is not None:
        file = choose_file(record, Wanted())
        quant = file.quant if file else DEFAULT_QUANT
    cores = scene.target.gpu_cores if scene.target else None
    depth = scene.wish.settings.context or 0
    return Asked(record.id if record else None, quant, device, count, metric, cores, _backend(question), depth)


def shared_speed(scenes: tuple[Scene, ...], record: ModelRecord | None, phrase: str) -> Speed | None:
    """Answer for several devices at once: rows that hold for every one of them, as one chip in several boxes.

    None if some have rows of their own and none are shared.
    """
    metric = metrics_asked(scenes[0].question)[0]
    every = [asked_of(scene, record, metric) for scene in scenes]
    shelf = scenes[0].shelf
    own = [answering(shelf.rows(asked.model, asked.device), asked) for asked in every]
    what = f"{record.name} at {every[0].quant} on {phrase}" if record else phrase
    claimed = bool(scenes[0].question.claimed_tok_s)
    if not any(own):
        return speed(shelf, every[0], what, claimed=claimed)
    common = [row for row in own[0] if all(row in rows for rows in own[1:])]
    if not common:
        return None
    rows = tuple(said(shelf.catalog, row, None) for row in common)
    return Speed(METRIC_WORDS[metric], what, rows, claimed=claimed)


def _device(target: Target | None) -> tuple[str | None, int]:
    """The one kind of device of a target and how many; a mixed set or a bare size is no device of a row."""
    if target is None:
        return None, 1
    if target.hardware.machine is not None:
        return target.hardware.machine, 1
    kinds = set(target.hardware.gpus)
    name = kinds.pop() if len(kinds) == 1 else "+".join(target.hardware.gpus) or "a device of unknown make"
    return name, max(1, len(target.hardware.gpus))


def _backend(question: Question) -> str | None:
    match = BACKEND.search(question.normalized)
    return match[0] if match else None


def speed(shelf: Shelf, asked: Asked, subject: str, *, claimed: bool) -> Speed:
    """Return the measured speeds of one identity, or a refusal with the nearest rows."""
    rows = answering(shelf.rows(asked.model, asked.device), asked)
    metric = METRIC_WORDS[asked.metric]
    if rows:
        return Speed(metric, subject, tuple(said(shelf.catalog, row, asked.device) for row in rows), claimed=claimed)
    pairs = nearest(shelf.rows(asked.model, asked.device), asked, partial(_unlike, shelf.catalog, asked))
    near = tuple(said(shelf.catalog, row, None) for row, _ in pairs)
    offers = tuple(_near(one, row, parts) for one, (row, parts) in zip(near, pairs, strict=True))
    return Speed(metric, subject, (), Refusal("no_verified_speed", subject, offers), near, claimed)


def speed_table(shelf: Shelf, asked: Asked, subject: str, *, claimed: bool) -> SpeedTable | Speed:
    """Return the headline of every identity that answers what is asked with one part left open."""
    groups: dict[tuple[object, ...], BenchmarkRow] = {}
    for row in answering(shelf.rows(asked.model, asked.device), asked):
        groups.setdefault((row.model, row.quant, row.hardware, row.gpu_count), row)
    if not groups:
        return speed(shelf, asked, subject, claimed=claimed)
    fastest = sorted(groups.values(), key=lambda row: (-row.tokens_per_second, row.id))
    rows = tuple(said(shelf.catalog, row, asked.device) for row in fastest[:SHOWN])
    return SpeedTable(METRIC_WORDS[asked.metric], subject, rows, len(groups))


def _unlike(catalog: Catalog, asked: Asked, row: BenchmarkRow) -> float:
    """How far a row is from what was asked: its model in parameters, its device in memory bandwidth."""
    models = [catalog.models[name].params_total_b or 0.0 for name in (asked.model, row.model) if name in catalog.models]
    found = [
        catalog.gpus.get(name or "") or catalog.machines.get(name or "") for name in (asked.device, row.devices[0])
    ]
    rates = [device.bandwidth_gb_s for device in found if device is not None]
    return sum(abs(log(pair[0] / pair[1])) for pair in (models, rates) if len(pair) == TWO and min(pair) > 0)


def said(catalog: Catalog, row: BenchmarkRow, device: str | None) -> SaidRow:
    """Dress a row: its fact, its card, and the words without which its value may not be said."""
    model = catalog.models[row.model].name if row.model else row.model_label
    return SaidRow(_fact(row, device), benchmark_card(row), model, device_words(catalog, row), tuple(_conditions(row)))


def device_words(catalog: Catalog, row: BenchmarkRow) -> str:
    """Name the device; one chip sold in several boxes is named as the chip (contract 4)."""
    count = f"{row.gpu_count} x " if row.gpu_count > 1 else ""
    if len(row.devices) > 1:
        chip = catalog.machines[row.devices[0]].chip.split(" (")[0]
        name = f"a {chip.removeprefix('AMD ').removeprefix('Apple ')} machine, make not stated"
    elif row.devices[0] in catalog.gpus:
        name = short_name(catalog.gpus[row.devices[0]].name)
    else:
        name = catalog.machines[row.devices[0]].name
    cores = f" ({row.gpu_cores}-core GPU)" if row.gpu_cores and "core" not in name else ""
    return f"{count}{name}{cores}"


def _conditions(row: BenchmarkRow) -> Iterable[str]:
    if row.placement == "cpu":
        yield "on the CPU, not the GPU"
    if row.placement == "partial":
        yield "with part of the model in system RAM"
    if row.depth:
        yield f"at a depth of {tokens(row.depth)}"
    yield from (limit for limit in row.limits if row.placement != "partial" or "in RAM" not in limit)
    if row.flash_attention is False:
        yield "flash attention off"
    if row.kv_type not in (None, "f16"):
        yield f"KV cache {row.kv_type}"


def _near(one: SaidRow, row: BenchmarkRow, parts: tuple[str, ...]) -> Nearest:
    differs = ", ".join(DIFFERS[part].format(metric=METRIC_WORDS[row.metric]) for part in parts)
    label = f"{rate(row.tokens_per_second)} tok/s: {one.model} at {row.quant} on {one.device}"
    return Nearest(label, differs, one.fact.id)


def _fact(row: BenchmarkRow, device: str | None) -> Fact:
    owner = device or (row.devices[0] if len(row.devices) == 1 else row.hardware)
    subject = Subject(
        model=row.model,
        quant=row.quant,
        device=owner,
        device_count=row.gpu_count,
        memory_gb=row.device_memory_gb,
        kv_type=row.kv_type,
        engine=row.engine,
        backend=row.backend,
        build=row.build,
    )
    return Fact(
        id=f"benchmarks/{row.id}",
        metric="decode_speed" if row.metric == "decode" else "prefill_speed",
        value=row.tokens_per_second,
        unit="tok/s",
        subject=subject,
        fact_class="measured",
        source=row.reported_by or row.source_url,
        url=row.source_url,
        as_of=row.date,
        test=row.test,
        depth=row.depth,
        placement=row.placement,
        date=row.date,
    )
