# SPDX-License-Identifier: Apache-2.0
"""The paper's ablations at the nano's size, several seeds each, equal budgets; prints a Markdown table.

    python3 benchmarks/ablations.py --model runs/nano-vae/model            # all arms, three seeds
    python3 benchmarks/ablations.py --model runs/nano-vae/model --arms scb last_hidden --steps 300

Connector, think tokens and transformer begin with random weights and learn; language model and auto-encoder are those of
--model and stay frozen. Arms with the same data and seed see the same samples and noise; `scb` is also the generation-only
arm that `joint` and `edit_only` are compared with. A finished run is not repeated.
"""
import argparse
import concurrent.futures
import json
import math
import os
import pathlib
import shutil
import subprocess

ROOT = pathlib.Path(__file__).resolve().parent.parent
T2I = "{single: 1, colour: 1, background: 1}"
EDIT = "{edit_recolour: 1, edit_background: 1, edit_replace: 1}"
BOTH = T2I[:-1] + ", " + EDIT[1:]
# name: (changes of connector/config.json, data)
ARMS = {
    "scb": ({}, T2I),
    "last_hidden": ({"conditioning": "last_hidden"}, T2I),
    "no_think": ({"num_queries": 0}, T2I),
    "joint": ({}, BOTH),
    "edit_only": ({}, EDIT),
}
STUDENT = {2: 12.706, 3: 4.303, 4: 3.182, 5: 2.776}  # 97.5 % quantile of Student's t with n - 1 degrees of freedom


def variant(source, target, changes):
    """The model without weights of connector and transformer, which training then makes from its seed."""
    shutil.copytree(source, target, ignore=lambda folder, names: [
        n for n in names if pathlib.Path(folder).name in ("connector", "transformer") and n.endswith(".safetensors")])
    config = target / "connector" / "config.json"
    values = json.loads(config.read_text())
    if changes.get("conditioning") == "last_hidden":
        values.pop("selected_layers")
    config.write_text(json.dumps({**values, **changes}, indent=2))


def run(arm, seed, args):
    changes, data = ARMS[arm]
    folder = args.out / f"{arm}-{seed}"
    if not (folder / "run" / "model").exists():
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(parents=True)
        variant(args.model, folder / "start", changes)
        settings = {
            "model": folder / "start", "seed": seed, "steps": args.steps, "validate.every": args.steps,
            "objective.data.weights": data}
        command = [ROOT / "deepgen", "train", ROOT / "configs/nano-ablation.yaml", "--run", folder / "run"]
        for key, value in settings.items():
            command += ["--set", f"{key}={value}"]
        with open(folder / "log.txt", "w") as log:
            subprocess.run(command, stdout=log, stderr=subprocess.STDOUT, check=True,
                           env={**os.environ, "OMP_NUM_THREADS": "1"})
    lines = (folder / "run" / "validation.jsonl").read_text().splitlines()
    return json.loads(lines[-1])["validation"]


PAIRS = [("scb", "last_hidden", "loss_prompts"), ("scb", "no_think", "loss_prompts"), ("joint", "scb", "loss_prompts"),
         ("joint", "edit_only", "loss_edits")]


def interval(values):
    mean = sum(values) / len(values)
    if len(values) < 2:
        return f"{mean:.4f}"
    deviation = math.sqrt(sum((v - mean) ** 2 for v in values) / (len(values) - 1))
    return f"{mean:.4f} ± {STUDENT[len(values)] * deviation / math.sqrt(len(values)):.4f}"


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--model", type=pathlib.Path, required=True)
    parser.add_argument("--out", type=pathlib.Path, default=ROOT / "runs" / "ablations")
    parser.add_argument("--steps", type=int, default=600)
    parser.add_argument("--seeds", type=int, nargs="+", default=[1, 2, 3])
    parser.add_argument("--arms", nargs="+", choices=ARMS, default=list(ARMS))
    parser.add_argument("--at-once", type=int, default=2, help="runs side by side")
    args = parser.parse_args()
    args.model, args.out = args.model.resolve(), args.out.resolve()
    with concurrent.futures.ThreadPoolExecutor(args.at_once) as pool:
        found = {(arm, seed): pool.submit(run, arm, seed, args) for seed in args.seeds for arm in args.arms}
    print("| arm | held-out loss | of edits | colours right | backgrounds right | shapes right |")
    print("|---|---:|---:|---:|---:|---:|")
    for arm in args.arms:
        measures = [found[arm, seed].result() for seed in args.seeds]
        cells = [interval([m[key] for m in measures]) if key in measures[0] else ""
                 for key in ("loss_prompts", "loss_edits", "colours", "background", "shapes")]
        print(f"| {arm} | " + " | ".join(cells) + " |")
    print("\nDifferences seed by seed:")
    for one, other, key in PAIRS:
        if one in args.arms and other in args.arms:
            differences = [found[one, seed].result()[key] - found[other, seed].result()[key] for seed in args.seeds]
            print(f"  {one} - {other}, {key}: {interval(differences)}")
    print(f"\nMean of {len(args.seeds)} seeds with 95 % intervals (Student's t), {args.steps} steps of 16 images.")


if __name__ == "__main__":
    main()
