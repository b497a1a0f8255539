"""Step 1: question → the models, cards, sizes and settings it names."""
