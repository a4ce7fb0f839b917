"""Merges a second of the Python framework, for the manifest and the patch of `merge.rs`.

Run it with a Python that has `oper8==0.1.40`, on the machine and at the time of the Rust bench: quote the ratio.
"""

import time
import timeit

from oper8.patch_strategic_merge import patch_strategic_merge


def deployment():
    def env():
        return [{"name": f"VARIABLE_{i}", "value": f"value {i}"} for i in range(10)]

    containers = [
        {"name": f"container-{i}", "image": "registry.example/app:1.0", "env": env()}
        for i in range(3)
    ]
    return {
        "apiVersion": "apps/v1",
        "kind": "Deployment",
        "metadata": {"name": "web", "namespace": "default", "labels": {"app": "web"}},
        "spec": {
            "replicas": 2,
            "selector": {"matchLabels": {"app": "web"}},
            "template": {
                "metadata": {"labels": {"app": "web"}},
                "spec": {"containers": containers},
            },
        },
    }


def patch():
    env = [
        {"name": "VARIABLE_3", "value": "another"},
        {"name": "NEW", "value": "one"},
    ]
    container = {"name": "container-1", "image": "registry.example/app:1.1", "env": env}
    return {"spec": {"replicas": 3, "template": {"spec": {"containers": [container]}}}}


def main():
    manifest, change = deployment(), patch()
    rounds, repetitions = 2000, 9
    times = timeit.repeat(
        lambda: patch_strategic_merge(manifest, change),
        number=rounds,
        repeat=repetitions,
        # The time that this process worked: others may be working too.
        timer=time.process_time,
    )
    times.sort()
    median, best = times[repetitions // 2], times[0]
    print(f"{rounds / median:,.0f} merges/s (median of {repetitions}), {rounds / best:,.0f} at best")


if __name__ == "__main__":
    main()
