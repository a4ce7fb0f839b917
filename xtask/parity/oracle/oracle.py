"""Asks the reference.

Reads one JSON document a line from standard input, and writes one a line to standard output:

    {"area": A, "input": I}                            -> {"expect": ..} or {"expect_error": ..}
    {"area": A, "generate": {"seed": S, "count": N}}   -> the vectors of the area

An area is a module beside this file with `generate(rng)`, which makes an input, and `answer(input)`, which asks the
reference and returns plain JSON. `NAMED`, where a module has it, lists inputs that are always asked: pairs of a name
and an input. `ORDERS`, where it has it, lists functions after each of which it is asked: the answers may depend on them.
"""

import ast
import copy
import functools
import importlib
import json
import logging
import os
import random
import sys
import traceback

import alog

# Packages whose errors are raised on purpose.
REFERENCE = ("oper8", "openshift")


def main():
    """Serves requests until there are no more."""
    # What the reference prints must not come between the answers.
    answers, sys.stdout = sys.stdout, sys.stderr
    for line in sys.stdin:
        request = json.loads(line)
        area = importlib.import_module(request["area"])
        # After the import, which configures logging.
        alog.configure("off")
        logging.disable(logging.CRITICAL)
        if "generate" in request:
            documents = vectors(request["area"], area, **request["generate"])
        else:
            documents = [ask(area, request["input"])]
        for document in documents:
            print(json.dumps(document, sort_keys=True, allow_nan=False), file=answers)
        answers.flush()


def vectors(name, area, seed, count):
    """The vectors of an area: those that it names, then random ones."""
    for vector, given in getattr(area, "NAMED", []):
        yield {"name": vector, "input": given, **ask(area, given)}
    for index in range(count):
        # One source of chance for each vector, so that a vector stays when the number of vectors changes.
        given = area.generate(random.Random(f"{name} {seed} {index}"))
        # In the order of keys in which vectors are kept, since some answers depend on it.
        given = json.loads(json.dumps(given, sort_keys=True, allow_nan=False))
        kind = given.get("fn", "fuzz") if isinstance(given, dict) else "fuzz"
        yield {"name": f"{kind} {seed}.{index}", "input": given, **ask(area, given)}


def ask(area, given):
    """What the reference answers: one document, or the alternatives."""
    answers = []
    for use in getattr(area, "ORDERS", [lambda: None]):
        use()
        answer = ask_once(area, given)
        if answer not in answers:
            answers.append(answer)
    if len(answers) == 1:
        return answers[0]
    return {"nondeterministic": True, "alternatives": answers}


def ask_once(area, given):
    """What the reference answers."""
    try:
        return {"expect": area.answer(copy.deepcopy(given))}
    except Exception as error:  # noqa: every error is an answer
        return {
            "expect_error": {
                "class": type(error).__name__,
                "message": str(error),
                "explicit": on_purpose(error),
            }
        }


def on_purpose(error):
    """Whether the error comes from a raise or an assert of the reference itself."""
    frames = traceback.extract_tb(error.__traceback__)
    frame = frames[-1]
    parts = frame.filename.split(os.sep)
    if "site-packages" not in parts:
        return False
    if parts[parts.index("site-packages") + 1] not in REFERENCE:
        return False
    return isinstance(innermost_statement(frame.filename, frame.lineno), (ast.Raise, ast.Assert))


def innermost_statement(path, line):
    """The smallest statement of a source file that covers the line."""
    covering = [
        node for node in statements(path) if node.lineno <= line <= node.end_lineno
    ]
    return min(covering, key=lambda node: node.end_lineno - node.lineno, default=None)


@functools.lru_cache(maxsize=None)
def statements(path):
    """Every statement of a source file."""
    with open(path, encoding="utf-8") as source:
        tree = ast.parse(source.read())
    return [node for node in ast.walk(tree) if isinstance(node, ast.stmt)]


if __name__ == "__main__":
    main()
