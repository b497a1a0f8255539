"""Questions that end in a purchase: prices, cards for a budget or a model, what an upgrade unlocks."""

from dataclasses import replace

from assistant.corpus.builds import BuildRecord, PriceBand, price_band
from assistant.corpus.cards import file_line
from assistant.corpus.records import GpuRecord, MachineRecord, ModelRecord
from assistant.domain.answer import Nearest, Refusal
from assistant.domain.catalogued import (
    BuildChoice,
    BuildOffer,
    CardChoice,
    CardOffer,
    FileSize,
    FileSizes,
    Price,
    SpecValue,
    Upgrade,
)
from assistant.domain.facts import Fact, Subject
from assistant.domain.question import Budget
from assistant.lookups.items import gpu_item, model_item
from assistant.lookups.memory import Hardware, job_for
from assistant.lookups.runnable import runnable
from assistant.lookups.specs import item_of, spec_values
from assistant.lookups.targets import Target
from assistant.lookups.weigh import Scene
from assistant.vram.shop import need_on

OFFERED = 8
PRICELESS = 1e9
UNLOCKED = 8


def price(record: GpuRecord | MachineRecord, memory_gb: int | None) -> Price:
    """Refuse today's price and give the launch price with its date, per memory size of a machine."""
    values = spec_values(record, "launch_price", memory_gb)
    near = tuple(Nearest(v.words, v.label, v.fact.id) for v in values if v.words and v.fact)
    return Price(values, Refusal("no_current_price", item_of(record).name, near))


def card_choice(scene: Scene, record: ModelRecord | None, memory_gb: int | None) -> CardChoice:
    """Choose cards: within the budget by launch price, of at least a size, and holding the model if one is named.

    Without a model or size, most memory comes first, then most bandwidth. With one, the cheapest comes first.
    """
    budget = scene.question.budget
    cards = [gpu for gpu in scene.catalog.gpus.values() if _for_sale(gpu, budget, memory_gb)]
    wide = record is not None or memory_gb is not None
    chosen = sorted(cards, key=lambda gpu: _order(gpu, cheapest=wide))
    if record is not None:
        holding = _holding(scene, record)
        chosen = [gpu for gpu in chosen if gpu.id in holding]
    model = model_item(record) if record else None
    offers = tuple(_offer(scene, gpu, record) for gpu in chosen[:OFFERED])
    return CardChoice(budget, memory_gb, model, offers, len(cards))


def _holding(scene: Scene, record: ModelRecord) -> frozenset[str]:
    """The cards that hold the file of a model that is meant; none for a model without a verdict."""
    request = replace(scene, target=None).request(record)
    job = job_for(scene.shelf, record, request)
    if not job.model.runs:
        return frozenset()
    need = need_on(job, scene.shelf.shop.cards[0])
    return frozenset(card.id for card, room in scene.shelf.shop.rooms(job.system) if room.holds(need))


def build_choice(scene: Scene) -> BuildChoice:
    """Choose complete PCs by the launch price of their cards; other parts have no price in the catalog."""
    budget = scene.question.budget
    bands = [(build, price_band(build, scene.catalog.gpus)) for build in scene.catalog.builds.values()]
    within = [(b, band) for b, band in bands if budget is None or (band and band.usd <= budget.amount)]
    offers = [_build_offer(scene, build, band) for build, band in within]
    offers.sort(key=lambda offer: (float(offer.price.value) if offer.price else PRICELESS, offer.name))
    return BuildChoice(budget, tuple(offers[:OFFERED]))


def _build_offer(scene: Scene, build: BuildRecord, band: PriceBand | None) -> BuildOffer:
    items = tuple(gpu_item(scene.catalog.gpus[card.id]) for card in build.gpus)
    counted = zip(build.gpus, items, strict=True)
    words = " + ".join(item.name if card.count == 1 else f"{card.count} x {item.name}" for card, item in counted)
    price = None
    if band is not None:
        dates = ", ".join(dict.fromkeys(card.launch for card in band.cards))
        price = Fact(
            id=f"builds/{build.id}#cards",
            metric="launch_msrp",
            value=band.usd,
            unit="USD",
            subject=Subject(device=build.id),
            fact_class="computed",
            source="catalog",
            as_of=dates,
        )
    return BuildOffer(build.name, items, words, build.ram_gib, build.psu_w, price)


def upgrade(scene: Scene, before: Target, after: Target) -> Upgrade:
    """Weigh the catalog on both and list what only the second holds."""
    old, new = runnable(replace(scene, target=before), before), runnable(replace(scene, target=after), after)
    held = {name for name, _ in old.fitting}
    gained = [(name, quant) for name, quant in new.fitting if name not in held]
    there = replace(scene, target=after)
    shown = tuple(there.weigh(scene.catalog.models[name], quant, flips=False)[0] for name, quant in gained[:UNLOCKED])
    return Upgrade(old, new, shown, len(gained))


def file_sizes(record: ModelRecord, quant: str | None, *, ollama: bool) -> FileSizes:
    """List the files meant: of one quantization from both sides, or all."""
    meant = [f for f in record.files if quant is None or f.quant.upper() == quant.upper()]
    if ollama and any(f.from_ollama for f in meant):
        meant = [f for f in meant if f.from_ollama]
    item = model_item(record)
    files = tuple(
        FileSize(
            f.quant,
            f.ollama_tag or f.repo,
            file_line(f),
            Fact(
                f"{item.card.id}#{f.ollama_tag or f.repo}:{f.quant}", "file_size", f.bytes, "byte",
                Subject(model=record.id, quant=f.quant), "specification", f.ollama_tag or f.repo, f.source_url,
            ),
        )
        for f in sorted(meant, key=lambda f: (f.from_ollama, -f.bytes))
    )  # fmt: skip
    return FileSizes(item, files)


def _for_sale(gpu: GpuRecord, budget: Budget | None, memory_gb: int | None) -> bool:
    """Whether a card goes into a PC, is large enough and, with a budget, was launched within it."""
    if gpu.form not in ("desktop", "workstation") or gpu.memory_gb < (memory_gb or 0):
        return False
    return budget is None or (gpu.msrp_usd is not None and gpu.msrp_usd <= budget.amount)


def _offer(scene: Scene, gpu: GpuRecord, record: ModelRecord | None) -> CardOffer:
    item = gpu_item(gpu)
    values: list[SpecValue] = []
    for name in ("memory", "bandwidth", "launch_price"):
        values += spec_values(gpu, name)
    weighed = None
    if record is not None:
        target = Target(f"the {item.name}", item.name, Hardware(gpus=(gpu.id,)), (item,))
        weighed = replace(scene, target=target).weigh(record, flips=False)[0]
    return CardOffer(item, tuple(values), weighed)


def _order(gpu: GpuRecord, *, cheapest: bool) -> tuple[object, ...]:
    price_usd = gpu.msrp_usd if gpu.msrp_usd is not None else 10**9
    if cheapest:
        return price_usd, -gpu.memory_gb, -gpu.bandwidth_gb_s, gpu.id
    return -gpu.memory_gb, -gpu.bandwidth_gb_s, price_usd, gpu.id
