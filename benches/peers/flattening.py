"""Times FlatNet on a sine here and in its authors' package, and writes flattening.json.

    python flattening.py [ROUNDS]

The sizes are those of benches/flattening.rs: 50 points of one period, their coordinates of mean square 1, 100 neighbourhoods,
all settings those of the package, on one thread. Ours is the fastest of criterion's samples of constructions; theirs the
fastest of ROUNDS constructions, five unless said otherwise, each from a seed of its own.

Beside the times what they find, as medians: ours over the constructions of the committed record of
representation/flattening, theirs over the ROUNDS.

Needs a Python with requirements-flattening.txt installed, and cargo. If pip brings NCCL for two versions of CUDA, remove the
older.
"""

import importlib.metadata
import json
import math
import statistics
import sys
import time

import flatnet
import torch

import peers

THREADS, POINTS, ITERATIONS = 1, 50, 100
AIM = 1 / 50

torch.set_num_threads(THREADS)


def sine():
    x = torch.arange(POINTS) / POINTS * 2 * math.pi
    points = torch.stack([x, torch.sin(x)], dim=1).float()
    points = points - points.mean(dim=0)
    return points / points.pow(2).mean().sqrt()


def build(points, seed):
    """Milliseconds, layers, the second singular value over the first, and the mean square lost over the variance."""
    torch.manual_seed(seed)
    start = time.perf_counter()
    encoder, decoder = flatnet.train(points, n_iter=ITERATIONS)
    elapsed = 1e3 * (time.perf_counter() - start)
    flat = encoder(points).detach()
    sigma = torch.linalg.svdvals(flat - flat.mean(dim=0))
    lost = (decoder(flat) - points).pow(2).mean() / points.pow(2).mean()
    return elapsed, len(encoder.network), float(sigma[1] / sigma[0]), float(lost)


def main():
    rounds = int(sys.argv[1]) if len(sys.argv) > 1 else 5
    points = sine()
    ours, theirs = [], []
    for seed in range(rounds):
        ours.append(peers.ours_ms("flattening", "flattening_sine", 5, THREADS))
        theirs.append(build(points, seed))
        print(f"{ours[-1]} ms, {theirs[-1]}", file=sys.stderr)
    what = f"a sine of {POINTS} points, {ITERATIONS} neighbourhoods"
    fastest = min(elapsed for elapsed, *_ in theirs)
    rows = [{"what": what, "ours_ms": round(min(ours), 3), "peers_ms": [round(fastest, 3)], "aim": AIM}]
    record = json.loads((peers.ROOT / "figures/representation/flattening.json").read_text())
    published = record["outcome"]["shapes"][0]["constructs"][0]["trials"]
    named = [("layers", "layers"), ("second singular value over the first", "flatness"), ("mean square lost over the variance", "lost")]
    answers = []
    for place, (words, field) in enumerate(named, start=1):
        mine = [trial[field][0] if field == "lost" else trial[field] for trial in published]
        other = statistics.median(numbers[place] for numbers in theirs)
        answers.append({"what": f"{words}, median", "ours": statistics.median(mine), "peers": [other]})
    versions = {"flatnet": importlib.metadata.version("flatnet")}
    peers.write("flattening", "FlatNet", THREADS, rounds, versions, rows, answers)


if __name__ == "__main__":
    main()
