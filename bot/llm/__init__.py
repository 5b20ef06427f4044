"""A model behind an OpenAI-compatible server: asked, never trusted."""
