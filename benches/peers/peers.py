"""What the comparisons share: our own times by criterion, the machine, and the file that the book's table is made of."""

import json
import os
import pathlib
import platform
import re
import subprocess

HERE = pathlib.Path(__file__).parent
ROOT = HERE.parent.parent


def ours_ms(bench, name, seconds, threads):
    """The fastest sample of one benchmark, in milliseconds an iteration."""
    command = ["cargo", "bench", "--quiet", "--bench", bench, "--"]
    options = ["--warm-up-time", "0.5", "--measurement-time", str(seconds), "--sample-size", "20", f"^{name}$"]
    environment = {**os.environ, "RAYON_NUM_THREADS": str(threads)}
    subprocess.run(command + options, cwd=ROOT, env=environment, check=True, stdout=subprocess.DEVNULL)
    target = pathlib.Path(os.environ.get("CARGO_TARGET_DIR", ROOT / "target"))
    sample = json.loads((target / "criterion" / name / "new" / "sample.json").read_text())
    return min(nanoseconds / steps for nanoseconds, steps in zip(sample["times"], sample["iters"])) / 1e6


def machine():
    cpuinfo = pathlib.Path("/proc/cpuinfo").read_text()
    model = re.search(r"model name\s*: (.*)", cpuinfo)
    family = re.search(r"cpu family\s*: (.*)", cpuinfo)
    name = f"{model[1]}, family {family[1]}" if model and family else platform.processor()
    return f"{name}, {os.cpu_count()} cores, {platform.system()}"


def write(name, what, threads, rounds, peers, rows, answers=()):
    """Writes NAME.json beside this file and prints it. `answers` are what the programs found, where they may differ."""
    rustc = subprocess.run(["rustc", "--version"], cwd=ROOT, check=True, capture_output=True, text=True).stdout.strip()
    measured = {"what": what, "machine": machine(), "threads": threads, "rounds": rounds, "rustc": rustc}
    peers = [{"name": name, "version": version} for name, version in peers.items()]
    found = {"answers": answers} if answers else {}
    text = json.dumps({**measured, "peers": peers, "rows": rows, **found}, indent=2, ensure_ascii=False)
    (HERE / f"{name}.json").write_text(text + "\n")
    print(text)
