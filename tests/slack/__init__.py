"""The Slack adapter: pure halves, and the whole against a local Slack."""
