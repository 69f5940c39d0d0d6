# SPDX-License-Identifier: Apache-2.0
"""Seconds and memory of a whole picture in several engines, in one run on one machine; prints a Markdown table.

    python3 benchmarks/pictures.py --python PYTHON        # an interpreter with torch, diffusers and transformers
    python3 benchmarks/pictures.py --engines ours-bf16 ours-int8 torch-bf16 --kinds t2i

Networks of the released size with random weights, 512x512, two rows (guidance). Nobody draws 50 steps here: each
stage is measured alone, in a process of its own, and a picture is the sum of its stages with --steps transformer
steps. Seconds are therefore extrapolated, without starting a process or reading weights; memory is the peak of the
largest stage's process, which is what staged weights need at least. `balanced` and `fast` are the exact row's stages
with the share of transformer work that `deepgen bench quality` counted with the embedded model (--balanced, --fast):
which steps can be left out depends on weights that mean something. Every process has a bound in seconds; what exceeds
it is "-".

stable-diffusion.cpp is not driven from here: it reads no DeepGen 1.0 checkpoint, and draws SD3.5 only from files with
its own text encoders.
"""
import argparse
import json
import os
import pathlib
import subprocess
import sys
import tempfile

from compare import ALLOCATOR, HERE, ROOT

STAGES = {
    "t2i": ["vlm", "scb", "dit-step", "vae-decode"],
    "edit": ["vision", "vlm", "scb", "vae-encode", "dit-step", "vae-decode"]}
TYPES = {"ours-bf16": "bf16", "ours-int8": "int8", "torch-bf16": "bf16", "torch-f32": "f32"}


def run(command, bound):
    """The JSON of a command's last line, and the peak of its memory in GiB; None if it fails or takes too long."""
    with tempfile.TemporaryFile("w+") as out:
        process = subprocess.Popen(
            ["timeout", str(bound), *map(str, command)], env={**os.environ, **ALLOCATOR}, stdout=out,
            stderr=subprocess.DEVNULL)
        _, status, usage = os.wait4(process.pid, 0)
        out.seek(0)
        lines = out.read().strip().splitlines()
    return (json.loads(lines[-1]), usage.ru_maxrss / (1 << 20)) if status == 0 and lines else None


def measure(args, engine, stage, edit):
    """Seconds of a stage and GiB of its process."""
    if engine.startswith("ours"):
        command = [args.deepgen, "bench", "--stage", stage, "--repeat", args.repeat, "--json", "--dtype", TYPES[engine]]
    else:
        command = [args.python, HERE / "peers.py", stage, "--dtype", TYPES[engine], "--repeat", args.repeat]
    done = run(command + (["--edit"] if edit else []), args.bound)
    if done is None:
        return None
    report, gib = done
    return (report["stages"][0]["seconds"] if engine.startswith("ours") else report["seconds"]), gib


def seconds(stages, steps, work=1.0):
    """Of a whole picture; None if a stage is missing."""
    if any(value is None for value in stages.values()):
        return None
    return sum(value[0] * (steps * work if stage == "dit-step" else 1) for stage, value in stages.items())


def number(value, form="{:.1f}"):
    return "-" if value is None else form.format(value)


def row(name, stages, steps, work=1.0):
    step = stages["dit-step"]
    peaks = [value[1] for value in stages.values() if value]
    return f"| {name} | {number(step and step[0], '{:.2f}')} | {number(seconds(stages, steps, work), '{:.0f}')} | " + (
        f"{max(peaks):.1f} |" if step and peaks else "- |")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--deepgen", type=pathlib.Path, default=ROOT / "deepgen")
    parser.add_argument("--python", type=pathlib.Path, default=pathlib.Path(sys.executable), help="has torch")
    parser.add_argument("--engines", nargs="+", choices=TYPES, default=list(TYPES))
    parser.add_argument("--kinds", nargs="+", choices=STAGES, default=list(STAGES))
    parser.add_argument("--stages", nargs="+", help="only these; a picture that needs others is -")
    parser.add_argument("--steps", type=int, default=50)
    parser.add_argument("--repeat", type=int, default=1, help="runs in a process, of which the fastest counts")
    parser.add_argument("--bound", type=int, default=900, help="seconds of a process")
    parser.add_argument("--balanced", type=float, default=0.60, help="share of the transformer's work")
    parser.add_argument("--fast", type=float, default=0.33, help="share of the transformer's work")
    args = parser.parse_args()
    for kind in args.kinds:
        found = {engine: {} for engine in args.engines}
        for stage in STAGES[kind]:  # engines alternate, so that a busy minute meets all of them
            for engine in args.engines:
                wanted = not args.stages or stage in args.stages
                value = measure(args, engine, stage, kind == "edit") if wanted else None
                found[engine][stage] = value
                print(f"{kind} {engine} {stage}: {number(value and value[0], '{:.2f}')} s, "
                      f"{number(value and value[1])} GiB", file=sys.stderr, flush=True)
        print(f"| {kind} | step, s | {args.steps} steps, s, extrapolated | GiB |")
        print("|---|---:|---:|---:|")
        for engine in args.engines:
            print(row(engine, found[engine], args.steps), flush=True)
            if engine.startswith("ours"):
                for speed, work in (("balanced", args.balanced), ("fast", args.fast)):
                    print(row(f"{engine} {speed}", found[engine], args.steps, work), flush=True)
        print(flush=True)


if __name__ == "__main__":
    sys.exit(main())
