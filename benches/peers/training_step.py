"""Times the steps of benches/training_step.rs here and in PyTorch, by turns, and writes training_step.json; then says where
ours go, in training_step_profile.json.

    python training_step.py [ROUNDS]

Needs a Python with requirements.txt installed, and cargo. The fastest counts on both sides, since what else runs on
the machine can only slow a step down. Where criterion takes several steps as one sample, ours is their mean.

The machine's product rate is that of the faster of the two matrix products. What a step would take at that rate is its
share of it; what it takes beyond is what lies between the products.
"""

import json
import os
import subprocess
import sys

import torch

import peers
from torch_step import STEPS

SECONDS = 2
THREADS = 2
PRODUCT = 2 * 1024**3

# What each step is called, and time of ours over PyTorch's that it is to reach.
ROWS = {
    "matrix_product": ("matrix product, 1024 × 1024", 0.6),
    "mlp": ("perceptron, 10 × 512, batch 256", 0.9),
    "convolution": ("two convolutions, 32 channels, 28 × 28, batch 64", 1.2),
    "strided_network": ("strided convolutional network, 40 × 40, batch 64", 0.6),
    "transformer_block": ("transformer block, 64 × 50 × 192, 3 heads", 0.95),
    "unet": ("U-Net, 14 × 14, 48 and 96 channels, batch 64", 1.25),
    "score_perceptron": ("score perceptron, 3 × 128, batch 256", 0.9),
}


def torch_step(step):
    """Milliseconds of the fastest step, and the megabytes that the process grew by."""
    command = [sys.executable, peers.HERE / "torch_step.py", step, str(SECONDS)]
    return map(float, subprocess.run(command, check=True, capture_output=True, text=True).stdout.split())


def profile(step):
    command = ["cargo", "bench", "--quiet", "--bench", "training_step", "--", "--profile", step]
    environment = {**os.environ, "RAYON_NUM_THREADS": str(THREADS)}
    run = subprocess.run(command, cwd=peers.ROOT, env=environment, check=True, capture_output=True, text=True)
    return json.loads(run.stdout)


def main():
    rounds = int(sys.argv[1]) if len(sys.argv) > 1 else 5
    steps = [step.__name__ for step in STEPS]
    times = {step: ([], []) for step in steps}
    grown = {}
    for turn in range(rounds):
        for step in steps:
            ours, peer = times[step]
            ours.append(peers.ours_ms("training_step", step, SECONDS, THREADS))
            milliseconds, grown[step] = torch_step(step)
            peer.append(milliseconds)
            print(f"round {turn + 1} of {rounds}, {step}: {ours[-1]:.2f} ms, PyTorch {peer[-1]:.2f} ms", file=sys.stderr)
    fastest = {step: [min(side) for side in sides] for step, sides in times.items()}
    rows = []
    for step, (ours, peer) in fastest.items():
        name, aim = ROWS[step]
        rows.append({"what": name, "ours_ms": round(ours, 3), "peers_ms": [round(peer, 3)], "aim": aim})
    rate = PRODUCT / min(fastest["matrix_product"])
    shares, memory, parts = [], [], []
    for step in steps[1:]:
        name, found = ROWS[step][0].split(",")[0], profile(step)
        alone = found["operations"] / rate
        ours, peer = (round(alone / time, 3) for time in fastest[step])
        shares.append({"what": f"{name}: share of the machine's product rate", "ours": ours, "peers": [peer]})
        ours, peer = round(found["peak_mb"], 1), round(grown[step], 1)
        memory.append({"what": f"{name}: megabytes that the process grows by in training", "ours": ours, "peers": [peer]})
        milliseconds = {
            "the products of a step, at the machine's rate": alone,
            "a step of gradient descent": found["descent_ms"],
            "a step of Adam": found["adam_ms"],
            "the network applied to the batch, with copies in and out": found["forward_ms"],
        }
        parts += [{"what": f"{name}: {what}", "ours_ms": round(ms, 2), "peers_ms": []} for what, ms in milliseconds.items()]
    peers.write("training_step", "Training step", THREADS, rounds, {"PyTorch": torch.__version__}, rows, shares + memory)
    peers.write("training_step_profile", "Part of a step", THREADS, 1, {}, parts)


if __name__ == "__main__":
    main()
