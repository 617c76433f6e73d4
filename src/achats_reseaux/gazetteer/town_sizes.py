"""How many inhabitants make a town that is meant by its name, by part of it, or among words."""

from __future__ import annotations

TOWN = 2_000
"""A town, as INSEE's urban unit: by the first words of its name, or in a question, villages are
seldom meant."""

LARGE_TOWN = 5_000
"""A town that is known by its own name, and that a longer text may end with: smaller ones are
called as many words are."""

KNOWN_TOWN, KNOWN_TIMES = 10_000, 20
"""A town that is answered for its name alone: so many inhabitants, and so many times those of every
other place of that name."""

BEGUN_SHARE, BEGUN_TIMES = 1 / 3, 3
"""A town of whose name only the beginning was typed is worth a line if it has a third of the
inhabitants of the commune of just that name; it is as likely to be meant if it has three times as
many, and that commune is no large town."""
