"""The digest: when it is due, and that it is posted once."""
