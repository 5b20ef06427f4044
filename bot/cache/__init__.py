"""The cache: finished replies kept for a while, and one computation for many who ask the same at once."""
