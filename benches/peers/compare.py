"""Times the steps of benches/training_step.rs here and in PyTorch, by turns, and writes measured.json beside this file.

    python compare.py [ROUNDS]

Needs a Python with requirements.txt installed, and cargo. The fastest counts on both sides, since what else runs on
the machine can only slow a step down. Where criterion takes several steps as one sample, ours is their mean.
"""

import json
import os
import pathlib
import platform
import re
import subprocess
import sys

import torch

from training_step import STEPS

HERE = pathlib.Path(__file__).parent
ROOT = HERE.parent.parent
SECONDS = 2

# Time of ours over PyTorch's that each step is to reach.
AIMS = {"matrix_product": 0.6, "mlp": 0.9, "convolution": 2.0, "strided_network": 2.0, "transformer_block": 1.15}
NAMES = {
    "matrix_product": "matrix product, 1024 × 1024",
    "mlp": "perceptron, 10 × 512, batch 256",
    "convolution": "two convolutions, 32 channels, 28 × 28, batch 64",
    "strided_network": "strided convolutional network, 40 × 40, batch 64",
    "transformer_block": "transformer block, 64 × 50 × 192, 3 heads",
}


def ours_ms(step):
    command = ["cargo", "bench", "--quiet", "--bench", "training_step", "--"]
    options = ["--warm-up-time", "0.5", "--measurement-time", str(SECONDS), "--sample-size", "20", f"^{step}$"]
    environment = {**os.environ, "RAYON_NUM_THREADS": "2"}
    subprocess.run(command + options, cwd=ROOT, env=environment, check=True, stdout=subprocess.DEVNULL)
    target = pathlib.Path(os.environ.get("CARGO_TARGET_DIR", ROOT / "target"))
    sample = json.loads((target / "criterion" / step / "new" / "sample.json").read_text())
    return min(nanoseconds / steps for nanoseconds, steps in zip(sample["times"], sample["iters"])) / 1e6


def torch_ms(step):
    command = [sys.executable, HERE / "training_step.py", step, str(SECONDS)]
    return float(subprocess.run(command, check=True, capture_output=True, text=True).stdout)


def machine():
    cpuinfo = pathlib.Path("/proc/cpuinfo").read_text()
    model = re.search(r"model name\s*: (.*)", cpuinfo)
    family = re.search(r"cpu family\s*: (.*)", cpuinfo)
    name = f"{model[1]}, family {family[1]}" if model and family else platform.processor()
    return f"{name}, {os.cpu_count()} cores, {platform.system()}"


def main():
    rounds = int(sys.argv[1]) if len(sys.argv) > 1 else 5
    steps = [step.__name__ for step in STEPS]
    times = {step: ([], []) for step in steps}
    for turn in range(rounds):
        for step in steps:
            ours, peer = times[step]
            ours.append(ours_ms(step))
            peer.append(torch_ms(step))
            print(f"round {turn + 1} of {rounds}, {step}: {ours[-1]:.2f} ms, PyTorch {peer[-1]:.2f} ms", file=sys.stderr)
    rows = []
    for step in steps:
        ours, peer = (min(side) for side in times[step])
        row = {"step": NAMES[step], "ours_ms": round(ours, 3), "torch_ms": round(peer, 3)}
        rows.append({**row, "ratio": round(ours / peer, 2), "aim": AIMS[step]})
    rustc = subprocess.run(["rustc", "--version"], cwd=ROOT, check=True, capture_output=True, text=True).stdout.strip()
    measured = {"machine": machine(), "threads": 2, "rounds": rounds, "rustc": rustc, "torch": torch.__version__}
    text = json.dumps({**measured, "rows": rows}, indent=2, ensure_ascii=False)
    (HERE / "measured.json").write_text(text + "\n")
    print(text)


if __name__ == "__main__":
    main()
