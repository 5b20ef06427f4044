"""The briefing desk: reads a newsroom's articles and answers from them, every sentence cited."""

__version__ = "0.1.0"
