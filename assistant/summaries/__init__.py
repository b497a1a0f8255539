"""Guides in a few sentences: of their own, or of a model behind the number ledger."""
