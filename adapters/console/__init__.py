"""The terminal: a thread you type in."""
