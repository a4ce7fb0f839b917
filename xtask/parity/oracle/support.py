"""What several areas need of the reference: its settings, and random JSON."""

import contextlib
import copy

from oper8.config import library_config
from oper8.utils import nested_set


@contextlib.contextmanager
def settings(overrides):
    """Sets library settings, by dotted keys, for a while."""
    before = copy.deepcopy(dict(library_config))
    try:
        for key, value in overrides.items():
            nested_set(library_config, key, copy.deepcopy(value))
        yield
    finally:
        library_config.clear()
        library_config.update(before)


SCALARS = [None, True, False, 0, 1, -1, 1.5, 1.0, "", "text", "1", "ünïcode"]


def any_json(rng, depth=2, names="abc"):
    """Any JSON, nested at most `depth` deep."""
    kind = rng.random()
    if depth and kind < 0.3:
        return {name: any_json(rng, depth - 1, names) for name in rng.sample(names, rng.randint(0, 3))}
    if depth and kind < 0.45:
        return [any_json(rng, depth - 1, names) for _ in range(rng.randint(0, 3))]
    return rng.choice(SCALARS)


def sometimes(rng, chance, given, key, value):
    """Puts a value at a key by chance; a function is called for it."""
    if rng.random() < chance:
        given[key] = value() if callable(value) else value
