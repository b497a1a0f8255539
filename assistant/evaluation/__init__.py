"""The golden set: cases, oracle checks, report."""
