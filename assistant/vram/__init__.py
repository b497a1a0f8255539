"""The memory estimator: header fields and run settings to bytes per device. Pure; knows no model by name."""
