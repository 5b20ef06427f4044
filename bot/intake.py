"""What comes from outside, made fit for encoders and databases."""


def cleaned(text: str) -> str:
    """The text without what no database or encoder takes: NUL characters go, halves of surrogate pairs become ``?``."""
    if text.isascii() and "\0" not in text:
        return text
    return text.replace("\0", "").encode("utf-8", "replace").decode()
