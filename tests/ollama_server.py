"""A local server that speaks Ollama's wire format, with scripts of what a model writes and how a server fails.

Paths, field names and error bodies are those of Ollama's API: `/api/version`, `/api/tags`, `/api/ps`, `/api/show`, and
`/api/chat` as one JSON object per line. Used by tests over real sockets, and to show the service without a model.

Run alone: python tests/ollama_server.py PORT [FILE]
"""

import json
import sys
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

MODEL = "qwen3:4b-instruct"
CREATED = "2026-11-25T12:00:00.000000Z"


@dataclass(frozen=True)
class Script:
    """What one call of `/api/chat` answers: pieces of text with a pause before each, and how it ends.

    `status` other than 200 answers with `error` in the body; `raw` is sent as it is instead of JSON lines; `breaks`
    closes the connection after the pieces; `error_line` ends the stream with Ollama's error line; `hangs` seconds pass
    before anything is sent. `prompt_tokens` None leaves the count out, as servers do for cached prompts.
    """

    pieces: Sequence[str] = ()
    pause: float = 0.0
    status: int = 200
    error: str = ""
    raw: bytes = b""
    breaks: bool = False
    error_line: str = ""
    hangs: float = 0.0
    thinking: Sequence[str] = ()
    done_reason: str = "stop"
    prompt_tokens: int | None = 900


@dataclass
class OllamaServer:
    """The server with its scripts, one per call; the last one is repeated. `calls` keeps what was asked."""

    scripts: list[Script]
    version: str = "0.17.1"
    models: tuple[str, ...] = (MODEL,)
    calls: list[dict] = field(default_factory=list)
    loads: list[dict] = field(default_factory=list)  # calls without messages
    left: list[float] = field(default_factory=list)  # when a client went away in the middle
    sent: list[float] = field(default_factory=list)  # when each piece was sent
    open: int = 0
    url: str = ""

    def next(self) -> Script:
        return self.scripts.pop(0) if len(self.scripts) > 1 else self.scripts[0]


@contextmanager
def serving(*scripts: Script, port: int = 0, **options) -> Iterator[OllamaServer]:
    """Serve on loopback until the block ends."""
    state = OllamaServer(list(scripts) or [Script(("Fine.",))], **options)
    server = ThreadingHTTPServer(("127.0.0.1", port), _handler(state))
    server.daemon_threads = True
    state.url = f"http://127.0.0.1:{server.server_address[1]}"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield state
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def _handler(state: OllamaServer) -> type[BaseHTTPRequestHandler]:  # noqa: C901 - a class in a function
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def handle_one_request(self):
            try:
                super().handle_one_request()
            except ConnectionError:  # a client that left
                self.close_connection = True

        def log_message(self, *args):
            """Keep quiet."""

        def do_GET(self):
            found = {
                "/": "Ollama is running",
                "/api/version": {"version": state.version},
                "/api/tags": {"models": [_listed(name) for name in state.models]},
                "/api/ps": {"models": [_listed(name) | {"size_vram": 3_500_000_000} for name in state.models]},
            }
            self._json(found.get(self.path, {"error": "not found"}), 200 if self.path in found else 404)

        def do_POST(self):
            body = json.loads(self.rfile.read(int(self.headers.get("Content-Length", 0))) or b"{}")
            if self.path == "/api/show":
                self._json({"model_info": {"general.architecture": "qwen3", "qwen3.context_length": 262144}}, 200)
                return
            if self.path != "/api/chat":
                self._json({"error": "not found"}, 404)
                return
            state.calls.append(body)
            if body.get("model") not in state.models:
                self._json({"error": f"model '{body.get('model')}' not found"}, 404)
                return
            if not body.get("messages"):  # a chat without messages loads the model
                state.loads.append(state.calls.pop())
                loaded = {"message": {"role": "assistant", "content": ""}, "done_reason": "load", "done": True}
                self._json({"model": body["model"], "created_at": CREATED} | loaded, 200)
                return
            state.open += 1
            try:
                self._chat(state.next(), body)
            except OSError:
                state.left.append(time.monotonic())
            finally:
                state.open -= 1

        def _chat(self, script: Script, body: dict):
            time.sleep(script.hangs)
            if script.status != 200:
                self._json({"error": script.error}, script.status)
                return
            self.send_response(200)
            self.send_header("Content-Type", "application/x-ndjson")
            self.send_header("Transfer-Encoding", "chunked")
            self.end_headers()
            if script.raw:
                self._chunk(script.raw)
            for thought in script.thinking:
                self._line(body, {"role": "assistant", "content": "", "thinking": thought})
            for piece in script.pieces:
                time.sleep(script.pause)
                state.sent.append(time.monotonic())
                self._line(body, {"role": "assistant", "content": piece})
            if script.breaks:
                self.close_connection = True
                self.connection.close()
                return
            if script.error_line:
                self._chunk(json.dumps({"error": script.error_line}).encode() + b"\n")
            elif not script.raw:
                self._done(script, body)
            self.wfile.write(b"0\r\n\r\n")

        def _line(self, body: dict, message: dict):
            line = {"model": body["model"], "created_at": CREATED, "message": message, "done": False}
            self._chunk(json.dumps(line).encode() + b"\n")

        def _done(self, script: Script, body: dict):
            line = {
                "model": body["model"],
                "created_at": CREATED,
                "message": {"role": "assistant", "content": ""},
                "done": True,
                "done_reason": script.done_reason,
                "total_duration": 1_200_000_000,
                "load_duration": 40_000_000,
                "prompt_eval_count": script.prompt_tokens,
                "prompt_eval_duration": 300_000_000,
                "eval_count": len(script.pieces),
                "eval_duration": 800_000_000,
            }
            kept = {name: value for name, value in line.items() if value is not None}
            self._chunk(json.dumps(kept).encode() + b"\n")

        def _chunk(self, data: bytes):
            self.wfile.write(f"{len(data):x}\r\n".encode() + data + b"\r\n")
            self.wfile.flush()

        def _json(self, found: object, status: int):
            data = json.dumps(found).encode()
            self.send_response(status)
            self.send_header("Content-Type", "application/json; charset=utf-8")
            self.send_header("Content-Length", str(len(data)))
            self.end_headers()
            self.wfile.write(data)

    return Handler


def _listed(name: str) -> dict:
    return {
        "name": name,
        "model": name,
        "modified_at": CREATED,
        "size": 2_497_293_931,
        "digest": "0edcdef34593" + "0" * 52,
        "details": {"format": "gguf", "family": "qwen3", "parameter_size": "4.0B", "quantization_level": "Q4_K_M"},
    }


def words(text: str) -> tuple[str, ...]:
    """A text as a model streams it, a word at a time."""
    return tuple(word + " " for word in text.split())


if __name__ == "__main__":
    said = (
        Path(sys.argv[2]).read_text(encoding="utf-8") if len(sys.argv) > 2 else "Long contexts need more memory. [P1]"
    )
    with serving(Script(words(said), pause=0.03), port=int(sys.argv[1])) as running:
        sys.stdout.write(f"{running.url}\n")
        sys.stdout.flush()
        threading.Event().wait()
