"""The engine: retrieve, compose, verify. Everything but retrieval is pure."""
