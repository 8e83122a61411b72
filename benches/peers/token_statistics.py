"""Times one step of attention over pairs of tokens and one over token statistics against the number of tokens, and writes
token_statistics.json: the times, by how much they differ, and the powers of N that go through them.

    python token_statistics.py [ROUNDS]

Needs cargo, and no program of others: the question is how the time grows. The sizes are those of benches/token_statistics.rs.
The fastest of criterion's samples over ROUNDS rounds counts, two unless said otherwise, on one thread.
"""

import math
import sys

import peers

THREADS, SECONDS = 1, 2
COUNTS = [64, 197, 512, 1_024, 4_096]
STEPS = ["pairs", "statistics"]
# Below it, what does not depend on N has its part in the time.
FROM = 512


def named(step, count):
    return f"{step}, N = {count}"


def power(times):
    """The slope of the line of least squares through the logarithms."""
    xs, ys = [math.log(count) for count in times], [math.log(time) for time in times.values()]
    x, y = sum(xs) / len(xs), sum(ys) / len(ys)
    return sum((a - x) * (b - y) for a, b in zip(xs, ys)) / sum((a - x) ** 2 for a in xs)


def main():
    rounds = int(sys.argv[1]) if len(sys.argv) > 1 else 2
    fastest = {}
    for turn in range(rounds):
        for count in COUNTS:
            for step in STEPS:
                time = peers.ours_ms("token_statistics", f"token_statistics/{named(step, count)}", SECONDS, THREADS)
                fastest[step, count] = min(time, fastest.get((step, count), math.inf))
                print(f"round {turn + 1} of {rounds}, {named(step, count)}: {time:.3f} ms", file=sys.stderr)
    rows = [{"what": named(*key), "ours_ms": round(time, 3), "peers_ms": []} for key, time in fastest.items()]
    answers = []
    for count in COUNTS:
        ratio = fastest["pairs", count] / fastest["statistics", count]
        answers.append({"what": f"pairs over statistics, N = {count}", "ours": round(ratio, 2), "peers": []})
    for step in STEPS:
        slope = power({count: fastest[step, count] for count in COUNTS if count >= FROM})
        answers.append({"what": f"power of N in the time over {step}, from N = {FROM}", "ours": round(slope, 2), "peers": []})
    peers.write("token_statistics", "One step", THREADS, rounds, {}, rows, answers)


if __name__ == "__main__":
    main()
