"""What the desk must not forget: channels, threads, events received, replies posted, subscriptions and the digest ledger."""
