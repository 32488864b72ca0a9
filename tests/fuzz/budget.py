"""How much is tried: TICKWIRE_CHANGED changed messages, less where every step costs more, as under the sanitizers."""

import os

USUAL = 500_000
CHANGED = int(os.environ.get("TICKWIRE_CHANGED", USUAL))
# Of the values of each byte, one in so many is tried; in C alone always all of them.
EVERY = max(1, USUAL // CHANGED)
