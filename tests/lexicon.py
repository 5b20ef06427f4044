"""Makes ``bot/engine/data/lexicon.txt`` out of the files of WordNet 3.1: ``python -m tests.lexicon DICT``.

What is kept: words that WordNet's own texts use or that share a sense with such a word, each with its first senses; and of
each sense what is above it, what is much the same, what it is derived from, and its opposites.
"""

from __future__ import annotations

import re
import sys
from collections import defaultdict
from pathlib import Path

SENSES = {"n": 3, "v": 5, "a": 3, "r": 2}
"""Senses kept of a word as noun, verb, adjective and adverb: WordNet gives the commonest first."""
KINDS = {"noun": "n", "verb": "v", "adj": "a", "adv": "r"}
WORD = re.compile(r"[a-z]{2,}(?:-[a-z]+)?(?:_(?:up|out|off|down|in|on|over|away|back|with|for|to|into|through|about))?")
TARGET = Path(__file__).parent.parent / "bot" / "engine" / "data" / "lexicon.txt"
LICENCE = """\
# From WordNet 3.1, cut down: see tests/lexicon.py. Its licence:
# WordNet 3.0 Copyright 2006 by Princeton University. All rights reserved.
# Permission to use, copy, modify and distribute this software and database and its documentation for any purpose and without
# fee or royalty is hereby granted, provided that you agree to comply with the following copyright notice and statements,
# including the disclaimer, and that the same appear on ALL copies of the software, database and documentation, including
# modifications that you make for internal use or for distribution.
# THIS SOFTWARE AND DATABASE IS PROVIDED "AS IS" AND PRINCETON UNIVERSITY MAKES NO REPRESENTATIONS OR WARRANTIES, EXPRESS OR
# IMPLIED. BY WAY OF EXAMPLE, BUT NOT LIMITATION, PRINCETON UNIVERSITY MAKES NO REPRESENTATIONS OR WARRANTIES OF MERCHANTABILITY
# OR FITNESS FOR ANY PARTICULAR PURPOSE OR THAT THE USE OF THE LICENSED SOFTWARE, DATABASE OR DOCUMENTATION WILL NOT INFRINGE
# ANY THIRD PARTY PATENTS, COPYRIGHTS, TRADEMARKS OR OTHER RIGHTS.
# The name of Princeton University or Princeton may not be used in advertising or publicity pertaining to distribution of the
# software and/or database. Title to copyright in this software, database and any associated documentation shall at all times
# remain with Princeton University and LICENSEE agrees to preserve same.
"""


def main(folder: Path) -> None:
    """Write the lexicon from WordNet's ``dict`` folder."""
    counted = set()
    for line in (folder / "index.sense").read_text("utf-8").splitlines():
        key, offset, _, count = line.split()
        if int(count):
            counted.add("nvara"[int(key.split("%")[1][0]) - 1] + offset)
    ids: dict[str, int] = {}
    links: dict[str, dict[str, list[str]]] = {}
    words_of: dict[str, list[str]] = {}
    for name, kind in KINDS.items():
        for line in (folder / f"data.{name}").read_text("utf-8").splitlines():
            if line.startswith(" "):
                continue
            fields = line.partition("|")[0].split()
            here, size = kind + fields[0], int(fields[3], 16)
            words_of[here] = [re.sub(r"\(.*", "", fields[4 + 2 * n]) for n in range(size)]
            found: dict[str, list[str]] = defaultdict(list)
            rest = 4 + 2 * size
            for link in range(int(fields[rest])):
                symbol, offset, other, _ = fields[rest + 1 + 4 * link : rest + 5 + 4 * link]
                role = {"@": "^", "&": "~", "$": "~", "+": "+", "!": "!", "\\": "+"}.get(symbol)
                if role:
                    found[role].append(("a" if other == "s" else other) + offset)
            links[here] = found
    lexicon: dict[str, list[str]] = defaultdict(list)
    for name, kind in KINDS.items():
        for line in (folder / f"index.{name}").read_text("utf-8").splitlines():
            if line.startswith(" "):
                continue
            fields = line.split()
            senses = [kind + offset for offset in fields[-int(fields[2]) :]][: SENSES[kind]]
            if not WORD.fullmatch(fields[0]):
                continue
            kept = [sense for sense in senses if sense in counted] or [s for s in senses[:1] if len(words_of[s]) > 1]
            capital = all(any(w.lower() == fields[0] and w != w.lower() for w in words_of[s]) for s in senses)
            if kept and not capital:
                lexicon[fields[0]] += kept
    wanted = {sense for senses in lexicon.values() for sense in senses}
    for _ in range(3):
        wanted |= {above for sense in wanted for above in links[sense].get("^", ())}
    for number, sense in enumerate(sorted(wanted)):
        ids[sense] = number
    with TARGET.open("w", encoding="ascii") as file:
        file.write(LICENCE)
        file.write(f"{len(ids)}\n")
        for sense in sorted(wanted):
            shown = []
            for role, others in sorted(links[sense].items()):
                near = sorted({ids[other] for other in others if other in ids})
                if near:
                    shown.append(role + ",".join(f"{other:x}" for other in near))
            file.write(sense[0] + " ".join(shown) + "\n")
        for word in sorted(lexicon):
            file.write(f"{word} {','.join(format(ids[sense], 'x') for sense in lexicon[word])}\n")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
