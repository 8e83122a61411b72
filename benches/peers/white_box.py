"""Times the networks of benches/white_box.rs here and in other programs, by turns, and writes white_box.json.

    python white_box.py [ROUNDS]

Needs a Python with requirements-white_box.txt installed, and cargo. Two threads on both sides.

- Scattering of 200 images of 28 × 28, mirrored to 36 × 36, J = 2, L = 8, two orders: kymatio with the faster of its NumPy
  and its PyTorch backend. The images are drawn anew, and take the same time whatever is on them.
- A dictionary of 128 atoms for 4,000 signals of length 64 that are made of 4 atoms each: scikit-learn's DictionaryLearning,
  whose codes are LASSO's, with the penalty of a small grid that misses least. As many rounds on both sides; what the learnt
  dictionaries miss of held-out signals with codes of 4 atoms by matching pursuit is printed beside the times.
- A ReduNet of 200 layers for three classes of 500 vectors in 3 dimensions, built with labels: NumPy, written as one would.
"""

import os

THREADS = 2
os.environ.update(OMP_NUM_THREADS=str(THREADS), OPENBLAS_NUM_THREADS=str(THREADS))

import subprocess
import sys
import time
import warnings

import kymatio
import numpy
import sklearn
import torch
from sklearn.decomposition import DictionaryLearning, sparse_encode

import peers

IMAGES, SIDE, SCALES, DIRECTIONS = 200, 28, 2, 8
SIGNALS, LENGTH, ATOMS, SPARSITY, ROUNDS, NOISE = 4_000, 64, 128, 4, 10, 0.02
PENALTIES = (0.05, 0.1, 0.2)
EACH, DIMENSION, LAYERS, PRECISION, STEP = 500, 3, 200, 0.1, 0.5
REPEATS = 5


def fastest_ms(work, repeats=REPEATS):
    spent = []
    for _ in range(repeats):
        start = time.perf_counter()
        work()
        spent.append(1e3 * (time.perf_counter() - start))
    return min(spent)


def scattering_ms(rng):
    from kymatio.numpy import Scattering2D as InNumpy
    from kymatio.torch import Scattering2D as InTorch

    images = rng.random((IMAGES, SIDE, SIDE))
    plain = InNumpy(J=SCALES, L=DIRECTIONS, shape=(SIDE, SIDE))
    # Its filters are in single precision, and so are its images.
    fast, tensor = InTorch(J=SCALES, L=DIRECTIONS, shape=(SIDE, SIDE)), torch.from_numpy(images.astype(numpy.float32))
    return min(fastest_ms(lambda: plain(images)), fastest_ms(lambda: fast(tensor)))


def signals(rng):
    planted = rng.standard_normal((ATOMS, LENGTH))
    planted /= numpy.linalg.norm(planted, axis=1, keepdims=True)

    def drawn(count):
        code = numpy.zeros((count, ATOMS))
        for row in code:
            row[rng.choice(ATOMS, SPARSITY, replace=False)] = rng.standard_normal(SPARSITY)
        return code @ planted + NOISE * rng.standard_normal((count, LENGTH))

    return drawn(SIGNALS), drawn(SIGNALS // 4)


def learn(signals, penalty):
    # Coordinate descent, its faster way to the codes; no early end.
    learning = DictionaryLearning(
        ATOMS, alpha=penalty, max_iter=ROUNDS, tol=0, fit_algorithm="cd", n_jobs=THREADS, random_state=1
    )
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return learning.fit(signals).components_


def missed(held_out, dictionary):
    codes = sparse_encode(held_out, dictionary, algorithm="omp", n_nonzero_coefs=SPARSITY)
    return ((held_out - codes @ dictionary) ** 2).sum() / (held_out**2).sum()


def redunet(inputs, labels):
    """The layers' operators and the features at the end: ascent on rate reduction with true memberships."""
    features = inputs / numpy.linalg.norm(inputs, axis=0)
    dimension, count = features.shape
    identity = numpy.eye(dimension)
    members = [labels == k for k in range(labels.max() + 1)]
    layers = []

    def operator(part):
        alpha = dimension / (part.shape[1] * PRECISION)
        return alpha * numpy.linalg.inv(identity + alpha * part @ part.T)

    for _ in range(LAYERS):
        expansion, compressions = operator(features), [operator(features[:, own]) for own in members]
        moved = expansion @ features
        for own, compression in zip(members, compressions):
            moved[:, own] -= own.sum() / count * compression @ features[:, own]
        features = features + STEP * moved
        features /= numpy.linalg.norm(features, axis=0)
        layers.append((expansion, compressions))
    return layers, features


def redunet_ms(rng):
    labels = numpy.repeat(numpy.arange(DIMENSION), EACH)
    inputs = numpy.eye(DIMENSION)[:, labels] + 0.3 * rng.standard_normal((DIMENSION, DIMENSION * EACH))
    return fastest_ms(lambda: redunet(inputs, labels))


def ours_missed():
    command = ["cargo", "bench", "--quiet", "--bench", "white_box", "--", "--missed"]
    return float(subprocess.run(command, cwd=peers.ROOT, check=True, capture_output=True, text=True).stdout)


def main():
    rounds = int(sys.argv[1]) if len(sys.argv) > 1 else 2
    torch.set_num_threads(THREADS)
    rng = numpy.random.default_rng(1)
    fitted, held_out = signals(rng)
    penalty = min(PENALTIES, key=lambda penalty: missed(held_out, learn(fitted, penalty)))
    works = {
        "scattering": lambda: scattering_ms(rng),
        "dictionary": lambda: fastest_ms(lambda: learn(fitted, penalty), 1),
        "redunet": lambda: redunet_ms(rng),
    }
    ours, theirs = {name: [] for name in works}, {name: [] for name in works}
    for turn in range(rounds):
        for name, work in works.items():
            ours[name].append(peers.ours_ms("white_box", f"white_box/{name}", 4, THREADS))
            theirs[name].append(work())
            print(f"round {turn + 1} of {rounds}, {name}: {ours[name][-1]:.1f} ms, theirs {theirs[name][-1]:.1f} ms", file=sys.stderr)
    what = {
        "scattering": f"scattering of {IMAGES} images (kymatio)",
        "dictionary": f"{ATOMS} atoms for {SIGNALS:,} signals (scikit-learn)",
        "redunet": f"ReduNet, {DIMENSION} × {EACH} vectors, {LAYERS} layers (NumPy)",
    }
    rows = [
        {"what": what[name], "ours_ms": round(min(ours[name]), 3), "peers_ms": [round(min(theirs[name]), 3)], "aim": 1.0}
        for name in works
    ]
    share = float(missed(held_out, learn(fitted, penalty)))
    answers = [{"what": "share of held-out energy that the dictionary misses", "ours": ours_missed(), "peers": [share]}]
    versions = ", ".join(
        f"{name} {version}"
        for name, version in {
            "kymatio": kymatio.__version__,
            "scikit-learn": sklearn.__version__,
            "PyTorch": torch.__version__,
            "NumPy": numpy.__version__,
        }.items()
    )
    peers.write("white_box", "Networks that nobody trains", THREADS, rounds, {"Others": f"({versions})"}, rows, answers)


if __name__ == "__main__":
    main()
