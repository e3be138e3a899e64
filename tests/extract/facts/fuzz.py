"""A fuzz target: throws bytes at the reading of facts until one text breaks it, or time is up.

    python -m tests.extract.facts.fuzz [SECONDS] [--seed N]

The bytes drive the same strategy and the same checks as `test_any_text_gives_sound_facts`;
a coverage-guided fuzzer such as Atheris can call `target` with bytes of its own.
"""

from __future__ import annotations

import argparse
import random
import time

from tests.extract.facts.test_facts import test_any_text_gives_sound_facts

target = test_any_text_gives_sound_facts.hypothesis.fuzz_one_input
"""Takes bytes; raises where the text that they stand for is not read soundly."""


def main() -> None:
    """Feed the target random bytes; an exception ends the run with the text that caused it."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("seconds", type=float, nargs="?", default=60.0)
    parser.add_argument("--seed", type=int, default=0)
    arguments = parser.parse_args()
    source = random.Random(arguments.seed)
    end = time.monotonic() + arguments.seconds
    read = 0
    while time.monotonic() < end:
        read += target(source.randbytes(source.choice((32, 256, 2048)))) is not None
    print(f"{read} texts read without failing (seed {arguments.seed})")


if __name__ == "__main__":
    main()
