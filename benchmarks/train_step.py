# SPDX-License-Identifier: Apache-2.0
"""Compares one training step of the transformer with PyTorch (diffusers), alternating, in one run; prints a Markdown table.

    python3 benchmarks/train_step.py [--venv FOLDER]   # the virtual environment of compare.py

A step is forward, backward, clipping and AdamW; parameters are float32, and "bf16" is our bf16 arithmetic against
PyTorch's autocast. Two workloads: the nano as it is trained (batch 12), and two blocks of the size of SD3.5 medium with
1024 image tokens and 192 of text. A ratio above 1 means that we are faster.
"""
import argparse
import json
import pathlib
import shutil
import sys
import tempfile

import compare

PRESETS = compare.ROOT / "model/src/main/resources/io/github/deepgen4j/model/checkpoint/preset"


def two_blocks(folder):
    """The configuration of the release with a transformer of two blocks."""
    shutil.copytree(PRESETS / "deepgen-1.0", folder)
    file = folder / "transformer/config.json"
    config = json.loads(file.read_text())
    config.update(num_layers=2, dual_attention_layers=[0, 1])
    file.write_text(json.dumps(config))
    return folder


def ours(folder, work, dtype, repeat):
    command = [compare.ROOT / "deepgen", "bench", "-m", folder, "--stage", "train-step", "--batch", str(work["batch"]),
               "--size", "{0}x{0}".format(work["size"]), "--dtype", dtype, "--repeat", str(repeat), "--json"]
    return [stage["seconds"] for stage in compare.last_json(command)["stages"]]


def theirs(executable, folder, work, dtype, repeat):
    command = [executable, __file__, "--peer", folder, "--batch", str(work["batch"]), "--size", str(work["size"]),
               "--positions", str(work["positions"]), "--dtype", dtype, "--repeat", str(repeat)]
    return compare.last_json(command)["seconds"]


def peer(args):
    """The PyTorch side of one measurement: seconds of step, forward, backward and update, as JSON."""
    import contextlib
    import time

    import torch
    from diffusers import SD3Transformer2DModel

    torch.manual_seed(1)
    config = json.loads((args.peer / "transformer/config.json").read_text())
    network = SD3Transformer2DModel.from_config(config).train()
    optimizer = torch.optim.AdamW(network.parameters(), lr=1e-4, betas=(0.9, 0.95), weight_decay=0.05)
    side = args.size // 8
    latents, target = torch.randn(2, args.batch, 16, side, side)
    context = torch.randn(args.batch, args.positions, config["joint_attention_dim"])
    pooled = torch.randn(args.batch, config["pooled_projection_dim"])
    time_ = torch.full((args.batch,), 500.0)
    cast = torch.autocast("cpu", torch.bfloat16) if args.dtype == "bf16" else contextlib.nullcontext()

    def once():
        clock = [time.perf_counter()]
        optimizer.zero_grad()
        with cast:
            velocity = network(
                hidden_states=latents, encoder_hidden_states=context, pooled_projections=pooled, timestep=time_).sample
        loss = torch.nn.functional.mse_loss(velocity.float(), target)
        clock.append(time.perf_counter())
        loss.backward()
        clock.append(time.perf_counter())
        torch.nn.utils.clip_grad_norm_(network.parameters(), 1.0)
        optimizer.step()
        clock.append(time.perf_counter())
        return [clock[3] - clock[0], clock[1] - clock[0], clock[2] - clock[1], clock[3] - clock[2]]

    once()
    print(json.dumps({"seconds": min(once() for _ in range(args.repeat)), "threads": torch.get_num_threads()}))


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--venv", type=pathlib.Path, default=compare.HERE / ".venv")
    parser.add_argument("--rounds", type=int, default=2, help="how often both sides are measured in turn")
    parser.add_argument("--repeat", type=int, default=2,
                        help="steps in a process, of which the fastest counts; ten times as many of the nano")
    parser.add_argument("--dtypes", nargs="+", default=["f32", "bf16"])
    for internal in ("--peer", "--batch", "--size", "--positions", "--dtype"):
        parser.add_argument(internal, help=argparse.SUPPRESS)
    args = parser.parse_args()
    if args.peer:
        args.peer, args.batch, args.size, args.positions = (
            pathlib.Path(args.peer), int(args.batch), int(args.size), int(args.positions))
        return peer(args)
    executable = compare.python(args.venv)
    with tempfile.TemporaryDirectory() as temporary:
        nano = compare.ROOT / "configs/nano"
        think = json.loads((nano / "connector/config.json").read_text())["num_queries"]
        works = {
            "nano, batch 12": (nano, {"batch": 12, "size": 64, "positions": 64 + think, "steps": 10}),
            "2 blocks of SD3.5, batch 1": (
                two_blocks(pathlib.Path(temporary) / "blocks"), {"batch": 1, "size": 512, "positions": 192, "steps": 1})}
        print("| step | type | ours, s | PyTorch, s | ratio | of it forward | backward | update |")
        print("|---|---|---:|---:|---:|---:|---:|---:|")
        for name, (folder, work) in works.items():
            for dtype in args.dtypes:
                us, them = [float("inf")], [float("inf")]
                for _ in range(args.rounds):
                    us = min(us, ours(folder, work, dtype, args.repeat * work["steps"]))
                    them = min(them, theirs(executable, folder, work, dtype, args.repeat * work["steps"]))
                ratios = [b / a for a, b in zip(us, them)]
                print(f"| {name} | {dtype} | {us[0]:.4f} | {them[0]:.4f} | " + " | ".join(f"{r:.2f}" for r in ratios) + " |",
                      flush=True)


if __name__ == "__main__":
    sys.exit(main())
