"""Adapters to language models: Ollama, and any chat model LangChain knows."""
