"""Answers of the reference, also where they depend on the order in which Python walks a set.

A graph's nodes hash by name, so sets of them are walked in an order that changes with Python's hash seed, from process to
process. Here the hash of a node is made of its name and a salt instead; asking again with other salts finds what another
process could have answered.
"""

import hashlib

from oper8.dag import Node

_salt = 0


def _hash(node):
    text = f"{_salt}/{node.get_name()}"
    return int.from_bytes(hashlib.sha256(text.encode()).digest()[:7], "big")


Node.__hash__ = _hash

def described(error):
    """An exception as plain JSON."""
    if error is None:
        return None
    return {"class": type(error).__name__, "message": str(error)}


def _salted(salt):
    def use():
        global _salt
        _salt = salt

    return use


#: What an area's `ORDERS` may be: asked after each of these, the reference walks its sets in another order.
ORDERS = [_salted(salt) for salt in range(6)]
