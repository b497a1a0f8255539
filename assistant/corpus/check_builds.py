"""Checks of builds and workflows against the catalog: cards, supply, memory, cooling, candidates, names."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping

from assistant.corpus.builds import BuildRecord, Need, WorkflowRecord, psu_size_w, total_tdp_w
from assistant.corpus.check_names import plain_name
from assistant.corpus.problems import Problem
from assistant.corpus.records import GpuRecord, ModelRecord, Named

BUILDS, WORKFLOWS = "builds.yaml", "workflows.yaml"

# Editorial: what is too big for the cards goes into system memory, and the reader's assumed PC has 32 GiB.
LEAST_RAM_GIB = 32

Finding = tuple[str, str]  # the field, and what is wrong with it


def check_builds(builds: Iterable[BuildRecord], gpus: Mapping[str, GpuRecord]) -> Iterator[Problem]:
    """Whether every build has cards of the catalog, the supply of the PSU rule, enough memory, and sources."""
    for build in builds:
        for field, message in _build_findings(build, gpus):
            yield Problem(BUILDS, build.id, field, message)


def check_workflows(workflows: Iterable[WorkflowRecord], models: Mapping[str, ModelRecord]) -> Iterator[Problem]:
    """Whether every candidate exists and brings all that is needed."""
    for workflow in workflows:
        for need in workflow.needs:
            for message in _need_findings(need, models):
                yield Problem(WORKFLOWS, workflow.id, f"needs.{need.part}", message)


def check_spellings(new: Iterable[BuildRecord | WorkflowRecord], known: Iterable[Named]) -> Iterator[Problem]:
    """Whether a spelling of a build or workflow means something else too, in `new` or in `known`."""
    owners = {spelling: item.id for item in known for spelling in _spellings(item)}
    for item in new:
        file = BUILDS if isinstance(item, BuildRecord) else WORKFLOWS
        for spelling, name in _spellings(item).items():
            if spelling in owners:
                yield Problem(file, item.id, "aliases", f"{name!r} also means {owners[spelling]}")
            owners[spelling] = item.id


def shortfalls(need: Need, model: ModelRecord) -> tuple[str, ...]:
    """Return why a model cannot be a candidate: what it lacks, or that no common engine runs it."""
    lacking = [f"lacks {word}" for word in need.capabilities if word not in model.capabilities]
    lacking += [f"does not take {word}" for word in need.modalities if word not in model.modalities]
    if model.context_native is None:
        lacking.append("has no known native context")
    elif model.context_native < need.min_context:
        lacking.append(f"has {model.context_native:,} tokens of context, needs {need.min_context:,}")
    if "yes" not in (model.runtime.ollama, model.runtime.llama_cpp):
        lacking.append("is not known to run in Ollama or llama.cpp")
    return tuple(lacking)


def _build_findings(build: BuildRecord, gpus: Mapping[str, GpuRecord]) -> Iterator[Finding]:
    missing = [card.id for card in build.gpus if card.id not in gpus]
    yield from (("gpus", f"there is no card {card!r} in the catalog") for card in missing)
    if missing:
        return
    yield from _card_findings(build, gpus)
    yield from _supply_findings(build, total_tdp_w(build, gpus))
    cards_gib = sum(gpus[card.id].memory_gb * card.count for card in build.gpus)  # labels: 1 GB is 1 GiB
    least = max(LEAST_RAM_GIB, cards_gib)
    if build.ram_gib < least:
        yield "ram_gib", f"should be at least {least} (the cards have {cards_gib}), got {build.ram_gib}"


def _card_findings(build: BuildRecord, gpus: Mapping[str, GpuRecord]) -> Iterator[Finding]:
    forms = {gpus[card.id].form for card in build.gpus}
    if "laptop" in forms:
        yield "gpus", "a laptop chip cannot be built in; laptops belong in machines.yaml"
    if "datacenter" in forms and build.cooling is None:
        yield "cooling", "is needed: a server card may have no fan of its own"
    cited = {field for source in build.sources for field in source.fields}
    given = {field for card in build.gpus for field, value in card.model_dump().items() if value is not None}
    yield from (("sources", f"none is given for {field}") for field in sorted(given - cited - {"id", "count"}))


def _supply_findings(build: BuildRecord, cards_tdp_w: int) -> Iterator[Finding]:
    size = psu_size_w(cards_tdp_w, build.cpu_tdp_w)
    if size is None:
        yield "psu_w", f"no single supply carries {cards_tdp_w} W of cards"
    elif build.psu_w != size:
        yield "psu_w", f"should be {size} for {cards_tdp_w} W of cards by the PSU rule, got {build.psu_w}"
    asked = max(card.maker_psu_w or 0 for card in build.gpus)
    if build.psu_w < asked:
        yield "psu_w", f"the card's maker asks for {asked}, got {build.psu_w}"


def _need_findings(need: Need, models: Mapping[str, ModelRecord]) -> Iterator[str]:
    for name, count in Counter(need.models).items():
        if count > 1:
            yield f"{name} is named twice"
        if name not in models:
            yield f"there is no model {name!r} in the catalog"
        else:
            yield from (f"{name} {shortfall}" for shortfall in shortfalls(need, models[name]))


def _spellings(item: Named) -> dict[str, str]:
    names = (item.id, item.name, *item.aliases, *item.ambiguous_aliases)
    return {plain_name(name): name for name in names}
