"""The settings of the reference, and its values as plain JSON."""

import copy
import json
from contextlib import contextmanager

import aconfig
import alog
from oper8.config import library_config
from oper8.utils import merge_configs

alog.configure("off")
# Each reconciliation configures the logging anew.
library_config["log_level"] = "off"


@contextmanager
def changed(overrides):
    """Library settings under other values, merged map by map, for as long as the block runs."""
    before = {}
    for key, value in overrides.items():
        before[key] = library_config.get(key)
        library_config[key] = _merged(before[key], value)
    try:
        yield
    finally:
        for key, value in before.items():
            library_config[key] = value


def _merged(known, value):
    """`value` as the settings hold it: a map goes over the one that is there."""
    if not isinstance(value, dict):
        return value
    whole = merge_configs(copy.deepcopy(known), value) if isinstance(known, dict) else value
    return aconfig.Config(whole, override_env_vars=False)


def plain(value):
    """Plain JSON of attribute dictionaries and whatever else the reference hands out."""
    return json.loads(json.dumps(value))
