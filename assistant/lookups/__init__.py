"""Step 2: what was asked about → facts from catalog and estimator."""
