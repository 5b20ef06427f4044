"""The desk as a service: what is configured runs in one event loop, and tells how it is doing."""
