"""What an operator's Prometheus reads: commands, how long they took, what the cache saved, and how fresh the corpus is."""

from __future__ import annotations

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest

BUCKETS = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 20.0)
"""Seconds, from a cached reply to the longest a person is left waiting."""


class Metrics:
    """The desk's own registry, so that two desks in one process (as in tests) do not share figures."""

    def __init__(self) -> None:
        self.registry = CollectorRegistry()
        self._commands = Counter("nutgraf_commands", "Commands answered.", ["kind", "outcome"], registry=self.registry)
        self._seconds = Histogram(
            "nutgraf_command_seconds", "Seconds from command to reply.", ["kind"], buckets=BUCKETS, registry=self.registry
        )
        self._cache = Counter("nutgraf_cache_lookups", "Lookups in the cache.", ["result"], registry=self.registry)
        self._computed = Counter(
            "nutgraf_computations", "Replies computed, not taken from the cache.", ["kind"], registry=self.registry
        )
        self._digests = Counter("nutgraf_digests", "Digests by what became of them.", ["outcome"], registry=self.registry)
        self._second_posts = Counter(
            "nutgraf_digest_second_posts", "Second posts of a digest that were removed.", registry=self.registry
        )
        self._sources = Gauge("nutgraf_sources", "Sources in the corpus.", registry=self.registry)
        self._newest = Gauge(
            "nutgraf_newest_source_timestamp_seconds", "Publication time of the newest source.", registry=self.registry
        )

    def digest(self, outcome: str) -> None:
        """Count a digest. Outcomes: posted, found, late, missed, lapsed, rejected, paused, plain."""
        self._digests.labels(outcome).inc()

    def second(self) -> None:
        """Count a second post of a digest, found and removed: an alarm."""
        self._second_posts.inc()

    def command(self, kind: str, outcome: str, seconds: float) -> None:
        """Count a command. Outcomes: answered, declined, busy, refused, failed."""
        self._commands.labels(kind, outcome).inc()
        self._seconds.labels(kind).observe(seconds)

    def lookup(self, result: str) -> None:
        """Count a lookup. Results: hit, miss, joined, unavailable, unusable."""
        self._cache.labels(result).inc()

    def computed(self, kind: str) -> None:
        """Count a computation."""
        self._computed.labels(kind).inc()

    def freshness(self, sources: int, newest: float | None) -> None:
        """Note how many sources there are, and when the newest was published (UTC seconds since 1970)."""
        self._sources.set(sources)
        if newest is not None:
            self._newest.set(newest)

    def page(self) -> bytes:
        """The figures in Prometheus' text format."""
        return generate_latest(self.registry)
