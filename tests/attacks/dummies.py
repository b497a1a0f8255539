"""Verifiers that are wrong in a known way: the runner has to show it."""

import re
from typing import Any


def release_all(draft: str, evidence: dict[str, Any], chunk: int | None = None) -> dict[str, Any]:
    """Release every draft whole."""
    return _result(draft, released=True)


def withhold_all(draft: str, evidence: dict[str, Any], chunk: int | None = None) -> dict[str, Any]:
    """Release nothing."""
    return _result(draft, released=False)


def digits_occur(draft: str, evidence: dict[str, Any], chunk: int | None = None) -> dict[str, Any]:
    """Release a draft whose figures all occur somewhere in the evidence: the test that is known to be wrong."""
    known = set(re.findall(r"\d+(?:\.\d+)?", str(evidence)))
    return _result(draft, released=set(re.findall(r"\d+(?:\.\d+)?", draft)) <= known)


def first_chunk_only(draft: str, evidence: dict[str, Any], chunk: int | None = None) -> dict[str, Any]:
    """Cut the draft where the chunks end: its units depend on the chunking."""
    return _result(draft[:chunk] if chunk else draft, released=True)


def _result(draft: str, *, released: bool) -> dict[str, Any]:
    code = None if released else "unparsed"
    return {"units": [{"text": draft, "released": released, "code": code, "claims": [], "cites": []}]}
