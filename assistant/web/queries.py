"""What can be asked of the estimator and of the lists, as query parameters."""

import re
from typing import Annotated, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field

from assistant.lookups.memory import Hardware, Request, Settings
from assistant.vram.devices import System
from assistant.vram.engines import Engine
from assistant.vram.run import KvType

MOST_ITEMS = 500
_DIGITS = re.compile(r"-?[0-9]+")


def _written_as_one(value: object) -> object:
    """Refuse what a lenient reader takes for a number: blanks around it, signs, digits of other scripts."""
    if isinstance(value, str) and not _DIGITS.fullmatch(value):
        raise ValueError("must be a whole number")
    return value


DIGITS = BeforeValidator(_written_as_one)  # behind the bounds, or the description would lose them
Id = Annotated[str, Field(max_length=100)]


class ListQuery(BaseModel):
    """A page of a list. Any other parameter filters by the field of that name."""

    model_config = ConfigDict(extra="allow")

    sort: Annotated[str, Field(max_length=40)] = "id"
    order: Literal["asc", "desc"] = "asc"
    limit: Annotated[int, Field(ge=1, le=MOST_ITEMS), DIGITS] = 100
    offset: Annotated[int, Field(ge=0, le=100_000), DIGITS] = 0
    format: Literal["json", "csv"] = "json"

    @property
    def filters(self) -> dict[str, str]:
        """The other parameters."""
        return {name: str(value) for name, value in (self.model_extra or {}).items()}


class VramQuery(BaseModel):
    """Every input of the estimator, as `ownrig vram` takes them; `gpu` may be repeated."""

    model_config = ConfigDict(extra="forbid")

    model: Annotated[Id, Field(examples=["qwen3-32b"])]
    quant: Id | None = None
    tag: Id | None = None
    context: Annotated[int, Field(ge=1, le=2**24), DIGITS] | None = None
    gpu: Annotated[list[Id], Field(max_length=16)] = []
    machine: Id | None = None
    memory_gb: Annotated[int, Field(ge=1, le=8192), DIGITS] | None = None
    ram_gib: Annotated[float, Field(ge=0, le=8192, allow_inf_nan=False)] | None = None
    kv_k: KvType | None = None
    kv_v: KvType | None = None
    flash_attention: bool | None = None
    slots: Annotated[int, Field(ge=1, le=256), DIGITS] | None = None
    unified: bool | None = None
    ubatch: Annotated[int, Field(ge=1, le=2**16), DIGITS] | None = None
    outputs: Annotated[int, Field(ge=1, le=2**16), DIGITS] | None = None
    swa_full: bool = False
    engine: Engine | None = None
    os: System | None = None

    @property
    def wanted(self) -> Request:
        """The request to the estimator."""
        settings = Settings(
            self.context, self.kv_k, self.kv_v, self.flash_attention, self.slots, self.unified, self.ubatch,
            self.outputs, self.swa_full, self.engine,
        )  # fmt: skip
        hardware = Hardware(tuple(self.gpu), self.machine, self.memory_gb, ram_gib=self.ram_gib, system=self.os)
        return Request(self.model, self.quant, self.tag, settings, hardware)
