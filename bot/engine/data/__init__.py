"""Word lists of the engine: general knowledge, kept out of the code that uses it."""
