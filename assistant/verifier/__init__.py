"""The number ledger: nothing that the evidence does not carry is released."""
