# SPDX-License-Identifier: Apache-2.0
"""Reads models that this project writes with transformers, diffusers and PEFT, and compares one forward pass of each.

    python3 -m venv /elsewhere && /elsewhere/bin/pip install torch transformers==4.57.6 diffusers==0.39.0 peft==0.21.2
    /elsewhere/bin/python benchmarks/read_by_others.py                   # nano, tiny, trained, with adapters, converted
    /elsewhere/bin/python benchmarks/read_by_others.py FOLDER...         # these

Fails on every missing, unexpected or mismatched key, and on values that differ by more than 1e-3 of their size.
"""
import argparse
import pathlib
import subprocess
import sys
import tempfile

import diffusers
import peft
import torch
import transformers
from diffusers import AutoencoderKL, FlowMatchEulerDiscreteScheduler, SD3Transformer2DModel
from safetensors.torch import load_file
from transformers import AutoTokenizer, Qwen2_5_VLForConditionalGeneration

ROOT = pathlib.Path(__file__).resolve().parent.parent
PROMPT = "a red circle"
LIMIT = 1e-3  # two implementations in float32


def run(app, *arguments):
    done = subprocess.run([app, *map(str, arguments)], stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)
    if done.returncode:
        sys.exit(f"deepgen {' '.join(map(str, arguments))}: exit code {done.returncode}\n{done.stderr[-2000:]}")


def own_models(app, work):
    """One folder of each way in which a model is written."""
    nano = ROOT / "nano/src/main/resources/io/github/deepgen4j/nano"
    run(app, "model", "init", "--preset", "tiny", work / "tiny")
    run(app, "train", ROOT / "configs/smoke.yaml", "--run", work / "run", "--set", "steps=2", "--set",
        "checkpoint.every=2")
    adapted = work / "run/checkpoints/step-000002/model"
    run(app, "model", "convert", adapted, "-o", work / "converted")
    return [nano, work / "tiny", work / "run/model", adapted, work / "converted"]


def strict(name, loaded, problems):
    model, info = loaded
    for kind in ("missing_keys", "unexpected_keys", "mismatched_keys", "error_msgs"):
        if info.get(kind):
            problems.append(f"{name}: {kind} {len(info[kind])}, {sorted(map(str, info[kind]))[:3]}")
    return model.eval()


def with_adapters(vlm, folder, problems):
    adapted = peft.get_peft_model(vlm, peft.PeftConfig.from_pretrained(folder))
    result = peft.set_peft_model_state_dict(adapted, peft.load_peft_weights(folder, device="cpu"))
    missing = [key for key in result.missing_keys if "lora_" in key]
    if missing or result.unexpected_keys:
        problems.append(f"lora: missing {missing[:3]}, unexpected {result.unexpected_keys[:3]}")
    return adapted.eval()


def compare(name, found, expected, problems):
    error = ((found - expected).abs().max() / expected.abs().max().clamp(min=1e-6)).item()
    print(f"    {name}: {error:.1e}")
    if not error <= LIMIT:
        problems.append(f"{name}: differs by {error:.1e} of the largest value")


def check(app, folder, work):
    problems = []
    f32 = {"torch_dtype": torch.float32, "output_loading_info": True}
    transformer = strict("transformer", SD3Transformer2DModel.from_pretrained(folder / "transformer", **f32), problems)
    vae = strict("vae", AutoencoderKL.from_pretrained(folder / "vae", **f32), problems)
    vlm = strict("vlm", Qwen2_5_VLForConditionalGeneration.from_pretrained(
        folder / "vlm", dtype=torch.float32, output_loading_info=True), problems)
    if (folder / "lora").is_dir():
        vlm = with_adapters(vlm, folder / "lora", problems)
    scheduler = FlowMatchEulerDiscreteScheduler.from_pretrained(folder / "scheduler")
    tokenizer = AutoTokenizer.from_pretrained(folder / "tokenizer")
    if problems:
        return problems

    trace = work / "trace.safetensors"
    trace.unlink(missing_ok=True)
    run(app, "generate", PROMPT, "-m", folder, "--steps", "2", "--size", "64x64", "--dtype", "f32",
        "--constant-precision", "f32", "-o", work / "image.png", "--trace", trace)
    ours = load_file(trace)
    with torch.no_grad():
        ids, row = ours["input_ids"][:1], slice(0, 1)
        text = f"<|im_start|>user\nGenerate an image: {PROMPT}<|im_end|>\n<|im_start|>assistant\n"
        words = ids[0][-len(tokenizer(text)["input_ids"]):].tolist()
        if words != tokenizer(text)["input_ids"]:
            problems.append(f"tokenizer: {tokenizer(text)['input_ids']}, here {words}")
        mask = ours["attention_mask"][row, :ids.shape[1]]
        vlm_out = vlm(input_ids=ids, attention_mask=mask, output_hidden_states=True)
        for layer in range(1, len(vlm_out.hidden_states) - 1):  # the last one is normalised there
            key = f"hidden_states.{layer}"
            if key in ours:
                seen = mask[0].bool()
                compare(key, ours[key][0, :ids.shape[1]][seen], vlm_out.hidden_states[layer][0][seen], problems)
        velocity = transformer(
            hidden_states=ours["noise"], encoder_hidden_states=ours["seq"][row], pooled_projections=ours["pooled"][row],
            timestep=ours["timesteps"][:1], return_dict=False)[0]
        compare("velocity", ours["v_pos.0"], velocity, problems)
        latents = ours["latents.2"] / vae.config.scaling_factor + vae.config.shift_factor
        compare("pixels", ours["pixels"], vae.decode(latents, return_dict=False)[0], problems)
    scheduler.set_timesteps(2)
    compare("sigmas", ours["sigmas"], scheduler.sigmas, problems)
    return problems


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folders", nargs="*", type=pathlib.Path)
    parser.add_argument("--app", default=ROOT / "cli/target/deepgen/bin/deepgen", help="the application's launcher")
    options = parser.parse_args()
    print(f"torch {torch.__version__}, transformers {transformers.__version__}, diffusers {diffusers.__version__},"
          f" peft {peft.__version__}")
    failed = False
    with tempfile.TemporaryDirectory() as name:
        work = pathlib.Path(name)
        for folder in options.folders or own_models(options.app, work):
            print(folder.relative_to(work) if folder.is_relative_to(work) else folder.name)
            for problem in check(options.app, folder, work):
                failed = True
                print("    FAILED", problem)
    sys.exit(failed)


if __name__ == "__main__":
    main()
