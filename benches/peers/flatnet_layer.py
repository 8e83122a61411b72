"""Times one local fit of FlatNet on the twos against their number and the dimension of their space, and writes
flatnet_layer.json: the times, and the powers of N and of D that go through them.

    python flatnet_layer.py [ROUNDS]

Needs cargo, and no program of others: the question is how the time grows. The sizes are those of benches/flatnet_layer.rs.
The fastest of criterion's samples over ROUNDS rounds counts, two unless said otherwise, on one thread.
"""

import math
import sys

import peers

THREADS, SECONDS = 1, 2
SAMPLES = [(500, 50), (1_000, 50), (2_000, 50), (4_000, 50)]
DIMENSIONS = [(1_000, 25), (1_000, 50), (1_000, 100), (1_000, 200)]


def named(size):
    return "N = {}, D = {}".format(*size)


def power(sizes, times):
    """The slope of the line of least squares through the logarithms."""
    xs, ys = [math.log(size) for size in sizes], [math.log(time) for time in times]
    x, y = sum(xs) / len(xs), sum(ys) / len(ys)
    return sum((a - x) * (b - y) for a, b in zip(xs, ys)) / sum((a - x) ** 2 for a in xs)


def main():
    rounds = int(sys.argv[1]) if len(sys.argv) > 1 else 2
    fastest = {}
    for turn in range(rounds):
        for size in sorted({*SAMPLES, *DIMENSIONS}):
            time = peers.ours_ms("flatnet_layer", f"flatnet_layer/{named(size)}", SECONDS, THREADS)
            fastest[size] = min(time, fastest.get(size, math.inf))
            print(f"round {turn + 1} of {rounds}, {named(size)}: {time:.2f} ms", file=sys.stderr)
    rows = [{"what": named(size), "ours_ms": round(time, 3), "peers_ms": []} for size, time in fastest.items()]
    walks = [("N", 0, SAMPLES), ("D", 1, DIMENSIONS)]
    answers = []
    for letter, place, sizes in walks:
        slope = power([size[place] for size in sizes], [fastest[size] for size in sizes])
        answers.append({"what": f"power of {letter} in the time, the other fixed", "ours": round(slope, 2), "peers": []})
    peers.write("flatnet_layer", "One local fit", THREADS, rounds, {}, rows, answers)


if __name__ == "__main__":
    main()
