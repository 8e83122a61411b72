"""Times the exact score of many points here and in NumPy, by turns, and writes exact_score.json.

    python exact_score.py [ROUNDS]

The score of 10,000 points in 784 dimensions at 100 places, t = 1.5, in double precision on two threads: two products of
matrices and a softmax between them. NumPy's is written as one would, with the points' squares known beforehand. The sizes
are those of benches/exact_score.rs, the numbers drawn anew. The share is of the rate of one product of 2,000 × 2,000
matrices, ours or NumPy's, whichever is faster.
"""

import os

THREADS = 2
os.environ.update(OMP_NUM_THREADS=str(THREADS), OPENBLAS_NUM_THREADS=str(THREADS))

import sys
import time

import numpy

import peers

POINTS, PLACES, PIXELS, SIDE, TIME = 10_000, 100, 784, 2_000, 1.5
REPEATS = 8


def score(x, points, squares):
    a = numpy.exp(-TIME)
    variance = -numpy.expm1(-2 * TIME)
    exponents = (a * (x @ points.T) - a * a / 2 * squares) / variance
    exponents -= exponents.max(axis=1, keepdims=True)
    numpy.exp(exponents, out=exponents)
    exponents /= exponents.sum(axis=1, keepdims=True)
    return (a * (exponents @ points) - x) / variance


def fastest_ms(work):
    spent = []
    for _ in range(REPEATS):
        start = time.perf_counter()
        work()
        spent.append(1e3 * (time.perf_counter() - start))
    return min(spent)


def main():
    rounds = int(sys.argv[1]) if len(sys.argv) > 1 else 3
    rng = numpy.random.default_rng(1)
    points, x = rng.standard_normal((POINTS, PIXELS)), rng.standard_normal((PLACES, PIXELS))
    squares = (points**2).sum(axis=1)
    left, right = rng.standard_normal((2, SIDE, SIDE))
    works = {"score": lambda: score(x, points, squares), "product": lambda: left @ right}
    ours, theirs = {name: [] for name in works}, {name: [] for name in works}
    for turn in range(rounds):
        for name, work in works.items():
            ours[name].append(peers.ours_ms("exact_score", f"exact_score/{name}", 4, THREADS))
            theirs[name].append(fastest_ms(work))
            print(f"round {turn + 1} of {rounds}, {name}: {ours[name][-1]:.1f} ms, NumPy {theirs[name][-1]:.1f} ms", file=sys.stderr)
    what = {
        "score": f"score of {POINTS:,} points × {PIXELS} at {PLACES} places",
        "product": f"product of {SIDE:,} × {SIDE:,} matrices",
    }
    aims = {"score": {"aim": 1.0}, "product": {}}
    rows = [
        {"what": what[name], "ours_ms": round(min(ours[name]), 3), "peers_ms": [round(min(theirs[name]), 3)], **aims[name]}
        for name in works
    ]
    rate = 2 * SIDE**3 / min(ours["product"] + theirs["product"])
    share = lambda spent: round(4 * POINTS * PIXELS * PLACES / min(spent) / rate, 2)
    answers = [{"what": "share of the product's rate", "ours": share(ours["score"]), "peers": [share(theirs["score"])]}]
    peers.write("exact_score", "The exact score", THREADS, rounds, {"NumPy": numpy.__version__}, rows, answers)


if __name__ == "__main__":
    main()
