"""Every error over HTTP has one shape: `{code, message, retryable}`."""

from typing import Any

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from pydantic import BaseModel
from starlette.exceptions import HTTPException
from starlette.responses import JSONResponse, Response

from assistant import log
from assistant.errors import RequestError, StorageError
from assistant.web.service import TooBusyError

CODES = {
    400: "bad_request",
    401: "not_allowed",
    404: "not_found",
    409: "conflict",
    410: "taken_back",
    405: "wrong_method",
    413: "too_large",
    415: "wrong_type",
}


class Problem(BaseModel):
    """What went wrong; `retryable` says whether the same request may work later."""

    code: str
    message: str
    retryable: bool


RESPONSES: dict[int | str, dict[str, Any]] = {
    code: {"model": Problem, "description": text}
    for code, text in {
        400: "The request is malformed", 404: "There is no such thing", 410: "It was taken back",
        413: "The body is too large",
        422: "The request cannot be understood", 429: "Too many requests; see Retry-After", 503: "Not at the moment",
    }.items()
}  # fmt: skip


def problem(status: int, code: str, message: str, *, retryable: bool = False, after_s: int | None = None) -> Response:
    """Return an error in the one shape."""
    headers = {"Retry-After": str(after_s)} if after_s else None
    content = {"code": code, "message": message, "retryable": retryable}
    return JSONResponse(content, status_code=status, headers=headers)


def add_problems(app: FastAPI) -> None:
    """Let every error leave in the one shape."""

    @app.exception_handler(RequestValidationError)
    async def _invalid(_: Request, error: Exception) -> Response:
        first = error.errors()[0] if isinstance(error, RequestValidationError) and error.errors() else {}
        place = ".".join(str(part) for part in first.get("loc", ()))
        return problem(422, "invalid", f"{place}: {first.get('msg', 'invalid')}".strip(": "))

    @app.exception_handler(RequestError)
    async def _wrong(_: Request, error: Exception) -> Response:
        return problem(422, "invalid", str(error))

    @app.exception_handler(TooBusyError)
    async def _busy(_: Request, error: Exception) -> Response:
        del error
        return problem(503, "busy", "Too many questions at once. Please ask again.", retryable=True, after_s=2)

    @app.exception_handler(StorageError)
    async def _storage(_: Request, error: Exception) -> Response:
        del error  # its words are for the owner's log
        return problem(
            503, "storage", "This cannot be kept at the moment. Please try again.", retryable=True, after_s=5
        )

    @app.exception_handler(Exception)
    async def _broken(_: Request, error: Exception) -> Response:
        log.problem("broken", reason=repr(error)[:300])
        return problem(500, "broken", "Something went wrong here. It was logged.", retryable=True)

    @app.exception_handler(HTTPException)
    async def _http(_: Request, error: Exception) -> Response:
        status = error.status_code if isinstance(error, HTTPException) else 500
        detail = str(error.detail) if isinstance(error, HTTPException) else "error"
        answer = problem(status, CODES.get(status, "error"), detail)
        answer.headers.update((error.headers or {}) if isinstance(error, HTTPException) else {})
        return answer
