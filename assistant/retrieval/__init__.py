"""Step 3: question → passages, by meaning and by words."""
