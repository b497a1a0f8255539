"""Readers of the data under `corpus/`: YAML to validated, frozen records."""
