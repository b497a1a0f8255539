"""Builds and workflows: the schema of `corpus/catalog/builds.yaml` and `workflows.yaml`, PSU and price band.

The PSU rule (the only place where it is stated in code; `psu_size_w` computes it):

1. Continuous: the cards' TDP, the CPU's continuous power and the rest of the PC stay within the rating.
2. Brief: every card at three times its TDP while the CPU peaks stays within what the supply must ride out for
   100 microseconds: twice its rating, or 1.5 times if it is rated 450 W or less.
3. The smallest common size that satisfies both.

It holds for supplies built to ATX 3.0 or 3.1 with a 16-pin connector; any other need only ride out 1.5 times
its rating. Each figure has its source beside it. A figure of a build that no source gave is null: unknown.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated, Literal

from pydantic import Field

from assistant.corpus.records import Count, GpuRecord, Id, Named, Record, Source
from assistant.errors import CorpusError

CpuTdp = Literal[35, 65, 125, 165]
Os = Literal["linux", "windows", "macos"]
Words = Annotated[tuple[str, ...], Field(min_length=1)]

# Amperes a CPU of that TDP draws, (continuous, peak): Intel's ATX 3.0 design guide, table 2-1,
# https://edc.intel.com/content/www/us/en/design/ipla/software-development-platforms/client/platforms/alder-lake-desktop/atx-version-3-0-multi-rail-desktop-platform-power-supply-design-guide/2.0/processor-configurations/
CPU_AMPERES: Mapping[CpuTdp, tuple[float, float]] = {
    35: (11, 19),
    65: (23, 34),
    125: (26, 39),
    165: (37.5, 40),
}
CPU_VOLTS = 11.2  # the guide's own factor, https://manualshive.com/ru/manual/intel/atx-3-0/2071598?page=23

# Three times the card's power for 100 µs (PCIe 5.0), and 150 W for everything but card and CPU: Intel's power
# specialist in https://www.tweaktown.com/news/85717/pcie-5-0-gpus-can-have-power-excursions-use-up-to-1800w-of/index.html
CARD_EXCURSION = 3.0
REST_W = 150

# Of the rating, for 100 µs: table 3-3, https://www.easymanua.ls/intel/atx12vo/manual?p=23, and for ATX 3.0
# https://hothardware.com/news/psu-manufs-can-skirt-atx-30-tolerance-testing
SUPPLY_EXCURSION = 2.0
SMALL_SUPPLY_W, SMALL_SUPPLY_EXCURSION = 450, 1.5

# Sizes that shops carry, watts. A convention, not a standard: a missing size costs headroom, never safety.
PSU_SIZES_W = (450, 550, 650, 750, 850, 1000, 1200, 1300, 1500, 1600)


class BuildCard(Record):
    """One kind of card in a build, as the chip maker's reference board: partner cards differ, mostly longer.

    `slots` and `bus` are what the source prints ("PCIe 4.0 x8" means eight lanes, whatever the slot).
    `maker_psu_w` is the supply that the card's maker asks for with one such card.
    """

    id: Id
    count: Count
    length_mm: Count | None
    thickness_mm: Count | None
    slots: Count | None
    power_connector: str | None
    bus: str | None
    maker_psu_w: Count | None


class BuildRecord(Named):
    """A complete PC around cards of the catalog; it has no price and no speed of its own.

    `ram_gib` and `platform` are choices of the editors. `cooling` is needed with a server card, which may have
    no fan. `psu_w` must be what `psu_size_w` computes.
    """

    purpose: str
    gpus: Annotated[tuple[BuildCard, ...], Field(min_length=1)]
    ram_gib: Count
    cpu_tdp_w: CpuTdp
    platform: str
    psu_w: Count
    cooling: str | None
    caveats: tuple[str, ...]
    sources: Annotated[tuple[Source, ...], Field(min_length=1)]


class Need(Record):
    """What one model of a workflow has to bring: every capability, every modality, and the context per slot.

    `min_context` is in tokens; `context_reason` says why so many. `models` are candidates, not verdicts.
    """

    part: str
    capabilities: Words
    modalities: Words
    min_context: Count
    context_reason: str
    models: Annotated[tuple[Id, ...], Field(min_length=1)]


class WorkflowRecord(Named):
    """Something people do with a local model. `slots` is how many requests are served at the same time.

    `offline`: it must work without any network once the files are there.
    """

    description: str
    needs: Annotated[tuple[Need, ...], Field(min_length=1)]
    slots: Count
    latency: str
    os: Annotated[tuple[Os, ...], Field(min_length=1)]
    offline: bool
    constraints: tuple[str, ...]
    sources: tuple[Source, ...]


@dataclass(frozen=True)
class Load:
    """What a PC asks of its supply, in watts: for as long as it likes, and for 100 microseconds."""

    continuous_w: float
    brief_w: float


@dataclass(frozen=True)
class CardPrice:
    """US dollars that one such card cost at its launch (`YYYY-MM`)."""

    id: str
    count: int
    usd: int
    launch: str


@dataclass(frozen=True)
class PriceBand:
    """Launch prices of a build's cards, and their sum in US dollars. Other parts have no price here."""

    usd: int
    cards: tuple[CardPrice, ...]


def load_w(cards_tdp_w: int, cpu_tdp_w: CpuTdp) -> Load:
    """Return what cards of that TDP together, with such a CPU, ask of the supply: rules 1 and 2 above."""
    continuous, peak = (amperes * CPU_VOLTS for amperes in CPU_AMPERES[cpu_tdp_w])
    brief = CARD_EXCURSION * cards_tdp_w + peak + REST_W
    return Load(round(cards_tdp_w + continuous + REST_W, 1), round(brief, 1))


def psu_size_w(cards_tdp_w: int, cpu_tdp_w: CpuTdp) -> int | None:
    """Return the smallest common supply that carries the load; None if no single one does."""
    load = load_w(cards_tdp_w, cpu_tdp_w)
    return next((size for size in PSU_SIZES_W if _carries(size, load)), None)


def total_tdp_w(build: BuildRecord, gpus: Mapping[str, GpuRecord]) -> int:
    """Return the TDP of all cards of a build together.

    Raises:
        CorpusError: a card of the build is not in the catalog.
    """
    return sum(_gpu(build, card, gpus).tdp_w * card.count for card in build.gpus)


def price_band(build: BuildRecord, gpus: Mapping[str, GpuRecord]) -> PriceBand | None:
    """Return what the cards cost at launch; None if the catalog lacks price or date of any of them.

    Raises:
        CorpusError: a card of the build is not in the catalog.
    """
    prices = [_price(card, _gpu(build, card, gpus)) for card in build.gpus]
    known = tuple(price for price in prices if price is not None)
    if len(known) < len(prices):
        return None
    return PriceBand(sum(price.usd * price.count for price in known), known)


def _carries(size_w: int, load: Load) -> bool:
    excursion = SMALL_SUPPLY_EXCURSION if size_w <= SMALL_SUPPLY_W else SUPPLY_EXCURSION
    return load.continuous_w <= size_w and load.brief_w <= size_w * excursion


def _price(card: BuildCard, gpu: GpuRecord) -> CardPrice | None:
    if gpu.msrp_usd is None or gpu.launch is None:
        return None
    return CardPrice(gpu.id, card.count, gpu.msrp_usd, gpu.launch)


def _gpu(build: BuildRecord, card: BuildCard, gpus: Mapping[str, GpuRecord]) -> GpuRecord:
    if card.id not in gpus:
        raise CorpusError(f"corpus/catalog/builds.yaml: {build.id}: gpus: there is no card {card.id!r} in the catalog")
    return gpus[card.id]
