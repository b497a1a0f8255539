"""Pages: a place to ask, answers, guides, everything a citation leads to, and what machines read."""

import hashlib
from collections.abc import Callable, Iterable
from functools import cached_property
from pathlib import Path
from typing import Any

from fastapi import APIRouter, Request
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markdown_it import MarkdownIt
from markupsafe import Markup
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.responses import HTMLResponse, PlainTextResponse, Response
from starlette.staticfiles import StaticFiles

from assistant.corpus.cards import benchmark_card, gpu_card, machine_card, model_card
from assistant.corpus.guides import Guide
from assistant.domain.cards import Card
from assistant.domain.catalogued import SaidRow
from assistant.domain.quantity import gib
from assistant.errors import RequestError
from assistant.lookups.estimate_facts import estimate_card
from assistant.lookups.memory import answer
from assistant.lookups.speed_kinds import METRIC_WORDS, said
from assistant.lookups.speeds import sayable
from assistant.web.ask import known
from assistant.web.browse import EXAMPLES
from assistant.web.estimate_query import wanted_of
from assistant.web.service import Service

HERE = Path(__file__).parent
NAMES = {"models": "Models", "gpus": "Cards", "machines": "Machines"}
MOST_ID = 200


def static_files() -> StaticFiles:
    """Serve style and script."""
    return StaticFiles(directory=HERE / "static")


class Pages:
    """The handlers over a service."""

    def __init__(self, service: Service, openapi: Callable[[], dict[str, Any]]) -> None:
        self._service = service
        self._openapi = openapi
        self._env = Environment(loader=FileSystemLoader(HERE / "templates"), autoescape=True, undefined=StrictUndefined)
        self._env.globals["asset"] = asset
        self._env.filters["md"] = markdown

    def _page(self, template: str, **values: object) -> HTMLResponse:
        return HTMLResponse(self._env.get_template(template).render(**values))

    def admin(self) -> HTMLResponse:
        """The owner's page; what it shows comes by its script, with the token."""
        return self._page("admin.html", title="Owner's view")

    async def home(self) -> Response:
        """A page where one can ask."""
        return self._page("home.html", title="Ask OwnRig", examples=EXAMPLES)

    async def answer_page(self, answer: str) -> Response:
        """One answer as a page, with its receipt."""
        if len(answer) > MOST_ID:
            raise HTTPException(404, "There is no such answer.")
        found = await known(self._service, answer)
        return self._page("answer.html", title="An answer", answer=found)

    async def guide_list(self) -> Response:
        """All guides and pages."""
        guides = list(self._service.world.guides.values())
        return self._page("guides.html", title="Guides", guides=guides)

    async def guide(self, request: Request, slug: str) -> Response:
        """One guide or page with anchors on every section."""
        kind = request.url.path.split("/")[1].removesuffix("s")
        found = self._service.world.guides.get(slug)
        if found is None or found.front.kind != kind:
            raise HTTPException(404, "There is no such guide or page.")
        return self._page("guide.html", title=found.front.title, guide=found)

    async def record(self, kind: str, name: str) -> Response:
        """One model, card, machine or benchmark row as the catalog has it."""
        card = self._cards.get(f"{kind}/{name}")
        if card is None:
            raise HTTPException(404, "There is no such page.")
        rows = [row for row in self._rows if name in row[0]] if kind != "benchmarks" else []
        return self._page("record.html", title=card.title, card=card, rows=[text for _, text in rows])

    async def records(self, kind: str) -> Response:
        """All models, cards or machines."""
        cards = [card for card in self._cards.values() if card.id.startswith(f"{kind}/")]
        return self._page("records.html", title=NAMES[kind], cards=cards)

    async def estimate(self, request: Request) -> Response:
        """One estimate, computed again from the address a citation gives."""
        world = self._service.world
        try:
            wanted = wanted_of(request.query_params.multi_items(), world.catalog)
            found = await run_in_threadpool(answer, world.assistant.shelf, wanted)
        except RequestError as error:
            raise HTTPException(422, str(error)) from error
        card = estimate_card(found[0], world.catalog.models[found[0].model].name)
        return self._page("estimate.html", title=card.title, card=card, e=found[0], gib=gib)

    async def api_docs(self) -> Response:
        """The API, written from its own description; nothing is loaded from elsewhere."""
        return self._page("docs.html", title="API", api=self._openapi())

    async def privacy(self) -> Response:
        """What is kept, by the settings in force."""
        settings = self._service.world.settings
        return self._page(
            "privacy.html", title="Privacy", service=settings.service, store=self._service.store is not None
        )

    async def llms(self) -> Response:
        """What there is, for language models."""
        return PlainTextResponse(self._llms(full=False))

    async def llms_full(self) -> Response:
        """The text of all guides and pages, for language models."""
        return PlainTextResponse(self._llms(full=True))

    async def robots(self) -> Response:
        """What robots may read: pages, not answers."""
        return PlainTextResponse("User-agent: *\nDisallow: /api/\nDisallow: /a/\nDisallow: /admin\n")

    def _llms(self, *, full: bool) -> str:
        lines = [
            "# OwnRig",
            "",
            "> Hardware for running language models at home: guides, a catalog, a VRAM estimator.",
            "",
        ]
        guides = self._service.world.guides.values()
        lines += [f"- [{guide.front.title}](/{guide.id}): {guide.front.summary}" for guide in guides]
        lines += ["", "Ask: POST /api/ask. Data: /api/models, /api/gpus, /api/machines, /api/benchmarks. API: /docs."]
        lines += [line for guide in guides for line in _plain(guide)] if full else []
        return "\n".join(lines) + "\n"

    @cached_property
    def _cards(self) -> dict[str, Card]:
        catalog = self._service.world.catalog
        cards: list[Card] = [
            *map(model_card, catalog.models.values()), *map(gpu_card, catalog.gpus.values()),
            *map(machine_card, catalog.machines.values()), *map(benchmark_card, catalog.benchmarks),
        ]  # fmt: skip
        return {card.id: card for card in cards}

    @cached_property
    def _rows(self) -> list[tuple[tuple[str | None, ...], str]]:
        """Verified rows by what they are about, each with the words without which its speed may not be said."""
        catalog = self._service.world.catalog
        verified = (row for row in catalog.benchmarks if sayable(row))
        return [((row.model, *row.devices), _speed(said(catalog, row, None), row.metric)) for row in verified]


def _speed(row: SaidRow, metric: str) -> str:
    conditions = f" Conditions: {', '.join(row.conditions)}." if row.conditions else ""
    what = METRIC_WORDS[metric]
    return f"{what[0].upper()}{what[1:]}: {row.card.lines[0]}{conditions}"


def page_router(service: Service, openapi: Callable[[], dict[str, Any]]) -> APIRouter:
    """Return the routes over a service."""
    router = APIRouter(include_in_schema=False)
    to = Pages(service, openapi)
    routes: Iterable[tuple[str, Callable[..., Any]]] = (
        ("/", to.home), ("/a/{answer}", to.answer_page), ("/guides", to.guide_list), ("/guides/{slug}", to.guide),
        ("/pages/{slug}", to.guide), ("/vram", to.estimate), ("/docs", to.api_docs), ("/privacy", to.privacy),
        ("/llms.txt", to.llms), ("/llms-full.txt", to.llms_full), ("/robots.txt", to.robots),
    )  # fmt: skip
    for path, handler in routes:
        router.add_api_route(path, handler)
    for kind in ("models", "gpus", "machines", "benchmarks"):
        router.add_api_route(f"/{kind}/{{name}}", _of(to.record, kind))
        if kind != "benchmarks":
            router.add_api_route(f"/{kind}", _listing(to.records, kind))
    return router


def _of(handler: Callable[[str, str], Any], kind: str) -> Callable[[str], Any]:
    async def handled(name: str) -> Response:
        found: Response = await handler(kind, name)
        return found

    return handled


def _listing(handler: Callable[[str], Any], kind: str) -> Callable[[], Any]:
    async def handled() -> Response:
        found: Response = await handler(kind)
        return found

    return handled


def asset(name: str) -> str:
    """Return the address of a static file with a mark of its content, so that browsers may keep it."""
    mark = hashlib.sha256((HERE / "static" / name).read_bytes()).hexdigest()[:10]
    return f"/static/{name}?{mark}"


_MARKDOWN = MarkdownIt("commonmark", {"html": False}).enable("table")


def markdown(text: str) -> Markup:
    """Return Markdown as HTML. HTML in the text stays text, and links lead only to this service or to the web."""
    return Markup(_MARKDOWN.render(with_rules(text)))  # noqa: S704 - rendered with HTML off


def with_rules(text: str) -> str:
    """Put the rule under the header of a table, which blocks of guides leave out."""
    lines, inside = [], False
    for line in text.split("\n"):
        lines.append(line)
        row = line.startswith("|")
        if row and not inside and "---" not in text:
            lines.append("|" + " --- |" * (line.count("|") - 1))
        inside = row
    return "\n".join(lines)


def _plain(guide: Guide) -> list[str]:
    lines = ["", f"# {guide.front.title}", ""]
    for section in guide.sections:
        lines += [f"## {section.heading}", "", *(block.text + "\n" for block in section.blocks)]
    for entry in guide.faq:
        lines += [f"## {entry.question}", "", *(block.text + "\n" for block in entry.blocks)]
    return lines
