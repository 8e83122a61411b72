"""Times the steps of benches/training_step.rs here and in PyTorch, by turns, and writes training_step.json.

    python training_step.py [ROUNDS]

Needs a Python with requirements.txt installed, and cargo. The fastest counts on both sides, since what else runs on
the machine can only slow a step down. Where criterion takes several steps as one sample, ours is their mean.
"""

import subprocess
import sys

import torch

import peers
from torch_step import STEPS

SECONDS = 2
THREADS = 2

# What each step is called, and time of ours over PyTorch's that it is to reach.
ROWS = {
    "matrix_product": ("matrix product, 1024 × 1024", 0.6),
    "mlp": ("perceptron, 10 × 512, batch 256", 0.9),
    "convolution": ("two convolutions, 32 channels, 28 × 28, batch 64", 2.0),
    "strided_network": ("strided convolutional network, 40 × 40, batch 64", 2.0),
    "transformer_block": ("transformer block, 64 × 50 × 192, 3 heads", 1.15),
}


def torch_ms(step):
    command = [sys.executable, peers.HERE / "torch_step.py", step, str(SECONDS)]
    return float(subprocess.run(command, check=True, capture_output=True, text=True).stdout)


def main():
    rounds = int(sys.argv[1]) if len(sys.argv) > 1 else 5
    steps = [step.__name__ for step in STEPS]
    times = {step: ([], []) for step in steps}
    for turn in range(rounds):
        for step in steps:
            ours, peer = times[step]
            ours.append(peers.ours_ms("training_step", step, SECONDS, THREADS))
            peer.append(torch_ms(step))
            print(f"round {turn + 1} of {rounds}, {step}: {ours[-1]:.2f} ms, PyTorch {peer[-1]:.2f} ms", file=sys.stderr)
    rows = []
    for step in steps:
        ours, peer = (round(min(side), 3) for side in times[step])
        name, aim = ROWS[step]
        rows.append({"what": name, "ours_ms": ours, "peers_ms": [peer], "aim": aim})
    peers.write("training_step", "Training step", THREADS, rounds, {"PyTorch": torch.__version__}, rows)


if __name__ == "__main__":
    main()
