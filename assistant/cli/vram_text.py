"""An estimate as lines for a terminal or a pipe, from 40 columns up."""

import textwrap
from collections.abc import Iterator

from assistant.cli.vram_bar import Line, bar
from assistant.domain.estimate import Estimate
from assistant.domain.quantity import GIB, gib, tokens

COLOURS = {"fits": "green", "tight": "yellow", "partial": "yellow", "no": "red", None: "cyan"}
NARROWEST = 40
COMMANDS = "Commands"


def report(found: tuple[Estimate, ...], columns: int, signs: str) -> Iterator[Line]:
    """The lines for one estimate, or for two that differ in the file."""
    width = max(NARROWEST, columns)
    for number, estimate in enumerate(found):
        if number:
            yield ()
            yield (("With the other file", "bold"),)
        yield from _report_one(estimate, width, signs)


def _report_one(estimate: Estimate, width: int, signs: str) -> Iterator[Line]:
    for row in _wrapped(_title(estimate), width, indent=""):
        yield ((row, "bold"),)
    for row in _wrapped(verdict_sentence(estimate), width, indent=""):
        yield ((row, COLOURS[estimate.verdict]),)
    yield ()
    yield from bar(estimate, width, signs)
    for title, lines in _sections(estimate):
        yield ()
        yield ((title, "bold"),)
        for line in lines:
            # Commands are never broken, so that they can be copied.
            rows = [f"  {line}"] if title == COMMANDS else _wrapped(line, width, indent="  - ")
            yield from (((row, ""),) for row in rows)


def _wrapped(line: str, width: int, *, indent: str) -> list[str]:
    rest = " " * len(indent)
    return textwrap.wrap(line, width, initial_indent=indent, subsequent_indent=rest, break_on_hyphens=False)


def _sections(estimate: Estimate) -> Iterator[tuple[str, list[str]]]:
    sections = (
        ("Each card", list(_card_lines(estimate))),
        ("Plan", list(_plan_lines(estimate))),
        ("What would change it", list(_flip_lines(estimate))),
        (COMMANDS, list(estimate.commands)),
        ("Assumed", list(estimate.assumptions)),
    )
    return ((title, lines) for title, lines in sections if lines)


def _title(estimate: Estimate) -> str:
    cards = " + ".join(f"{d.count} x {d.id}" if d.count > 1 else d.id for d in estimate.devices)
    quant = f" {estimate.quant}" if estimate.quant else ""
    where = f" on {cards}" if cards else ""
    return f"{estimate.model}{quant}, {tokens(estimate.context)}{where}"


def verdict_sentence(estimate: Estimate) -> str:
    """The verdict with its numbers in one sentence."""
    total = estimate.total
    need = f"{gib(total.expected)} needed ({gib(total.low)} to {gib(total.high)})"
    if estimate.verdict is None and not estimate.devices:
        return f"{need}. No device given, so no verdict."
    if estimate.verdict is None:
        return f"{need}. No verdict: neither Ollama nor llama.cpp is known to run this model."
    words = {
        "fits": "Fits",
        "tight": "Tight",
        "partial": "Partial, it does not go on whole",
        "no": "Does not fit",
    }
    offered = " + ".join(_times(d.usable_bytes, d.count) for d in estimate.devices)
    return f"{words[estimate.verdict]}: {need}, {offered} usable; {_margin(estimate)}."


def _times(size: int, count: int) -> str:
    return f"{count} x {gib(size)}" if count > 1 else gib(size)


def _margin(estimate: Estimate) -> str:
    margin = estimate.margin_bytes or 0
    where = " on the fullest card" if len(estimate.per_device) > 1 else ""
    if margin < 0:
        return f"{gib(-margin)} too much{where}"
    reaches_over = margin >= GIB and estimate.verdict == "tight"
    return f"{gib(margin)} to spare{where}" + (", but the range reaches over" if reaches_over else "")


def _card_lines(estimate: Estimate) -> Iterator[str]:
    if len(estimate.per_device) == 1:
        return
    for card in estimate.per_device:
        yield (
            f"{card.index} {card.device}: {card.layers} layers, {gib(card.expected)} of "
            f"{gib(card.usable_bytes)}, {card.verdict or 'no verdict'}"
        )


def _plan_lines(estimate: Estimate) -> Iterator[str]:
    plan = estimate.plan
    if plan is None:
        return
    if plan.moe_cpu_layers:
        yield f"Keep the experts of the first {plan.moe_cpu_layers} layers in system RAM."
    if plan.layers_gpu:
        yield f"Put {plan.layers_gpu} layers on the card, the output matrix counted as one."
    yield f"{gib(plan.ram_bytes)} of system RAM are then used."


def _flip_lines(estimate: Estimate) -> Iterator[str]:
    flips = estimate.flips
    found = (
        (flips.max_context_fits, "Longest context that fits: {}."),
        (flips.max_context_tight, "Longest context that goes on at all: {}."),
        (flips.best_quant, "Largest file that fits at this context: {}."),
        (flips.kv_type, "With the KV cache stored as {} it fits."),
        (flips.smallest_gpu, "Smallest single card on which it fits: {}."),
    )
    for value, words in found:
        if value is not None:
            yield words.format(tokens(value) if isinstance(value, int) else value)
