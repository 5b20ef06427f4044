"""Steps from each schema to the next, forward only."""
