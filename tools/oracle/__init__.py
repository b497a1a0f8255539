"""An independent calculator for the memory that a golden case may expect."""
