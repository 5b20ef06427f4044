"""The daily digest: who gets it, when it is due, and how it is posted once."""
