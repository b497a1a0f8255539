"""The address of an estimate, as citations write it (`lookups/estimate_facts.py`), back to the request behind it."""

import re
from collections.abc import Iterable
from typing import Any, get_args

from assistant.corpus.catalog import Catalog
from assistant.errors import RequestError
from assistant.lookups.memory import Hardware, Request, Settings
from assistant.vram.devices import SYSTEMS
from assistant.vram.engines import Engine
from assistant.vram.run import KvType

_BARE = re.compile(r"(\d{1,4})gb-(card|unified|ram)")
_MOST_DEVICES = 16
_MOST_TOKENS = 2**24


def wanted_of(query: Iterable[tuple[str, str]], catalog: Catalog) -> Request:
    """Return the request of an address.

    Raises:
        RequestError: a part is missing or malformed; the message names it.
    """
    pairs = list(query)
    one = dict(pairs)
    if "model" not in one:
        raise RequestError("the address of an estimate needs model=…")
    kv_k, _, kv_v = one.get("kv", "").partition("/")
    settings = Settings(
        context=_number(one, "context", _MOST_TOKENS), kv_k=_of(kv_k, get_args(KvType), "kv"),
        kv_v=_of(kv_v, get_args(KvType), "kv"), flash_attention=False if one.get("flash-attention") == "off" else None,
        slots=_number(one, "slots", 256), engine=_of(one.get("engine", ""), get_args(Engine), "engine"),
    )  # fmt: skip
    hardware = _hardware([value for name, value in pairs if name in ("device", "gpu", "machine")], one, catalog)
    tag = next(
        (f.ollama_tag for m in catalog.models.values() for f in m.files if f.ollama_tag == one.get("file")), None
    )
    return Request(one["model"], one.get("quant"), tag, settings, hardware)


def _hardware(devices: list[str], one: dict[str, str], catalog: Catalog) -> Hardware:
    ram = _number(one, "ram", 8192)
    system = _of(one.get("os", ""), SYSTEMS, "os")
    rest: dict[str, Any] = {"ram_gib": ram, "system": system}
    if len(devices) > _MOST_DEVICES:
        raise RequestError(f"at most {_MOST_DEVICES} devices are weighed together")
    if devices and (bare := _BARE.fullmatch(devices[0])):
        size = int(bare[1])
        kinds: dict[str, dict[str, Any]] = {
            "card": {"memory_gb": size, "cards": len(devices)}, "unified": {"unified_gb": size},
        }  # fmt: skip
        return Hardware(**kinds.get(bare[2], {"no_card_gb": size}), **rest)
    if devices and devices[0] in catalog.machines:
        sizes = [size.memory_gb for size in catalog.machines[devices[0]].memory]
        return Hardware(machine=devices[0], memory_gb=_number(one, "memory", 8192) or max(sizes), **rest)
    return Hardware(gpus=tuple(devices), **rest)


def _number(one: dict[str, str], name: str, most: int) -> int | None:
    text = one.get(name, "")
    if not text:
        return None
    if not text.isdecimal() or not 0 < int(text) <= most:
        raise RequestError(f"{name} must be a whole number up to {most:,}")
    return int(text)


def _of(text: str, choices: Iterable[str], name: str) -> Any:  # noqa: ANN401 - one of the choices
    if text and text not in choices:
        raise RequestError(f"{name} must be one of {', '.join(choices)}")
    return text or None
