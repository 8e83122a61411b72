"""Times basis pursuit here, in scikit-learn and in SciPy, by turns, and writes basis_pursuit.json.

    python basis_pursuit.py [ROUNDS]

The problems are those of benches/basis_pursuit.rs: the same sizes, drawn anew. scikit-learn follows the same path as we
do (`lars_path`); SciPy's `linprog` solves the linear program with HiGHS, by its own choice of method. One thread each.
Ours is the fastest of criterion's samples in any round, a peer's the fastest pass of any round: a peer is warmed up less,
which is worth percents where the ratios are tens. It is an error if a peer's answer misses the measurements, or if the
two peers' answers are not equally short.
"""

import os

os.environ.update(OMP_NUM_THREADS="1", OPENBLAS_NUM_THREADS="1")

import sys
import time
import warnings

import numpy
import scipy
import sklearn
from scipy.optimize import linprog
from sklearn.linear_model import lars_path

import peers

N = 160
PROBLEMS = 20
SECONDS = 3
SIZES = {
    "recovered": ("recovered with certainty: k = 16, m = 96", 16, 96),
    "border": ("at the border: k = 40, m = 92", 40, 92),
    "lost": ("lost with certainty: k = 80, m = 64", 80, 64),
}


def problems(k, m):
    for number in range(PROBLEMS):
        rng = numpy.random.default_rng(number)
        matrix = numpy.asfortranarray(rng.standard_normal((m, N)) / numpy.sqrt(m))
        signal = numpy.zeros(N)
        signal[rng.choice(N, k, replace=False)] = rng.standard_normal(k)
        yield matrix, matrix @ signal


def by_lars(matrix, measured):
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return lars_path(matrix, measured, method="lasso", alpha_min=0.0, max_iter=100 * N)[2][:, -1]


def by_highs(matrix, measured):
    found = linprog(numpy.ones(2 * N), A_eq=numpy.hstack([matrix, -matrix]), b_eq=measured, bounds=(0, None))
    return found.x[:N] - found.x[N:]


SOLVERS = {"scikit-learn": by_lars, "SciPy (HiGHS)": by_highs}


def peer_ms(solver, k, m):
    """Milliseconds a problem, and the ℓ₁ norms of the answers."""
    lengths = []
    spent = 0.0
    for matrix, measured in problems(k, m):
        start = time.perf_counter()
        answer = solver(matrix, measured)
        spent += time.perf_counter() - start
        misfit = numpy.linalg.norm(matrix @ answer - measured) / numpy.linalg.norm(measured)
        assert misfit < 1e-6, f"an answer of {solver.__name__} misses the measurements by {misfit:.1e}"
        lengths.append(numpy.abs(answer).sum())
    return 1e3 * spent / PROBLEMS, numpy.array(lengths)


def main():
    rounds = int(sys.argv[1]) if len(sys.argv) > 1 else 3
    rows = []
    for name, (what, k, m) in SIZES.items():
        ours, theirs = [], {solver: [] for solver in SOLVERS}
        for turn in range(rounds):
            ours.append(peers.ours_ms("basis_pursuit", f"basis_pursuit/{name}", SECONDS, 1) / PROBLEMS)
            lengths = {}
            for solver, solve in SOLVERS.items():
                spent, lengths[solver] = peer_ms(solve, k, m)
                theirs[solver].append(spent)
            apart = numpy.max(numpy.ptp(list(lengths.values()), axis=0) / lengths["SciPy (HiGHS)"])
            assert apart < 1e-6, f"the peers' answers differ in length by {apart:.1e}"
            times = ", ".join(f"{solver} {spent[-1]:.2f} ms" for solver, spent in theirs.items())
            print(f"round {turn + 1} of {rounds}, {name}: {ours[-1]:.2f} ms, {times}; apart {apart:.0e}", file=sys.stderr)
        spent = [round(min(spent), 3) for spent in theirs.values()]
        rows.append({"what": what, "ours_ms": round(min(ours), 3), "peers_ms": spent})
    versions = {"scikit-learn": sklearn.__version__, "SciPy (HiGHS)": scipy.__version__}
    peers.write("basis_pursuit", "Basis pursuit, n = 160, one problem", 1, rounds, versions, rows)


if __name__ == "__main__":
    main()
