"""Numbers with units: how bytes, tokens and speeds are printed and compared."""

from decimal import ROUND_HALF_UP, Decimal

KIB, MIB, GIB = 2**10, 2**20, 2**30
GB = 10**9
KTOK = 1024  # "32k context" means 32 x 1,024 tokens


def rounded(value: float, digits: int) -> str:
    """Print with a fixed number of decimals, halves away from zero, `,` between thousands."""
    step = Decimal(1).scaleb(-digits)
    return f"{Decimal(str(value)).quantize(step, ROUND_HALF_UP):,}"


def gib(size: float) -> str:
    """Print bytes of memory, e.g. `15.9 GiB`; below 0.1 GiB in MiB."""
    if 0 < abs(size) < GIB / 10:
        return f"{rounded(size / MIB, 0)} MiB"
    return f"{rounded(size / GIB, 1)} GiB"


def gib_range(low: float, high: float) -> str:
    """Print a range of memory with its unit once where it is the same, e.g. `21.4 to 21.8 GiB`."""
    first, second = gib(low), gib(high)
    if first == second:
        return first
    return f"{first.removesuffix(' GiB')} to {second}" if first.endswith("GiB") else f"{first} to {second}"


def gb(size: float) -> str:
    """Print bytes of a file, e.g. `17.07 GB` (10^9 bytes)."""
    return f"{rounded(size / GB, 2)} GB"


def tokens(count: int) -> str:
    """Print a context length, e.g. `32,768 tokens`."""
    return f"{count:,} tokens"


def article(words: str) -> str:
    """Put "a" or "an" before words, numbers included: an 8 GB card, a 12 GB card, an f16 cache."""
    number = words.split(maxsplit=1)[0].rstrip("GBgb")
    spoken_with_vowel = number in ("11", "18") or words[0] == "8" or words.startswith(("f16", "f32", "RTX", "RX"))
    return f"an {words}" if spoken_with_vowel or words[0] in "aeioAEIO" else f"a {words}"


def rate(tokens_per_second: float) -> str:
    """Print a speed with at most two decimals, e.g. `115.42`."""
    return plain(round(tokens_per_second, 2))


def plain(value: float) -> str:
    """Print a number as its source wrote it: no trailing zeros, `,` between thousands."""
    text = f"{Decimal(str(value)):,f}"
    return text.rstrip("0").rstrip(".") if "." in text else text
