"""Leads about what the catalog says: specifications, comparisons, file sizes, prices, cards to choose from."""

import re
from collections.abc import Iterator

from assistant.compose.choices import VERDICTS
from assistant.compose.fit import fact_id
from assistant.compose.lines import Line, Quote, quote
from assistant.domain.catalogued import (
    BuildChoice,
    CardChoice,
    Comparison,
    FileSizes,
    Price,
    Ratio,
    SaidRow,
    Specification,
    SpecValue,
    Upgrade,
)
from assistant.domain.facts import Fact
from assistant.domain.quantity import gb, gib, rate, rounded, tokens

UNKNOWN = "not known"
OF_EACH = ("memory", "memory bandwidth", "board power", "launch price")
_SEVERAL = re.compile(r"\d+ x ")


def specification_lines(found: Specification) -> Iterator[Line]:
    """Write one value as a sentence, several as a list."""
    if len(found.values) == 1:
        value = found.values[0]
        if value.fact is None:
            yield Line(f"The catalog does not know the {value.label} of {value.item.name}.", (), (_carrier(value),))
        else:
            text = f"{value.item.name}: {value.label} **{value.words}**."
            yield Line(text, (value.fact.id,), (_carrier(value),))
        return
    name = found.values[0].item.name
    items = "\n".join(f"- {value.label}: {value.words}" for value in found.values)
    yield Line(
        f"{name}, from the catalog:\n\n{items}",
        tuple(value.fact.id for value in found.values if value.fact),
        tuple(dict.fromkeys(_carrier(value) for value in found.values)),
    )


def comparison_lines(found: Comparison) -> Iterator[Line]:
    """Write a small table, then the verdicts and the ratios of equal tests."""
    names = [item.name for item in found.items]
    head = [f"| | {' | '.join(names)} |", "| --- |" + " --- |" * len(names)]
    rows = [f"| {row[0].label} | {' | '.join(map(_cell, names, row))} |" for row in found.rows]
    if found.weighed:
        rows += _weighed_rows(found)
    yield Line(
        f"{' and '.join(names)}, side by side:\n\n" + "\n".join(head + rows),
        tuple(value.fact.id for row in found.rows for value in row if value.fact)
        + tuple(fact_id(w, "verdict") for w in found.weighed if w.estimate.verdict)
        + tuple(fact_id(w, "total_memory") for w in found.weighed),
        tuple(dict.fromkeys(quote(item.card, "") for item in found.items))
        + tuple(quote(w.card, "Total") for w in found.weighed),
    )
    yield from _ratios(found)


def _cell(name: str, value: SpecValue) -> str:
    """A value under the name of its column; of several cards, what each of them has is said to be so."""
    if value.words is None:
        return UNKNOWN
    return f"{value.words} each" if _SEVERAL.match(name) and value.label in OF_EACH else value.words


def _weighed_rows(found: Comparison) -> list[str]:
    model = found.weighed[0].model.name if len({w.model.id for w in found.weighed}) == 1 else "needs"
    first = found.weighed[0].estimate
    label = f"{model} at {first.quant}, {tokens(first.context)}"
    cells = [f"{gib(w.estimate.total.expected)}, {VERDICTS[w.estimate.verdict]}" for w in found.weighed]
    return [f"| {label} | {' | '.join(cells)} |"]


def _ratios(found: Comparison) -> Iterator[Line]:
    if found.speeds:
        items = "\n".join(f"- {_speed(row)}" for row in found.speeds)
        yield Line(
            f"Measured speeds; the tests are not the same, so no ratio is formed:\n\n{items}",
            tuple(row.fact.id for row in found.speeds),
            tuple(Quote(row.card, row.card.lines[0]) for row in found.speeds),
        )
        return
    if not found.ratios:
        yield Line("No two verified rows are equal in all but the device here, so which is faster is not said.")
        return
    items = "\n".join(f"- {_ratio(one)}" for one in found.ratios)
    yield Line(
        f"Measured, where both ran the same test:\n\n{items}",
        tuple(name for r in found.ratios for name in (r.fact.id, r.first.fact.id, r.second.fact.id)),
        tuple(Quote(one.card, one.card.lines[0]) for r in found.ratios for one in (r.first, r.second)),
    )


def _speed(row: SaidRow) -> str:
    conditions = f" ({', '.join(row.conditions)})" if row.conditions else ""
    speed = f"{rate(float(row.fact.value))} tok/s on {row.device}{conditions}"
    return f"{row.model} at {row.fact.subject.quant}, {row.fact.test}: {speed}"


def _ratio(r: Ratio) -> str:
    first, second = (f"{rate(float(one.fact.value))} tok/s on {one.device}" for one in (r.first, r.second))
    what = f"{r.first.model} at {r.first.fact.subject.quant}, {r.fact.test}"
    return f"{what}: {first} against {second}, a ratio of {rounded(float(r.fact.value), 2)}"


def file_size_lines(found: FileSizes) -> Iterator[Line]:
    """Write the size of the file, in GB as listings print it and in GiB as memory counts."""
    if len(found.files) == 1:
        file = found.files[0]
        size = float(file.fact.value)
        text = f"The {file.quant} file of {found.model.name} is **{gb(size)}** ({gib(size)}): {file.where}."
        yield Line(text, (file.fact.id,), (Quote(found.model.card, file.line),))
        return
    head = ["| file | size | in GiB | from |", "| --- | --- | --- | --- |"]
    rows = [f"| {f.quant} | {gb(float(f.fact.value))} | {gib(float(f.fact.value))} | {f.where} |" for f in found.files]
    yield Line(
        f"Files of {found.model.name} in the catalog:\n\n" + "\n".join(head + rows),
        tuple(file.fact.id for file in found.files),
        tuple(Quote(found.model.card, file.line) for file in found.files),
    )


def price_lines(found: Price) -> Iterator[Line]:
    """Refuse today's price; give the launch price with its date."""
    known = [value for value in found.values if value.fact]
    prices = "; ".join(f"{value.label} {value.words}" for value in known) or "launch price not in the catalog either"
    yield Line(
        f"Today's price of {found.refusal.subject} is not known here, and none is guessed. From the catalog: {prices}.",
        tuple(value.fact.id for value in known if value.fact),
        tuple(_carrier(value) for value in found.values),
    )


def card_choice_lines(found: CardChoice) -> Iterator[Line]:
    """Write the cards with memory, bandwidth and launch price, and the order they stand in."""
    within = f" with at least {found.memory_gb} GB" if found.memory_gb else ""
    if found.budget is not None:
        within += f" launched at ${found.budget.amount:,.0f} or less"
    holding = f" that hold {found.model.name} whole with 1 GiB to spare" if found.model else ""
    if not found.rows:
        yield Line(f"No card of the catalog{within} is among those{holding}." if holding else f"No card{within}.")
        return
    head = ["| card | memory | bandwidth | launch price |", "| --- | --- | --- | --- |"]
    rows = [f"| {o.item.name} | {' | '.join(v.words or UNKNOWN for v in o.values)} |" for o in found.rows]
    yield Line(
        f"Cards{within}{holding}, {_first(len(found.rows))}:\n\n" + "\n".join(head + rows),
        tuple(v.fact.id for o in found.rows for v in o.values if v.fact),
        tuple(quote(o.item.card, "") for o in found.rows),
    )
    cheapest = found.model is not None or found.memory_gb is not None
    order = "cheapest launch price first" if cheapest else "most memory first, then bandwidth"
    yield Line(f"Order: {order}. These are launch prices in US dollars; what shops ask today is not known here.")
    if found.budget is not None and found.budget.currency != "USD":
        yield Line(f"Your budget in {found.budget.currency} was compared number by number; nothing is converted.")


def _first(count: int) -> str:
    return "one in all" if count == 1 else f"the first {count}"


def build_choice_lines(found: BuildChoice) -> Iterator[Line]:
    """Write complete PCs with what their cards cost at launch; the rest of a PC has no price here."""
    within = f" whose cards were launched at ${found.budget.amount:,.0f} or less" if found.budget else ""
    if not found.rows:
        yield Line(f"There is no build in the catalog{within}.")
        return
    head = ["| build | cards | RAM | supply | launch price of the cards |", "| --- | --- | --- | --- | --- |"]
    rows = [f"| {o.name} | {o.cards} | {o.ram_gib} GiB | {o.psu_w} W | {_usd(o.price)} |" for o in found.rows]
    yield Line(
        f"Builds in the catalog{within}, {_first(len(found.rows))}:\n\n" + "\n".join(head + rows),
        tuple(o.price.id for o in found.rows if o.price),
        tuple(quote(item.card, "") for o in found.rows for item in o.items),
    )
    yield Line(
        "Order: cheapest cards first. Only the cards' launch prices are known here, in US dollars; "
        "the other parts of a PC come on top."
    )


def _usd(price: Fact | None) -> str:
    return UNKNOWN if price is None else f"${price.value:,} ({price.as_of})"


def upgrade_lines(found: Upgrade) -> Iterator[Line]:
    """Write what the new set holds that the old one does not."""
    before, after = len(found.before.fitting), len(found.after.fitting)
    yield Line(
        f"**{found.count} more models fit**: {after} of {found.after.counted} on {found.after.device} "
        f"instead of {before} on {found.before.device}.",
        (found.before.usable.id, found.after.usable.id),
        tuple(quote(item.card, "") for item in (*found.before.devices, *found.after.devices)),
    )
    if found.unlocked:
        rows = [f"| {w.model.name} | {w.estimate.quant} | {gib(w.estimate.total.expected)} |" for w in found.unlocked]
        yield Line(
            f"The first {len(rows)} that only fit then, each with the largest file that fits:\n\n"
            + "\n".join(["| model | file | needs |", "| --- | --- | --- |", *rows]),
            tuple(fact_id(w, "verdict") for w in found.unlocked),
            tuple(quote(w.card, "Total") for w in found.unlocked),
        )
        yield Line("Order: total parameters, then bits per weight. It does not measure quality.")


def _carrier(value: SpecValue) -> Quote:
    return Quote(value.item.card, value.line)
