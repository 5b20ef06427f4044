"""The Discord adapter, against a local Discord."""
