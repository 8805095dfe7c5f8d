"""Writes N pseudo-random bytes, the same ones each time: a stream that a lost, doubled or moved block must change."""
import random
import sys

BLOCK = 1 << 20


def blocks(total):
    base = random.Random(7).randbytes(BLOCK)
    number = 0
    while total > 0:
        # the block's number at its head makes every block different
        block = number.to_bytes(8, "big") + base[8:]
        yield block[:total]
        total -= len(block)
        number += 1


if __name__ == "__main__":
    for part in blocks(int(sys.argv[1])):
        sys.stdout.buffer.write(part)
