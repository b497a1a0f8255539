"""What a guide may be held against: the catalog on what it names, and what the commands in its comments compute.

Guides name the command behind a computed figure in an HTML comment: `<!-- ownrig vram --model … -->` or
`<!-- ownrig ask '…' -->`. The comments are run here, by the same code as the commands.
"""

import re
import shlex
from collections.abc import Iterable, Iterator
from dataclasses import fields
from typing import TYPE_CHECKING, TypeVar, cast

from pydantic import TypeAdapter

from assistant.domain.estimate import Estimate
from assistant.domain.facts import Fact, Subject
from assistant.entities.index import NameIndex
from assistant.entities.understand import understand
from assistant.errors import CorpusError, OwnRigError
from assistant.lookups.estimate_facts import SOURCE, estimate_facts
from assistant.lookups.hardware import card, machine
from assistant.lookups.look_up import look_up
from assistant.lookups.memory import Hardware, Request, Settings, answer
from assistant.lookups.shelf import Shelf
from assistant.lookups.specs import Anything, spec_values
from assistant.vram.devices import Device, System
from assistant.vram.usable import usable

if TYPE_CHECKING:
    from _typeshed import DataclassInstance

COMMAND = re.compile(r"<!--\s*(ownrig (?:vram|ask) .*?)\s*-->", re.DOTALL)
_NUMBERED = re.compile(r"\d")
SYSTEMS: tuple[System, ...] = ("linux", "linux-headless", "windows")
RENAMED = {"os": "system"}
Made = TypeVar("Made", bound="DataclassInstance")


class ProseFacts:
    """Facts for checking prose; the same question is computed once."""

    def __init__(self, shelf: Shelf, names: NameIndex) -> None:
        self._shelf = shelf
        self._names = names
        self._specs: dict[str, tuple[Fact, ...]] = {}

    def declared(self, place: str, text: str) -> tuple[Fact, ...]:
        """Return what the commands in a guide's comments compute.

        Raises:
            CorpusError: a command cannot be read or is refused; the message names it.
        """
        found: list[Fact] = []
        for match in COMMAND.finditer(text):
            try:
                found += self._run(shlex.split(match[1])[1:])
            except (OwnRigError, ValueError) as error:
                raise CorpusError(f"{place}: the comment {match[1]!r} cannot be run: {error}") from error
        return tuple(dict.fromkeys(found))

    def _run(self, words: list[str]) -> tuple[Fact, ...]:
        command, *rest = words
        if command == "ask":
            return look_up(understand(rest[0], self._names), self._shelf).facts
        request = request_of(rest)
        return tuple(_facts(answer(self._shelf, request), request))

    def specifications(self, ids: Iterable[str]) -> Iterator[Fact]:
        """What the catalog says of models, cards and machines, and the sizes of the models' files."""
        for one in ids:
            if one not in self._specs:
                self._specs[one] = tuple(self._of(one))
            yield from self._specs[one]

    def _of(self, wanted: str) -> Iterator[Fact]:
        catalog = self._shelf.catalog
        model = catalog.models.get(wanted)
        record: Anything | None = model or catalog.gpus.get(wanted) or catalog.machines.get(wanted)
        if record is None:
            return
        yield from (value.fact for value in spec_values(record, None) if value.fact)
        for file in model.files if model else ():
            subject = Subject(model=wanted, quant=file.quant)
            name = f"{file.repo or file.ollama_tag}"
            yield Fact(f"{wanted}#{name}:{file.quant}", "file_size", file.bytes, "byte", subject, "specification", name)
        yield from self._offered(wanted)

    def _offered(self, wanted: str) -> Iterator[Fact]:
        """What a device offers under each system, and a machine in each of its sizes."""
        catalog = self._shelf.catalog
        devices: list[tuple[int | None, Device]] = []
        if wanted in catalog.gpus:
            devices = [(None, card(catalog.gpus[wanted]))]
        elif wanted in catalog.machines:
            record = catalog.machines[wanted]
            devices = [(size.memory_gb, machine(record, size.memory_gb)) for size in record.memory]
        for memory_gb, device in devices:
            subject = Subject(device=wanted, memory_gb=memory_gb)
            name = f"{wanted}#{memory_gb}"
            if memory_gb is not None:
                yield Fact(name, "vram", memory_gb, "GB_label", subject, "specification", "catalog")
            for system in ("macos",) if device.maker == "apple" else SYSTEMS:
                offered = usable(device, system).expected
                yield Fact(f"{name}-{system}", "usable_memory", offered, "byte", subject, "computed", SOURCE)

    def siblings(self, devices: Iterable[str]) -> list[str]:
        """Devices and their variants, which share a name: core counts, memory sizes ("rtx-3060-12gb")."""
        stems = {one: one.rpartition("-")[0] for one in devices}
        wanted = {*stems, *(stem for stem in stems.values() if _NUMBERED.search(stem))}
        known = [*self._shelf.catalog.gpus, *self._shelf.catalog.machines]
        return [*stems, *(one for one in known if one not in stems and one.rpartition("-")[0] in wanted)]

    def is_device(self, name: str) -> bool:
        """Whether every part of a name ("rtx-3090+rtx-3060-12gb") is a card or machine of the catalog."""
        catalog = self._shelf.catalog
        return all(one in catalog.gpus or one in catalog.machines for one in name.split("+"))

    def on_device(self, model: str, quant: str | None, context: int | None, device: str | None) -> tuple[Fact, ...]:
        """What the estimator says of a model on one device or on none; nothing where it cannot say anything."""
        box = device if device in self._shelf.catalog.machines else None
        gpus = (device,) if device and not box else ()
        return self._kept(Request(model, quant, None, Settings(context=context), Hardware(gpus, box), flips=False))

    def on_memory(self, model: str, quant: str | None, memory_gb: int) -> tuple[Fact, ...]:
        """What the estimator says of a model on one card of that memory."""
        return self._kept(Request(model, quant, None, Settings(), Hardware(memory_gb=memory_gb), flips=False))

    def _kept(self, request: Request) -> tuple[Fact, ...]:
        try:
            return self._shelf.keep(request, lambda: tuple(_facts(answer(self._shelf, request), request)))
        except OwnRigError:
            return ()


def _facts(found: tuple[Estimate, ...], request: Request) -> Iterator[Fact]:
    for one in found:
        yield from estimate_facts(one, request.hardware.memory_gb)


def request_of(words: list[str]) -> Request:
    """Read the options of `ownrig vram` as they stand in a comment.

    Raises:
        ValueError: an option or a value is not known, or no model is named.
    """
    given: dict[str, object] = {"gpus": []}
    left = list(words)
    while left:
        option = left.pop(0).removeprefix("--")
        if option in ("unified", "no-unified"):
            given["unified"] = option == "unified"
            continue
        if not left:
            raise ValueError(f"--{option} has no value")
        if option == "gpu":
            cast("list[str]", given["gpus"]).append(left.pop(0))
        else:
            given[RENAMED.get(option, option.replace("-", "_"))] = left.pop(0)
    settings, hardware = _filled(Settings, given), _filled(Hardware, given)
    model, quant, tag = (_string(given, name) for name in ("model", "quant", "tag"))
    if given:
        raise ValueError(f"unknown option --{min(given)}")
    if model is None:
        raise ValueError("--model is missing")
    return Request(model, quant, tag, settings, hardware)


def _filled(kind: type[Made], given: dict[str, object]) -> Made:
    """Take what belongs to a dataclass out of the options, and validate it."""
    names = {field.name for field in fields(kind)}
    return TypeAdapter(kind).validate_python({name: given.pop(name) for name in list(given) if name in names})


def _string(given: dict[str, object], name: str) -> str | None:
    found = given.pop(name, None)
    return None if found is None else str(found)
