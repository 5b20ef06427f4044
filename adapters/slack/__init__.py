"""The desk in Slack: commands, threads, direct messages, and buttons on what was posted."""
