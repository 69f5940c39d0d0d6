# SPDX-License-Identifier: Apache-2.0
"""Compares `deepgen bench` with PyTorch, stage by stage, alternating, in one run; prints a Markdown table.

    python3 benchmarks/compare.py            # makes a virtual environment beside it on first use
    python3 benchmarks/compare.py --stages dit-step vae-decode --rounds 1

Both sides get the same allocator settings and threads, and each is measured in its best type: ours in what `auto` chooses,
PyTorch in the faster of float32 and bfloat16. A ratio above 1 means that we are faster.
"""
import argparse
import json
import os
import pathlib
import subprocess
import sys
import venv

HERE = pathlib.Path(__file__).resolve().parent
ROOT = HERE.parent
PACKAGES = ["torch==2.10.0", "diffusers==0.35.2", "transformers==4.56.2", "accelerate", "numpy"]
ALLOCATOR = {
    "MALLOC_MMAP_MAX_": "0", "MALLOC_TRIM_THRESHOLD_": "17179869184", "MALLOC_TOP_PAD_": "67108864",
    "MALLOC_ARENA_MAX": "1"}  # what the launcher sets
ROWS = [
    ("dit-step", False), ("dit-step", True), ("vlm", False), ("vlm", True), ("scb", False), ("vision", True),
    ("vae-encode", True), ("vae-decode", False)]


def python(folder):
    executable = folder / "bin" / "python"
    if not executable.exists():
        venv.create(folder, with_pip=True)
        subprocess.run([executable, "-m", "pip", "install", "-q", *PACKAGES], check=True)
    return executable


def last_json(command):
    done = subprocess.run(command, env={**os.environ, **ALLOCATOR}, stdout=subprocess.PIPE, check=True, text=True)
    return json.loads(done.stdout.strip().splitlines()[-1])


def ours(stage, edit, dtype, repeat):
    command = [ROOT / "deepgen", "bench", "--stage", stage, "--repeat", str(repeat), "--json", "--dtype", dtype]
    return last_json(command + (["--edit"] if edit else []))


def theirs(executable, stage, edit, dtype, repeat):
    command = [executable, HERE / "peers.py", stage, "--dtype", dtype, "--repeat", str(repeat)]
    return last_json(command + (["--edit"] if edit else []))["seconds"]


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--venv", type=pathlib.Path, default=HERE / ".venv")
    parser.add_argument("--rounds", type=int, default=2, help="how often both sides are measured in turn")
    parser.add_argument("--repeat", type=int, default=2, help="runs in a process, of which the fastest counts")
    parser.add_argument("--dtypes", nargs="+", default=["f32", "bf16"], help="PyTorch's types to choose the best of")
    parser.add_argument("--ours", default="auto", help="our type")
    parser.add_argument("--stages", nargs="*", help="only these")
    args = parser.parse_args()
    executable = python(args.venv)
    header = False
    for stage, edit in ROWS:
        if args.stages and stage not in args.stages:
            continue
        best, peers, fraction, report = float("inf"), dict.fromkeys(args.dtypes, float("inf")), 0, None
        for _ in range(args.rounds):
            report = ours(stage, edit, args.ours, args.repeat)
            best = min(best, report["stages"][0]["seconds"])
            fraction = max(fraction, report["stages"][0]["peak_fraction"])
            for dtype in args.dtypes:
                peers[dtype] = min(peers[dtype], theirs(executable, stage, edit, dtype, args.repeat))
        if not header:
            machine = report["machine"]
            print(f"{machine['processor']}, {machine['cores']} cores, {', '.join(machine['instructions'])}; peak "
                  f"{machine['peak_gflops_f32']:.0f} GFLOP/s float32, {machine['peak_gflops_bf16']:.0f} bf16\n")
            print("| stage | ours, s | of peak | " + " | ".join(f"PyTorch {d}, s" for d in args.dtypes) + " | ratio |")
            print("|---|---:|---:|" + "---:|" * (len(args.dtypes) + 1))
            header = True
        name = stage + (" (edit)" if edit else "")
        columns = " | ".join(f"{peers[d]:.3f}" for d in args.dtypes)
        print(f"| {name} | {best:.3f} ({report['dtype']}) | {100 * fraction:.0f} % | {columns} | "
              f"{min(peers.values()) / best:.2f} |", flush=True)


if __name__ == "__main__":
    sys.exit(main())
