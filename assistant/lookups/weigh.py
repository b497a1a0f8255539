"""One model file on one target: the estimate with its facts, its card and the names it is spoken of by."""

from dataclasses import dataclass, replace

from assistant.corpus.cards import file_line
from assistant.corpus.catalog import Catalog
from assistant.corpus.records import ModelRecord
from assistant.domain.estimate import Estimate
from assistant.domain.question import Question
from assistant.domain.weighed import Weighed
from assistant.lookups.estimate_facts import estimate_card, estimate_facts
from assistant.lookups.items import gpu_item
from assistant.lookups.memory import Hardware, Request, Settings, answer
from assistant.lookups.shelf import Shelf
from assistant.lookups.targets import Target, ram_gib

# How the engines people name map to the estimator's presets. llama.cpp by name means its server today.
PRESETS = {
    "llama.cpp": "llama-server",
    "llama-server": "llama-server",
    "lm-studio": "lm-studio",
    "ollama": "ollama",
}


@dataclass(frozen=True)
class Wish:
    """How the reader wants it run; None means the contract's default."""

    quant: str | None = None
    settings: Settings = Settings()  # noqa: RUF009 - frozen, so one instance may be shared
    tag: str | None = None


@dataclass(frozen=True)
class Scene:
    """Everything about a question but the model: on what, how, and what else was said."""

    shelf: Shelf
    question: Question
    target: Target | None
    wish: Wish

    @property
    def catalog(self) -> Catalog:
        """The catalog on the shelf."""
        return self.shelf.catalog

    @property
    def hardware(self) -> Hardware:
        """The target with what was said about operating system and RAM."""
        hardware = self.target.hardware if self.target else Hardware()
        system = self.question.settings.os if hardware.machine is None else None
        return replace(hardware, ram_gib=ram_gib(self.question), system=system)  # type: ignore[arg-type]

    def request(self, record: ModelRecord, quant: str | None = None) -> Request:
        """Put a model into the scene, as a request to the estimator."""
        settings = self.wish.settings
        if settings.context is None and self.question.settings.full_context:
            settings = replace(settings, context=record.context_native)
        return Request(record.id, quant or self.wish.quant, self.wish.tag, settings, self.hardware)

    def weigh(self, record: ModelRecord, quant: str | None = None, *, flips: bool = True) -> tuple[Weighed, ...]:
        """Estimate the model; a second result follows where the other source's file has another verdict.

        Rows of a table are weighed without flip points.

        Raises:
            RequestError: the catalog has no such file, or no shape, of the model.
        """
        request = replace(self.request(record, quant), flips=flips)
        return tuple(weighed(self.shelf, e, self.target) for e in answer(self.shelf, request))


def settings_of(question: Question, context: int | None) -> Settings:
    """The run settings a question states, with one of its contexts."""
    said = question.settings
    engine = PRESETS.get(said.engine or "") or ("ollama" if question.names_ollama else None)
    return Settings(
        context=context,
        kv_k=said.kv_k,  # type: ignore[arg-type]
        kv_v=said.kv_v,  # type: ignore[arg-type]
        flash_attention=said.flash_attention,
        slots=said.slots or None,
        engine=engine,  # type: ignore[arg-type]
    )


def weighed(shelf: Shelf, e: Estimate, target: Target | None) -> Weighed:
    """Dress an estimate with names, card and facts."""
    record = shelf.catalog.models[e.model]
    line = next((file_line(f) for f in record.files if e.file.name in (f.ollama_tag, f"{f.repo}:{f.quant}")), "")
    smallest = shelf.catalog.gpus.get(e.flips.smallest_gpu or "")
    return Weighed(
        model=shelf.item(record),
        file_line=line,
        device=target.phrase if target else None,
        devices=target.items if target else (),
        estimate=e,
        card=estimate_card(e, record.name, target.hardware.memory_gb if target else None),
        facts=estimate_facts(e, target.hardware.memory_gb if target else None),
        smallest=gpu_item(smallest) if smallest else None,
    )
