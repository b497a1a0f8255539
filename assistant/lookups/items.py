"""Catalog records as items of findings: the short name used in prose, and the card that is cited."""

from assistant.corpus.cards import gpu_card, machine_card, model_card
from assistant.corpus.records import GpuRecord, MachineRecord, ModelRecord
from assistant.domain.weighed import Item

MAKERS = ("NVIDIA GeForce ", "NVIDIA ", "AMD Radeon ", "AMD ", "Intel ")


def short_name(name: str) -> str:
    """Return a card's name without its maker, as people say it."""
    return next((name.removeprefix(maker) for maker in MAKERS if name.startswith(maker)), name)


def model_item(record: ModelRecord) -> Item:
    """A model as an item."""
    return Item(record.id, record.name, model_card(record))


def gpu_item(record: GpuRecord) -> Item:
    """A card as an item."""
    return Item(record.id, short_name(record.name), gpu_card(record))


def machine_item(record: MachineRecord) -> Item:
    """A machine as an item."""
    return Item(record.id, record.name, machine_card(record))
