"""Times the empirical neural tangent kernel here, in neural-tangents and in PyTorch, and writes tangent_kernel.json.

    python tangent_kernel.py [ROUNDS]

The sizes are those of benches/tangent_kernel.rs: 20 hidden layers of 1,024, between every two of 64 and of 256 points of
the sphere in three dimensions, in single precision on two threads; the weights are drawn anew. neural-tangents by structured
derivatives, its fastest way here, after compilation. PyTorch by `torch.func`, as its documentation shows: the gradient of
every example by `vmap` and `grad`, then their products, in blocks of 64 examples, whose gradients fill 5.4 GB. Both count
the last layer's own term, which ours leaves out. It is an error if their answers differ.

Beside them one layer's forward product for 256 points: how fast this machine multiplies matrices.

Needs a Python with requirements-tangent_kernel.txt installed, and cargo.
"""

import sys
import time

import jax
import neural_tangents
import numpy
import torch
from neural_tangents import stax

import peers

# torch.func would load Triton, of no use without a GPU, whose LLVM ends the process when JAX has loaded its own.
sys.modules["triton"] = None

DEPTH, WIDTH, COUNTS, BLOCK = 20, 1024, (64, 256), 64
THREADS = 2
AIM = 0.333

torch.set_num_threads(THREADS)


def problem(count):
    rng = numpy.random.default_rng(1)
    points = rng.standard_normal((count, 3))
    points /= numpy.linalg.norm(points, axis=1, keepdims=True)
    sizes = [3] + [WIDTH] * DEPTH
    hidden = [rng.standard_normal((a, b)) * (2 / b) ** 0.5 for a, b in zip(sizes, sizes[1:])]
    weights = [*hidden, rng.standard_normal((WIDTH, 1))]
    return points.astype(numpy.float32), [weight.astype(numpy.float32) for weight in weights]


def by_neural_tangents(points, weights):
    dense = {"b_std": None, "parameterization": "standard"}
    hidden = [layer for _ in range(DEPTH) for layer in (stax.Dense(WIDTH, **dense), stax.Relu())]
    _, apply, _ = stax.serial(*hidden, stax.Dense(1, **dense))
    implementation = neural_tangents.NtkImplementation.STRUCTURED_DERIVATIVES
    kernel = neural_tangents.empirical_ntk_fn(apply, trace_axes=(-1,), vmap_axes=0, implementation=implementation)
    parameters = [part for weight in weights for part in ((weight, None), ())][:-1]
    kernel = jax.jit(kernel)
    return lambda: numpy.asarray(kernel(points, None, parameters))


def by_torch(points, weights):
    def output(weights, point):
        for weight in weights[:-1]:
            point = torch.relu(point @ weight)
        return (point @ weights[-1])[0]

    points, weights = torch.from_numpy(points), tuple(torch.from_numpy(weight) for weight in weights)
    gradients = torch.func.vmap(torch.func.grad(output), in_dims=(None, 0))

    def kernel():
        blocks = points.split(BLOCK)
        answer = torch.zeros(len(points), len(points))
        for row, left in enumerate(blocks):
            ours = [gradient.flatten(1) for gradient in gradients(weights, left)]
            for column, right in enumerate(blocks[: row + 1]):
                theirs = ours if column == row else [gradient.flatten(1) for gradient in gradients(weights, right)]
                product = sum(a @ b.T for a, b in zip(ours, theirs))
                rows, columns = (slice(at * BLOCK, (at + 1) * BLOCK) for at in (row, column))
                answer[rows, columns], answer[columns, rows] = product, product.T
        return answer.numpy()

    return kernel


def fastest_ms(run, seconds):
    times = []
    end = time.perf_counter() + seconds
    while not times or time.perf_counter() < end:
        start = time.perf_counter()
        run()
        times.append(time.perf_counter() - start)
    return 1e3 * min(times)


def row(what, bench, runs, rounds):
    ours, theirs = [], ([], [])
    for _ in range(rounds):
        ours.append(peers.ours_ms("tangent_kernel", bench, 5, THREADS))
        for times, run in zip(theirs, runs):
            times.append(fastest_ms(run, 5))
    print(f"{what}: {ours} ms, {theirs}", file=sys.stderr)
    return {"what": what, "ours_ms": round(min(ours), 3), "peers_ms": [round(min(times), 3) for times in theirs]}


def kernel_row(count, rounds):
    runs = [by(*problem(count)) for by in (by_neural_tangents, by_torch)]
    first, second = (run() for run in runs)
    if not numpy.allclose(first, second, rtol=1e-3, atol=1e-3 * abs(first).max()):
        sys.exit(f"the kernels of {count} points differ by {abs(first - second).max()}")
    what = f"{count} points, {DEPTH} layers of {WIDTH:,}"
    return {**row(what, f"tangent_kernel_{count}", runs, rounds), "aim": AIM}


def product_row(rounds):
    rng = numpy.random.default_rng(1)
    left, right = (rng.standard_normal((rows, WIDTH)).astype(numpy.float32) for rows in (COUNTS[-1], WIDTH))
    jax_left, jax_right = jax.numpy.asarray(left), jax.numpy.asarray(right)
    torch_left, torch_right = torch.from_numpy(left), torch.from_numpy(right)
    runs = [lambda: (jax_left @ jax_right).block_until_ready(), lambda: torch_left @ torch_right]
    return row(f"one product, {COUNTS[-1]} × {WIDTH:,} by {WIDTH:,} × {WIDTH:,}", "layer_product", runs, rounds)


def main():
    rounds = int(sys.argv[1]) if len(sys.argv) > 1 else 1
    rows = [kernel_row(count, rounds) for count in COUNTS] + [product_row(rounds)]
    versions = {"neural-tangents": neural_tangents.__version__, "PyTorch": torch.__version__}
    peers.write("tangent_kernel", "Empirical tangent kernel", THREADS, rounds, versions, rows)


if __name__ == "__main__":
    main()
