"""Leads that choose: the longest context, the best quantization, what runs on a device, what a model needs."""

from collections.abc import Iterator

from assistant.compose.fit import asked_for, breakdown, devices, fact_id
from assistant.compose.lines import Line, quote
from assistant.domain.facts import Fact
from assistant.domain.quantity import article, gb, gib, gib_range, tokens
from assistant.domain.weighed import KvChoice, LargestContext, Needed, QuantChoice, Runnable, SizeClass, Weighed

VERDICTS = {"fits": "fits", "tight": "tight", "partial": "partly", "no": "no", None: "no verdict"}
SHOWN = 8


def context_lines(found: LargestContext) -> Iterator[Line]:
    """Write the longest context for f16 first, then what quantizing the cache would allow."""
    w = found.weighed
    first = found.choices[0]
    model = f"{w.model.name} at {w.estimate.quant}" if w.estimate.quant else w.model.name
    yield Line(
        f"**{_longest(first)}** That is the longest context at which {model} fits {_on(w)}"
        f" with {article(first.kv_type)} KV cache{_beyond(first)}.",
        tuple(fact.id for fact in first.facts),
        (quote(w.card, "Longest"), quote(w.model.card, "context"), *devices(w)),
    )
    others = [choice for choice in found.choices[1:] if choice.fits != first.fits]
    if others:
        rows = [f"| {c.kv_type} | {_size(c.fits)} | {_size(c.tight)} |" for c in found.choices]
        yield Line(
            "A quantized cache takes less, at some cost in accuracy that this page does not measure:\n\n"
            + "\n".join(["| KV cache | fits up to | loads up to |", "| --- | --- | --- |", *rows]),
            tuple(fact.id for choice in others for fact in choice.facts),
            (quote(w.card, "Longest"),),
        )
    yield breakdown(w)


def _longest(choice: KvChoice) -> str:
    return "None." if choice.fits is None else f"{tokens(choice.fits)}."


def _beyond(choice: KvChoice) -> str:
    if choice.fits is None:
        return ": not even 256 tokens leave the margin of a comfortable fit"
    if choice.tight is None or choice.tight == choice.fits:
        return ""
    return f"; it still loads, with less than 1 GiB to spare, up to {tokens(choice.tight)}"


def _size(count: int | None) -> str:
    return "-" if count is None else tokens(count)


def quant_lines(found: QuantChoice) -> Iterator[Line]:
    """Write the largest file that fits, then every file with its verdict."""
    shown = found.best or found.rows[-1]
    e = shown.estimate
    model, context = shown.model.name, tokens(e.context)
    if found.best is not None:
        text = f"**{e.quant}** is the largest file of {model} that fits {_on(shown)} with {context} of context"
        text += f": {gb(e.file.bytes)} on disk, {gib(e.total.expected)} in memory."
    else:
        text = (
            f"**{_verdict_on(0, e.verdict == 'tight', 1)}** The smallest file of {model}, {e.quant}, needs "
            f"{gib(e.total.expected)} {_on(shown)}"
        )
        text += f" with {context} of context, and {gib(e.devices[0].usable_bytes)} are offered."
    yield Line(
        text,
        (fact_id(shown, "verdict"), fact_id(shown, "total_memory")),
        (quote(shown.card, "Total"), quote(shown.model.card, shown.file_line), *devices(shown)),
    )
    rows = [
        f"| {w.estimate.quant} | {gb(w.estimate.file.bytes)} | {gib(w.estimate.total.expected)} | {_verdict(w)} |"
        for w in found.rows
    ]
    yield Line(
        "All files of the catalog, largest first:\n\n"
        + "\n".join(["| file | size | needs | verdict |", "| --- | --- | --- | --- |", *rows]),
        tuple(fact_id(w, "verdict") for w in found.rows),
        tuple(quote(w.model.card, w.file_line) for w in found.rows),
    )


def runnable_lines(found: Runnable) -> Iterator[Line]:
    """Write how many models fit and the first of them, with the order stated."""
    task = f" with the capability {found.task!r}" if found.task else ""
    task += f" under {found.license}" if found.license else ""
    usable = gib(float(found.usable.value))
    where = found.device[0].upper() + found.device[1:]
    if not found.fitting:
        yield Line(
            f"**None.** {where} offers {usable}; none of the {found.counted} models{task} in the catalog fits that.",
            (found.usable.id,),
            tuple(quote(item.card, "") for item in found.devices),
        )
        return
    context = tokens(max(w.estimate.context for w in found.rows))
    rows = [
        f"| {w.model.name} | {w.estimate.quant} | {gib(w.estimate.total.expected)} | {_verdict(w)} |"
        for w in found.rows[:SHOWN]
    ]
    count = f"**{len(found.fitting)} of {found.counted}** models{task} in the catalog fit"
    yield Line(
        f"{count} {_on(found.rows[0])}, which offers {usable}, with {context} of context or their native limit. "
        f"The first {len(rows)}:\n\n"
        + "\n".join(["| model | file | needs | verdict |", "| --- | --- | --- | --- |", *rows]),
        (found.usable.id, *(fact_id(w, "verdict") for w in found.rows[:SHOWN])),
        (
            *(quote(item.card, "") for item in found.devices),
            *(quote(w.card, "Total") for w in found.rows[:SHOWN]),
        ),
    )
    asked = "has what was asked for, then " if found.task else ""
    yield Line(f"Order: fits, then {asked}total parameters, then bits per weight. It does not measure quality.")


def needed_lines(found: Needed) -> Iterator[Line]:
    """Write what a model takes and the smallest devices that hold it."""
    w = found.weighed
    e = w.estimate
    yield Line(
        f"{asked_for(w)} needs {gib(e.total.expected)} ({gib_range(e.total.low, e.total.high)}) on one device.",
        (fact_id(w, "total_memory"), fact_id(w, "file_size")),
        (quote(w.card, "Total"), quote(w.model.card, w.file_line)),
    )
    if not found.choices:
        yield Line("No single card or machine of the catalog holds it whole.", (fact_id(w, "total_memory"),))
    else:
        yield _devices_table(found)
    yield breakdown(w)


def size_class_lines(found: SizeClass) -> Iterator[Line]:
    """Write what each model of a size needs, and how it goes on the device if there is one."""
    head = ["model", "file", "needs", *(["verdict"] if found.needed is None else [])]
    cells = [[w.model.name, w.estimate.quant or "-", gib(w.estimate.total.expected), _verdict(w)] for w in found.rows]
    rows = [f"| {' | '.join(row[: len(head)])} |" for row in (head, ["---"] * len(head), *cells)]
    yield Line(
        f"{_of_class(found)}\n\n" + "\n".join(rows),
        tuple(fact_id(w, "total_memory") for w in found.rows),
        tuple(one for w in found.rows for one in (quote(w.card, "Total"), *devices(w))),
    )
    if found.needed is not None:
        yield from needed_lines(found.needed)


def _of_class(found: SizeClass) -> str:
    first = found.rows[0]
    models = f"models of about {found.name} in the catalog"
    most = f"the {len(found.rows)} most demanding of {found.counted} {models}"
    if found.needed is not None:
        return f"What the {models if len(found.rows) == found.counted else most[4:]} need, most demanding first:"
    fits = sum(w.estimate.verdict == "fits" for w in found.rows)
    tight = sum(w.estimate.verdict == "tight" for w in found.rows)
    usable = gib(_offered(first))
    of = f"{len(found.rows)} {models}" if len(found.rows) == found.counted else most
    goes = "1 is tight: it goes" if tight == 1 else f"{tight} are tight: they go"
    beside = f"; {goes} on it with less than 1 GiB to spare" if tight else ""
    verdict = _verdict_on(fits, tight, len(found.rows))
    return f"**{verdict}** Of {of}, {fits} fit {_on(first)}, which offers {usable}{beside}:"


def _verdict_on(fits: int, tight: int, count: int) -> str:
    if fits == count:
        return "All fit."
    if fits:
        return "That depends on the model."
    return "Tight at best." if tight else "None fits whole."


def _offered(w: Weighed) -> int:
    return sum(device.usable_bytes * device.count for device in w.estimate.devices)


def _devices_table(found: Needed) -> Line:
    head = ["device", "offers", "stays free", *(["launch price of one"] if found.prices else [])]
    cells = [[_bare(c), gib(_offered(c)), gib(c.estimate.margin_bytes or 0)] for c in found.choices]
    for row, price in zip(cells, found.prices, strict=False):
        row.append(_price(price))
    lines = [f"| {' | '.join(row)} |" for row in (head, ["---"] * len(head), *cells)]
    return Line(
        "The smallest of the catalog that hold it whole with 1 GiB to spare:\n\n" + "\n".join(lines),
        (*(fact_id(c, "verdict") for c in found.choices), *(price.id for price in found.prices if price)),
        tuple(quote(item.card, "") for c in found.choices for item in c.devices),
    )


def _price(price: Fact | None) -> str:
    return "not known" if price is None else f"${price.value:,} ({price.as_of or 'date not known'})"


def _bare(w: Weighed) -> str:
    return (w.device or "").removeprefix("the ").removeprefix("a ").removeprefix("an ")


def _on(w: Weighed) -> str:
    return f"on {w.device}"


def _verdict(w: Weighed) -> str:
    return VERDICTS[w.estimate.verdict]
