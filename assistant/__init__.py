"""Ask OwnRig: answers about hardware for running language models at home."""

__version__ = "0.1.0"
