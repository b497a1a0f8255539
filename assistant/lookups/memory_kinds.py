"""The kinds of question about memory, each as one finding for one model and one device."""

from collections.abc import Iterable, Iterator
from dataclasses import replace

from assistant.corpus.catalog import Catalog
from assistant.corpus.records import ModelRecord
from assistant.domain.facts import Fact
from assistant.domain.weighed import Fit, KvChoice, LargestContext, Needed, QuantChoice, Weighed
from assistant.lookups.files import files_by_size
from assistant.lookups.items import gpu_item, machine_item
from assistant.lookups.memory import Hardware, job_of
from assistant.lookups.shelf import Shelf
from assistant.lookups.specs import spec_values
from assistant.lookups.targets import Target
from assistant.lookups.weigh import Scene
from assistant.vram.assess import verdict_of
from assistant.vram.devices import Device, System
from assistant.vram.flips import longest_context
from assistant.vram.job import Job
from assistant.vram.run import KvType
from assistant.vram.shop import Need, Room, kind_of, need_on

KV_CHOICES: tuple[KvType, ...] = ("f16", "q8_0", "q4_0")
CARDS_SHOWN, PAIRS_SHOWN, MACHINES_SHOWN = 3, 2, 2


def fit(scene: Scene, record: ModelRecord, *, about_memory: bool) -> Fit:
    """Weigh one model on one device."""
    main, *other = scene.weigh(record)
    return Fit(main, about_memory, other[0] if other else None)


def largest_context(scene: Scene, record: ModelRecord) -> LargestContext:
    """Find the longest context for f16 and for quantized caches (or only for the type asked)."""
    w = scene.weigh(record)[0]
    job = _job(scene, record, w)
    asked = scene.wish.settings.kv_k
    kinds = (asked,) if asked is not None else KV_CHOICES
    return LargestContext(w, tuple(_kv_choice(job, kind, w) for kind in kinds))


def quant_choice(scene: Scene, record: ModelRecord) -> QuantChoice:
    """Weigh every file of the model, largest first, and pick the largest that fits."""
    files = files_by_size(record, ollama=scene.wish.settings.engine == "ollama")
    rows = tuple(scene.weigh(record, file.quant, flips=False)[0] for file in files)
    return QuantChoice(rows, next((row for row in rows if row.estimate.verdict == "fits"), None))


def needed(scene: Scene, record: ModelRecord, *, priced: bool) -> Needed:
    """Weigh a model without a device, then on the smallest cards and machines that hold it; `priced` at launch."""
    free = replace(scene, target=None)
    w = free.weigh(record)[0]
    job = _job(free, record, w)
    targets = [*_fitting_cards(scene.shelf, job), *_fitting_machines(scene.shelf, job)]
    choices = tuple(replace(scene, target=target).weigh(record, flips=False)[0] for target in targets)
    return Needed(w, choices, tuple(_launch_price(scene.catalog, target) for target in targets if priced))


def _launch_price(catalog: Catalog, target: Target) -> Fact | None:
    """The launch price of one piece of a target."""
    hardware = target.hardware
    if hardware.machine is not None:
        values = spec_values(catalog.machines[hardware.machine], "launch_price", hardware.memory_gb)
    else:
        values = spec_values(catalog.gpus[hardware.gpus[0]], "launch_price")
    return values[0].fact if values else None


def _fitting_cards(shelf: Shelf, job: Job) -> Iterator[Target]:
    """The smallest cards that hold the job, one per memory size: alone, then as a pair of smaller ones."""
    need = need_on(job, shelf.shop.cards[0])
    alone = (card for card, room in shelf.shop.rooms(job.system) if room.holds(need))
    smallest = None
    for card in _one_per_size(alone, CARDS_SHOWN):
        smallest = smallest or card.nominal
        yield _cards_target(shelf.catalog, card, 1)
    for card in _one_per_size(_in_pairs(shelf, job, smallest), PAIRS_SHOWN):
        yield _cards_target(shelf.catalog, card, 2)


def _one_per_size(cards: Iterable[Device], most: int) -> Iterator[Device]:
    sizes: set[int] = set()
    for card in cards:
        if len(sizes) == most:
            return
        if card.nominal not in sizes:
            sizes.add(card.nominal)
            yield card


def _in_pairs(shelf: Shelf, job: Job, below: int | None) -> Iterator[Device]:
    """The cards of which two hold the job. Cards with the same room hold the same, so one of them is weighed."""
    known: dict[Room, bool] = {}
    for card, room in shelf.shop.rooms(job.system):
        if below is not None and card.nominal >= below:
            return
        if room not in known:
            system: System = "linux" if job.system == "macos" else job.system
            known[room] = verdict_of(replace(job, devices=(card, card), system=system)) == "fits"
        if known[room]:
            yield card


def _cards_target(catalog: Catalog, card: Device, count: int) -> Target:
    item = gpu_item(catalog.gpus[card.id])
    phrase = f"the {item.name}" if count == 1 else f"{count} x {item.name}"
    return Target(phrase, phrase, Hardware(gpus=(card.id,) * count), (item,))


def _fitting_machines(shelf: Shelf, job: Job) -> Iterator[Target]:
    """The machines with the least memory that hold it, smallest first."""
    needs: dict[str, Need] = {}
    found = 0
    for record, memory_gb, device, room in shelf.machines(job.system):
        kind = kind_of(device)
        if kind not in needs:
            needs[kind] = need_on(job, device)
        if room.holds(needs[kind]):
            words = f"{record.name} with {memory_gb} GB"
            items = (machine_item(record),)
            yield Target(f"the {words}", words, Hardware(machine=record.id, memory_gb=memory_gb), items)
            found += 1
            if found == MACHINES_SHOWN:
                return


def _kv_choice(job: Job, kind: KvType, w: Weighed) -> KvChoice:
    run = replace(job.run, kv_k=kind, kv_v=kind if job.run.flash_attention else job.run.kv_v)
    there = replace(job, run=run)
    fits, tight = longest_context(there, ("fits",)), longest_context(there, ("fits", "tight"))
    base = w.facts[0]
    facts = tuple(
        replace(
            base,
            id=f"{w.card.id}&kv={kind}#{name}",
            metric="max_context",
            value=count,
            unit="token",
            subject=replace(base.subject, kv_type=kind, context=None),
        )
        for name, count in (("max_context", fits), ("max_context_tight", tight))
        if count is not None
    )
    return KvChoice(kind, fits, tight, facts)


def _job(scene: Scene, record: ModelRecord, w: Weighed) -> Job:
    """The job behind an estimate, for more questions about it."""
    file = next((f for f in record.files if w.estimate.file.name in (f.ollama_tag, f"{f.repo}:{f.quant}")), None)
    request = scene.request(record)
    model = scene.shelf.model(record, file, request.quant)
    return job_of(scene.catalog, model, request.settings, request.hardware)
