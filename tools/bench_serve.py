"""The service under bounded load from this process, on loopback: python tools/bench_serve.py [--long].

One worker without a model, with the index of the checkout and a database of its own. Times are ratios to the bare query
embedding, measured in this process in the same run, where they can be.
"""

import asyncio
import itertools
import json
import os
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Awaitable, Callable, Iterator
from pathlib import Path

import httpx

from assistant.index.embedder import Embedder
from assistant.index.recipe import read_recipe, weights_folder
from assistant.paths import data_root

BIN = Path(sys.executable).parent
EXPLAIN = (
    "why does a context of {} tokens need memory?", "is q8_0 good enough for {} tokens?",
    "what does a KV cache of {} tokens do?", "how do I give ollama a context of {}?",
)  # fmt: skip
FITS = "Will Qwen3 8B fit on an RTX 3060 12GB with {} tokens of context?"
ROUNDS, CLIENTS, SHARED, LONG = 120, 16, 640, 20_000
LOAD = (
    "from sentence_transformers import SentenceTransformer as S; import chromadb, sys; "
    "m = S({!r}, device='cpu'); m.encode('x'); print(open('/proc/self/statm').read().split()[1])"
)


def main() -> None:
    """Print a line per figure."""
    weights = weights_folder(read_recipe(data_root() / "index" / "recipe.toml").embedder)
    start = time.perf_counter()
    pages = subprocess.run(
        [sys.executable, "-c", LOAD.format(str(weights))], capture_output=True, text=True, check=True
    )
    bare_s, bare_mib = time.perf_counter() - start, _mib(int(pages.stdout.split()[-1]))
    embed_ms, per_second = _embedding(Embedder(weights))
    print(f"bare: import, load, one embedding {bare_s:.1f} s, {bare_mib:.0f} MiB; one query {embed_ms:.1f} ms")
    with tempfile.TemporaryDirectory() as folder:
        port = _free()
        environment = os.environ | {"OWNRIG_DATABASE_URL": f"sqlite:///{folder}/bench.db", "OWNRIG_MODEL": "none"}
        command = [str(BIN / "python"), "-c", f"from assistant.web.run import serve; serve('127.0.0.1', {port}, 1)"]
        start = time.perf_counter()
        server = subprocess.Popen(command, env=environment)
        try:
            _wait(port)
            print(f"ready {time.perf_counter() - start - bare_s:+.1f} s against that")
            asyncio.run(_measure(f"http://127.0.0.1:{port}", server.pid, (embed_ms, per_second, bare_mib)))
        finally:
            server.terminate()
            server.wait(15)


async def _measure(url: str, pid: int, bare: tuple[float, float, float]) -> None:
    embed_ms, per_second, bare_mib = bare
    fresh = itertools.count(1024)
    explains = itertools.cycle(EXPLAIN)
    async with httpx.AsyncClient(base_url=url, timeout=60, limits=httpx.Limits(max_connections=CLIENTS)) as client:
        await _times(client, 20, lambda: next(explains).format(next(fresh)))
        facts = await _times(client, ROUNDS, lambda: FITS.format(next(fresh)), until="facts")
        print(f"facts, one client: {_line(facts)}")
        whole = await _times(client, ROUNDS, lambda: next(explains).format(next(fresh)))
        ratio = statistics.median(whole) / embed_ms
        print(f"explanation uncached, one client: {_line(whole)}, {ratio:.1f} bare query embeddings")
        kept = await _times(client, ROUNDS, lambda: EXPLAIN[0].format(7))
        faster = statistics.median(whole) / statistics.median(kept)
        print(f"the same from the cache: {_line(kept)}, {faster:.1f} times faster")
        rate, times, wrong = await _together(client, SHARED, lambda: next(explains).format(next(fresh)))
        tail = _at(times, 99) / statistics.median(times)
        print(f"{CLIENTS} clients: {rate:.0f} answers/s, {rate / per_second:.2f} of the embedding alone; "
              f"{_line(times)}, p99 {tail:.1f} times p50, {wrong} errors")  # fmt: skip
        memory = _rss(pid)
        print(f"memory of the worker {memory:.0f} MiB, {memory / bare_mib:.2f} of the bare process")
        if "--long" in sys.argv:
            await _together(client, LONG, lambda: FITS.format(next(fresh)))
            print(f"after {LONG:,} more questions {_rss(pid):.0f} MiB, {100 * (_rss(pid) / memory - 1):+.1f} %")


async def _times(
    client: httpx.AsyncClient, count: int, question: Callable[[], str], until: str = "done"
) -> list[float]:
    """Milliseconds to an event of the stream, one question after another."""
    found = []
    for _ in range(count):
        start = time.perf_counter()
        async with client.stream("POST", "/api/ask/stream", json={"question": question()}) as response:
            lines = [time.perf_counter() async for line in response.aiter_lines() if line == f"event: {until}"]
        found.append(1000 * (lines[0] - start))
    return found


async def _together(
    client: httpx.AsyncClient, count: int, question: Callable[[], str]
) -> tuple[float, list[float], int]:
    """Answers per second of several clients, the time of each answer, and errors."""
    times: list[float] = []
    wrong = 0
    questions: Iterator[str] = iter([question() for _ in range(count)])

    async def one() -> None:
        nonlocal wrong
        for text in questions:
            start = time.perf_counter()
            response = await client.post("/api/ask", json={"question": text})
            wrong += response.status_code != httpx.codes.OK
            times.append(1000 * (time.perf_counter() - start))

    start = time.perf_counter()
    workers: list[Awaitable[None]] = [one() for _ in range(CLIENTS)]
    await asyncio.gather(*workers)
    return count / (time.perf_counter() - start), times, wrong


def _embedding(embedder: Embedder) -> tuple[float, float]:
    """Median milliseconds of one query, and queries per second one after another."""
    texts = [EXPLAIN[n % len(EXPLAIN)].format(n) for n in range(300)]
    for text in texts[:30]:
        embedder.embed_one(text)
    times, start = [], time.perf_counter()
    for text in texts:
        begun = time.perf_counter()
        embedder.embed_one(text)
        times.append(1000 * (time.perf_counter() - begun))
    return statistics.median(times), len(texts) / (time.perf_counter() - start)


def _line(times: list[float]) -> str:
    return f"p50 {statistics.median(times):.1f} ms, p95 {_at(times, 95):.1f} ms"


def _at(times: list[float], percent: int) -> float:
    return statistics.quantiles(times, n=100)[percent - 1]


def _rss(pid: int) -> float:
    return _mib(int(Path(f"/proc/{pid}/statm").read_text(encoding="utf-8").split()[1]))


def _mib(pages: int) -> float:
    return pages * os.sysconf("SC_PAGE_SIZE") / 2**20


def _free() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _wait(port: int) -> None:
    end = time.monotonic() + 60
    while time.monotonic() < end:
        try:
            if json.loads(httpx.get(f"http://127.0.0.1:{port}/healthz", timeout=1).text):
                return
        except httpx.HTTPError:
            time.sleep(0.05)
    sys.exit("the service did not start")


if __name__ == "__main__":
    main()
