"""The index of passages: embeddings in Chroma and stemmed words, built from corpus and catalog."""
