# SPDX-License-Identifier: Apache-2.0
"""Reads a run folder's TensorBoard files with TensorBoard's own reader and compares them with metrics.jsonl.

    python3 benchmarks/read_events.py runs/smoke     # makes a virtual environment beside it on first use

Prints what was compared; ends with 1 where a value is missing or another one.
"""
import argparse
import json
import math
import os
import pathlib
import subprocess
import sys
import venv

HERE = pathlib.Path(__file__).resolve().parent


def python(folder):
    executable = folder / "bin" / "python"
    if not executable.exists():
        venv.create(folder, with_pip=True)
        subprocess.run([executable, "-m", "pip", "install", "-q", "tensorboard==2.20.0", "setuptools<81"], check=True)
    return executable


def compare(run):
    from tensorboard.backend.event_processing.event_accumulator import EventAccumulator

    events = EventAccumulator(str(run), size_guidance={"scalars": 0})
    events.Reload()
    read = {tag: {event.step: event.value for event in events.Scalars(tag)} for tag in events.Tags()["scalars"]}
    lines = [json.loads(line) for line in (run / "metrics.jsonl").read_text().splitlines()]
    compared, wrong = 0, []
    for line in lines:
        for name, value in line.items():
            if name == "step" or not isinstance(value, (int, float)):
                continue
            found = read.get(name, {}).get(line["step"])
            compared += 1
            if found is None or not math.isclose(found, value, rel_tol=1e-6, abs_tol=1e-30):  # events hold float32
                wrong.append(f"step {line['step']} {name}: metrics.jsonl {value}, events {found}")
    print(*wrong[:20], sep="\n", end="\n" if wrong else "")
    print(f"{compared} values of {len(lines)} steps compared, {len(wrong)} differ; tags: {', '.join(sorted(read))}")
    return 1 if wrong or not compared else 0


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("run", type=pathlib.Path)
    parser.add_argument("--venv", type=pathlib.Path, default=HERE / ".venv-tensorboard")
    parser.add_argument("--inside", action="store_true", help=argparse.SUPPRESS)
    args = parser.parse_args()
    if args.inside:
        return compare(args.run)
    return subprocess.run(
        [python(args.venv), __file__, str(args.run), "--inside"],
        env={**os.environ, "PROTOCOL_BUFFERS_PYTHON_IMPLEMENTATION": "python"}).returncode


if __name__ == "__main__":
    sys.exit(main())
