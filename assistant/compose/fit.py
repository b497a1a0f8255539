"""Leads about whether a model goes on a device: verdict, why, what would change it."""

from collections.abc import Iterator

from assistant.compose.lines import Line, Quote, quote
from assistant.domain.estimate import Estimate
from assistant.domain.quantity import GIB, article, gib, gib_range, tokens
from assistant.domain.weighed import Fit, SameVerdict, Weighed

NO_DIFFERENCE = GIB / 20  # below half a digit of what is printed


def fit_lines(fit: Fit) -> Iterator[Line]:
    """Write verdict, breakdown, flip points and command for one estimate."""
    found = fit.weighed
    if found.estimate.verdict is None:
        yield Line(
            f"**No verdict.** No common engine is known to run {found.model.name} "
            f"({found.model.card.line('llama.cpp:').rstrip('.')}), so whether it fits is not said.",
            (),
            (quote(found.model.card, "llama.cpp:"),),
        )
        yield from memory_lines(found)
        return
    yield _verdict(found)
    if len(found.estimate.per_device) > 1:
        yield _per_device(found)
    yield breakdown(found)
    if change := _changes(found):
        yield change
    if fit.other_file is not None:
        yield _other_file(fit.other_file)
    if command := _command(found.estimate):
        yield command


def memory_lines(found: Weighed) -> Iterator[Line]:
    """Write how much memory a model takes when there is no verdict to give."""
    e = found.estimate
    yield Line(
        f"{asked_for(found)} needs {_range(e)} in total.",
        (fact_id(found, "total_memory"), fact_id(found, "file_size")),
        (quote(found.card, "Total"), quote(found.model.card, found.file_line)),
    )
    yield breakdown(found)


def same_verdict_lines(same: SameVerdict) -> Iterator[Line]:
    """Write one verdict for all readings of a name, and the figures of each."""
    first = same.readings[0][1]
    word = VERDICT_WORDS[first.estimate.verdict]
    rows = [
        f"| {label} | {gib(w.estimate.total.expected)} | {gib(w.estimate.devices[0].usable_bytes)} |"
        for label, w in same.readings
    ]
    yield Line(
        f'**{word}** "{same.name}" can mean {len(same.readings)} products, and the verdict is the same for all:\n\n'
        + "\n".join(["| reading | needs | offered |", "| --- | --- | --- |", *rows]),
        tuple(fact_id(w, "verdict") for _, w in same.readings),
        tuple(
            one
            for _, w in same.readings
            for one in (quote(w.card, "Total"), *devices(w), quote(w.model.card, w.file_line))
        ),
    )


VERDICT_WORDS = {
    "fits": "Yes, it fits.",
    "tight": "Only just.",
    "partial": "Not as a whole.",
    "no": "No.",
    None: "No verdict.",
}


def asked_for(found: Weighed) -> str:
    """Name model, quantization and context: the subject of the sentence."""
    e = found.estimate
    quant = f" at {e.quant}" if e.quant else ""
    return f"{found.model.name}{quant} with {tokens(e.context)} of context"


def devices(found: Weighed) -> tuple[Quote, ...]:
    """Quote the card of each device."""
    return tuple(quote(item.card, "") for item in found.devices)


def fact_id(found: Weighed, metric: str) -> str:
    """Return the id of the estimate's fact of that metric."""
    return f"{found.card.id}#{metric}"


def _verdict(found: Weighed) -> Line:
    e = found.estimate
    needs = f"{asked_for(found)} needs {_range(e)}"
    offers = f"{found.device} {'offer' if _several(e) else 'offers'} {gib(_offered(e))}"
    text = f"**{VERDICT_WORDS[e.verdict]}** {needs}; {offers}{_consequence(found)}"
    metrics = ("verdict", "total_memory", "usable_memory", "margin", "file_size")
    quotes = [
        quote(found.card, "Total"),
        quote(found.card, "Usable"),
        quote(found.model.card, found.file_line),
    ]
    quotes += devices(found)
    return Line(text, tuple(fact_id(found, metric) for metric in metrics), tuple(quotes))


def _consequence(found: Weighed) -> str:
    e = found.estimate
    margin = e.margin_bytes or 0
    tightest = " on the tightest card" if _several(e) else ""
    if e.verdict == "fits":
        return f", so {gib(margin)} stay free{tightest}."
    if e.verdict == "tight":
        return f". It loads, but only {gib(margin)} stay free{tightest}; 1 GiB is the margin for a comfortable fit."
    short = f", {gib(-margin)} too little{tightest}"
    if e.plan is None:
        return f"{short}, and {gib(e.ram_bytes)} of system RAM do not hold the rest."
    return f"{short}. {_plan(e)}"


def _plan(e: Estimate) -> str:
    if e.plan is None:
        return ""
    ram = f"{gib(e.plan.ram_bytes)} of system RAM"
    experts = f"the experts of {e.plan.moe_cpu_layers} layers" if e.plan.moe_cpu_layers else ""
    cards = "cards" if _several(e) else "card"
    layers = f"{e.plan.layers_gpu} layers on the {cards}" if e.plan.layers_gpu else ""
    if experts and layers:
        return f"It runs with {layers}, and {experts} and all other layers in {ram}."
    if experts:
        return f"It runs with {experts} kept in system RAM, which takes {ram}."
    return f"It runs with {layers} and the rest in {ram}."


def _range(e: Estimate) -> str:
    total = e.total
    if total.high - total.low < NO_DIFFERENCE:
        return gib(total.expected)
    return f"{gib(total.expected)} ({gib_range(total.low, total.high)})"


def _offered(e: Estimate) -> int:
    return sum(device.usable_bytes * device.count for device in e.devices)


def _several(e: Estimate) -> bool:
    return sum(device.count for device in e.devices) > 1


def _per_device(found: Weighed) -> Line:
    rows = [
        f"| {n + 1}: {d.device} | {d.layers} | {gib(d.expected)} | {gib(d.usable_bytes)} | {_left(d.margin_bytes)} |"
        for n, d in enumerate(found.estimate.per_device)
    ]
    head = ["| card | layers | needs | offers | free |", "| --- | --- | --- | --- | --- |"]
    return Line(
        "Each card has to hold its own share:\n\n" + "\n".join(head + rows),
        (fact_id(found, "total_memory"),),
        (quote(found.card, "Card 1"),),
    )


def _left(margin: int) -> str:
    return gib(margin) if margin >= 0 else f"{gib(-margin)} too little"


def breakdown(found: Weighed) -> Line:
    """Say where the memory goes, largest part first, parts of nothing left out."""
    b = found.estimate.bytes
    parts = [
        ("weights", b.weights_device, "weights"),
        ("KV cache", b.kv_full + b.kv_sliding, "kv_cache"),
        ("recurrent state", b.recurrent, "recurrent_state"),
        ("compute buffer", b.compute, "compute_buffer"),
        ("vision projector", b.projector, "other"),
    ]
    held = [(f"{name} {gib(size)}", metric) for name, size, metric in parts if size]
    overhead = f"driver and runtime {gib_range(b.overhead_low, b.overhead_high)}"
    text = f"Where it goes: {', '.join(words for words, _ in held)}, {overhead}."
    ids = tuple(fact_id(found, metric) for _, metric in held if metric != "other")
    return Line(
        text,
        (*ids, fact_id(found, "overhead")),
        (quote(found.card, "Weights"), quote(found.card, "Overhead")),
    )


def _changes(found: Weighed) -> Line | None:
    """The smallest changes that alter the verdict; None if there are none to name."""
    e = found.estimate
    flips = e.flips
    ways = []
    if flips.max_context_fits is not None and (e.verdict == "fits" or flips.max_context_fits < e.context):
        ways.append(f"up to {tokens(flips.max_context_fits)} of context")
    if e.verdict != "fits" and flips.kv_type is not None:
        ways.append(f"with {article(flips.kv_type)} KV cache")
    if flips.best_quant is not None and flips.best_quant != e.quant:
        ways.append(f"as {flips.best_quant}")
    named = [quote(found.smallest.card, "")] if e.verdict != "fits" and found.smallest is not None else []
    if named and found.smallest is not None:
        ways.append(f"on the {found.smallest.name}, the smallest card of the catalog that holds it alone")
    if not ways:
        return None
    opening = "It keeps fitting" if e.verdict == "fits" else "It would fit with room to spare"
    tight = ""
    if flips.max_context_tight is not None and flips.max_context_tight != flips.max_context_fits:
        tight = f" It still loads, without that margin, up to {tokens(flips.max_context_tight)}."
    return Line(
        f"{opening} {_either(ways)}.{tight}",
        (fact_id(found, "max_context"),),
        (quote(found.card, "Longest"), *named),
    )


def _either(ways: list[str]) -> str:
    return ways[0] if len(ways) == 1 else f"{', '.join(ways[:-1])}, or {ways[-1]}"


def _other_file(other: Weighed) -> Line:
    e = other.estimate
    word = VERDICT_WORDS[e.verdict].rstrip(".").lower()
    return Line(
        f"The file that Ollama serves differs, and so does the verdict: it needs {gib(e.total.expected)}: {word}.",
        (fact_id(other, "verdict"), fact_id(other, "total_memory")),
        (quote(other.card, "Total"), quote(other.model.card, other.file_line)),
    )


def _command(e: Estimate) -> Line | None:
    if not e.commands:
        return None
    block = "\n".join(e.commands)
    return Line(f"To run it so:\n\n```\n{block}\n```")
