"""The open data and everything that is read without asking: catalog, estimator, guides, search, names."""

import csv
import io
import json
from collections.abc import Awaitable, Callable, Iterable, Mapping
from functools import cached_property
from typing import TYPE_CHECKING, Annotated, Any, Literal, TypeVar

from fastapi import APIRouter, Query, Request
from pydantic import BaseModel
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.responses import JSONResponse, Response

from assistant.assemble import open_searcher, summaries_over
from assistant.corpus.records import Record
from assistant.domain.estimate import Estimate
from assistant.domain.summary import Style, Summary
from assistant.errors import IndexUnusableError, RequestError
from assistant.lookups.memory import answer
from assistant.lookups.speeds import sayable
from assistant.web.problems import RESPONSES
from assistant.web.queries import DIGITS, ListQuery, VramQuery
from assistant.web.rules import Rules
from assistant.web.sse import plain
from assistant.web.world import World

if TYPE_CHECKING:
    from assistant.retrieval.hybrid import HybridSearcher
    from assistant.summaries.make import Summaries

T = TypeVar("T")
KINDS: tuple["Kind", ...] = ("models", "gpus", "machines", "builds", "workflows", "benchmarks")
Kind = Literal["models", "gpus", "machines", "builds", "workflows", "benchmarks"]
FORMULA = ("=", "+", "-", "@", "\t", "\r")
LICENCE = "Figures and facts of OwnRig's catalog; sources stand with each record. See /pages/open-data."


class Listed(BaseModel):
    """One page of a list. `next` is the offset of the next page, null at the end; `catalog` the digest of the data."""

    items: list[dict[str, Any]]
    total: int
    next: int | None
    catalog: str
    licence: str = LICENCE


class Suggested(BaseModel):
    """Names that begin so, and questions worth asking on a page."""

    names: list[dict[str, str]]
    questions: list[str]


class Browse:
    """The handlers over a world."""

    def __init__(self, world: World, rules: Rules) -> None:
        self._world = world
        self._rules = rules
        self._held: dict[str, tuple[object, Any]] = {}

    @cached_property
    def _rows(self) -> Mapping[str, dict[str, dict[str, Any]]]:
        """Every record as JSON by kind and id; benchmark rows say whether their speed may be said."""
        catalog = self._world.catalog
        found: dict[str, Iterable[Record]] = {
            "models": catalog.models.values(), "gpus": catalog.gpus.values(), "machines": catalog.machines.values(),
            "builds": catalog.builds.values(), "workflows": catalog.workflows.values(),
            "benchmarks": _each(catalog.benchmarks),
        }  # fmt: skip
        said = {row.id: sayable(row) for row in catalog.benchmarks}
        plain_rows = {kind: [record.model_dump(mode="json") for record in records] for kind, records in found.items()}
        plain_rows["benchmarks"] = [{**row, "sayable": said[row["id"]]} for row in plain_rows["benchmarks"]]
        return {kind: {row["id"]: row for row in rows} for kind, rows in plain_rows.items()}

    async def listed(self, kind: Kind, request: Request, query: ListQuery) -> Response:
        """Return a page of one list of the catalog. Any other parameter filters by a field, e.g. `vendor=nvidia`."""
        found = _chosen(list(self._rows[kind].values()), query)
        tag = f'"{self._world.catalog.digest}"'
        if tag in request.headers.get("if-none-match", ""):
            return Response(status_code=304, headers={"ETag": tag})
        page = found[query.offset : query.offset + query.limit]
        if query.format == "csv":
            return Response(_csv(page), media_type="text/csv; charset=utf-8", headers={"ETag": tag})
        end = query.offset + query.limit
        after = end if end < len(found) else None
        content = Listed(items=page, total=len(found), next=after, catalog=self._world.catalog.digest)
        return JSONResponse(content.model_dump(), headers={"ETag": tag})

    async def item(self, kind: Kind, name: str) -> Response:
        """Return one record of the catalog."""
        row = self._rows[kind].get(name)
        if row is None:
            raise HTTPException(404, f"There is no such thing among the {kind}.")
        return JSONResponse(row)

    async def vram(self, query: Annotated[VramQuery, Query()]) -> Response:
        """Return one estimate: what a model needs, whether it fits, and what would change that."""
        try:
            found = await run_in_threadpool(answer, self._world.assistant.shelf, query.wanted)
        except RequestError as error:  # a name the catalog lacks, or settings that exclude one another
            raise HTTPException(404, str(error)) from error
        return JSONResponse(plain(found[0]))

    async def guides(self) -> list[dict[str, Any]]:
        """Return all guides and pages, without their text."""
        return [_front(guide) for guide in self._world.guides.values()]

    async def guide(self, slug: str) -> dict[str, Any]:
        """Return one guide or page: front matter, sections with anchors, FAQ."""
        guide = self._world.guides.get(slug)
        if guide is None:
            raise HTTPException(404, "There is no such guide or page.")
        sections = [{"path": s.path, "anchor": s.anchor, "text": _text(s.blocks)} for s in guide.sections]
        faq = [{"question": f.question, "anchor": f.anchor, "answer": _text(f.blocks)} for f in guide.faq]
        return _front(guide) | {"sections": sections, "faq": faq}

    async def summary(
        self, slug: str, style: Style = "short", gpu: str | None = None, machine: str | None = None
    ) -> Response:
        """Return a guide in its own sentences; with a device of the catalog, what it means for that."""
        world = self._world
        device = world.catalog.gpus.get(gpu or "") or world.catalog.machines.get(machine or "")
        if (gpu or machine) and device is None:
            raise HTTPException(404, "There is no such card or machine.")
        await self._rules.fresh()
        if self._rules.blocked_guide(slug):
            raise HTTPException(410, "This guide was taken back.")
        try:
            return JSONResponse(plain(await self._summaries.summarize(slug, style, device.name if device else None)))
        except RequestError as error:
            raise HTTPException(404, str(error)) from error
        except IndexUnusableError as error:
            raise HTTPException(503, "The guides cannot be read at the moment.") from error

    async def search(
        self,
        q: Annotated[str, Query(min_length=1, max_length=500)],
        limit: Annotated[int, Query(ge=1, le=50), DIGITS] = 5,
    ) -> dict[str, Any]:
        """Return passages of guides and pages, and cards of products that are named."""
        try:
            await self._rules.fresh()
            found = await run_in_threadpool(self._search, q, limit)
        except IndexUnusableError as error:
            raise HTTPException(503, "The guides cannot be searched at the moment.") from error
        return {"query": q, "found": found}

    def _search(self, text: str, limit: int) -> Any:  # noqa: ANN401 - JSON
        found = self._searcher.search(text, limit=limit)
        return plain([one for one in found if not self._rules.blocked(one)])

    @property
    def _searcher(self) -> "HybridSearcher":
        world = self._world
        return self._of_index("searcher", lambda: open_searcher(world.settings, world.catalog, world.assistant.names))

    @property
    def _summaries(self) -> "Summaries":
        world = self._world
        return self._of_index("summaries", lambda: summaries_over(world.settings, world.guides, world.assistant))

    def _of_index(self, name: str, make: "Callable[[], T]") -> "T":
        """What was made of the index in use; made anew when that was built anew."""
        mark = self._world.index_mark()
        held = self._held.get(name)
        if held is None or held[0] != mark:
            held = self._held[name] = (mark, make())
        found: T = held[1]
        return found

    async def suggest(
        self, q: Annotated[str, Query(max_length=100)] = "", page: Annotated[str | None, Query(max_length=100)] = None
    ) -> Suggested:
        """Return names that begin with a text, and example questions for a page."""
        words = q.lower().strip()
        names = [one for spelling, one in self._names if words and spelling.startswith(words)]
        guide = self._world.guides.get(page or "")
        questions = [entry.question for entry in guide.faq][:4] if guide else list(EXAMPLES)
        return Suggested(names=list({one["id"]: one for one in names}.values())[:8], questions=questions)

    @cached_property
    def _names(self) -> list[tuple[str, dict[str, str]]]:
        catalog = self._world.catalog
        found = []
        for kind, records in (("models", catalog.models), ("gpus", catalog.gpus), ("machines", catalog.machines)):
            for one in records.values():
                entry = {"id": f"{kind}/{one.id}", "name": one.name}
                found += [(spelling.lower(), entry) for spelling in (one.name, one.id, *one.aliases)]
        return sorted(found, key=lambda pair: (len(pair[0]), pair[0]))


EXAMPLES = (
    "Will Qwen3 32B fit on an RTX 3090?", "What can I run on a Mac mini M4 with 24 GB?",
    "How fast is gpt-oss 20B on an RTX 3090?", "Which card for 14B models under $500?",
)  # fmt: skip


def browse_router(world: World, rules: Rules) -> APIRouter:
    """Return the routes over a world; what the owner blocked is not found."""
    router = APIRouter(prefix="/api", tags=["browse"], responses=RESPONSES)
    to = Browse(world, rules)
    get = router.add_api_route
    get("/vram", to.vram, summary="Memory of a model", response_model=Estimate)
    get("/guides", to.guides, summary="Guides and pages")
    get("/guides/{slug}", to.guide, summary="One guide or page")
    get("/guides/{slug}/summary", to.summary, summary="A guide in a few of its own sentences", response_model=Summary)
    get("/search", to.search, summary="Passages by meaning and by words")
    get("/suggest", to.suggest, summary="Names and example questions")
    csv_too: dict[int | str, dict[str, Any]] = {
        200: {"content": {"text/csv": {"schema": {"type": "string"}}}},
        304: {"description": "As you have it"},
    }
    for kind in KINDS:
        get(f"/{kind}", _listing(to, kind), summary=f"The {kind} of the catalog", response_model=Listed,
            responses=csv_too, name=f"list {kind}")  # fmt: skip
        get(f"/{kind}/{{name}}", _item(to, kind), summary=f"One of the {kind}", name=f"one of {kind}")
    return router


def _listing(to: Browse, kind: Kind) -> Callable[..., Awaitable[Response]]:
    async def listed(request: Request, query: Annotated[ListQuery, Query()]) -> Response:
        """Return a page of the list. Any other parameter filters by the field of that name, e.g. `vendor=nvidia`."""
        return await to.listed(kind, request, query)

    return listed


def _item(to: Browse, kind: Kind) -> Callable[..., Awaitable[Response]]:
    async def item(name: str) -> Response:
        """Return one record of the catalog."""
        return await to.item(kind, name)

    return item


def _chosen(rows: list[dict[str, Any]], query: ListQuery) -> list[dict[str, Any]]:
    """Filter and sort rows.

    Raises:
        HTTPException: 404, a field is unknown; the message names those that are.
    """
    fields = {name for row in rows[:1] for name, value in row.items() if not isinstance(value, list | dict)}
    if unknown := sorted({*query.filters, query.sort} - fields):
        known = ", ".join(sorted(fields))
        raise HTTPException(404, f"{unknown[0]!r} is no field to filter or sort by; there are {known}")
    found = [row for row in rows if all(_same(row[name], value) for name, value in query.filters.items())]
    return sorted(found, key=lambda row: _order(row[query.sort]), reverse=query.order == "desc")


def _order(value: object) -> tuple[bool, float, str]:
    return value is None, float(value) if isinstance(value, int | float) else 0.0, str(value)


def _each(records: object) -> Iterable[Record]:
    return records.values() if isinstance(records, Mapping) else records  # type: ignore[return-value]


def _front(guide: Any) -> dict[str, Any]:  # noqa: ANN401 - a guide
    return {"id": guide.id, "minutes": guide.minutes, **guide.front.model_dump(mode="json")}


def _text(blocks: Iterable[Any]) -> str:
    return "\n\n".join(block.text for block in blocks)


def _same(value: object, wanted: str) -> bool:
    return str(value).lower() == wanted.lower()


def _csv(rows: list[dict[str, Any]]) -> str:
    """Rows as CSV: lists and groups as JSON; a cell that a spreadsheet would run as a formula gets a quote in front."""
    out = io.StringIO()
    writer = csv.DictWriter(out, fieldnames=list(rows[0]) if rows else ["id"])
    writer.writeheader()
    writer.writerows({name: _cell(value) for name, value in row.items()} for row in rows)
    return out.getvalue()


def _cell(value: object) -> object:
    text = json.dumps(value, ensure_ascii=False) if isinstance(value, list | dict) else value
    return f"'{text}" if isinstance(text, str) and text.startswith(FORMULA) else text
