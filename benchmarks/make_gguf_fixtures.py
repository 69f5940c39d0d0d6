#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Writes testdata/gguf: GGUF files by the package gguf, and what is in them by others than us.

Needs gguf 0.19, diffusers 0.39, safetensors and torch (PyPI):

    python3 benchmarks/make_gguf_fixtures.py

types.gguf holds random blocks of every type; types.safetensors what gguf makes of them. The other files hold parts of
testdata/golden/tiny, doubled: the transformer in the names of Stability AI (checked with diffusers' converter), the
language model and the vision tower in the names of llama.cpp (by gguf's own table).
"""

import pathlib

import gguf
import numpy as np
import torch
from diffusers.loaders.single_file_utils import convert_sd3_transformer_checkpoint_to_diffusers
from gguf import GGMLQuantizationType as Type
from gguf import quants
from safetensors import safe_open
from safetensors.numpy import save_file

ROOT = pathlib.Path(__file__).resolve().parent.parent / "testdata"
OUT = ROOT / "gguf"
TINY = ROOT / "golden" / "tiny"
LAYERS = 2
BLOCKS = [Type.Q4_0, Type.Q4_1, Type.Q5_0, Type.Q5_1, Type.Q8_0, Type.Q2_K, Type.Q3_K, Type.Q4_K, Type.Q5_K, Type.Q6_K]
# places of half-precision numbers in a block: random bytes there would be NaN now and then
HALVES = {
    Type.Q4_0: [0], Type.Q4_1: [0, 2], Type.Q5_0: [0], Type.Q5_1: [0, 2], Type.Q8_0: [0], Type.Q2_K: [80, 82],
    Type.Q3_K: [108], Type.Q4_K: [0, 2], Type.Q5_K: [0, 2], Type.Q6_K: [208],
}


def tiny(component: str) -> dict[str, torch.Tensor]:
    tensors = {}
    for file in sorted((TINY / component).glob("*.safetensors")):
        with safe_open(file, "pt") as stored:
            tensors |= {name: stored.get_tensor(name) for name in stored.keys()}
    return tensors


def write(name: str, architecture: str, tensors, fields=()):
    writer = gguf.GGUFWriter(OUT / name, architecture)
    for add in fields:
        add(writer)
    for tensor, data, kind in tensors:
        writer.add_tensor(tensor, data, raw_dtype=kind)
    writer.write_header_to_file()
    writer.write_kv_data_to_file()
    writer.write_tensors_to_file()
    writer.close()


def types():
    random = np.random.default_rng(5)
    tensors, values = [], {}
    for kind in BLOCKS:
        elements, size = gguf.GGML_QUANT_SIZES[kind]
        rows = random.integers(0, 256, (3, 2 * size), dtype=np.uint8)
        for block in range(2):
            for place in HALVES[kind]:
                halves = (random.normal(size=3) * 0.1).astype(np.float16).view(np.uint8).reshape(3, 2)
                rows[:, block * size + place : block * size + place + 2] = halves
        tensors.append((kind.name, rows, kind))
        values[kind.name] = quants.dequantize(rows, kind).astype(np.float32)
    for kind, data in {
        Type.F32: random.normal(size=(3, 5)).astype(np.float32),
        Type.F16: random.normal(size=(3, 5)).astype(np.float16),
    }.items():
        tensors.append((kind.name, data, kind))
        values[kind.name] = data.astype(np.float32)
    bf16 = quants.quantize(random.normal(size=(3, 5)).astype(np.float32), Type.BF16)
    tensors.append(("BF16", bf16, Type.BF16))
    values["BF16"] = quants.dequantize(bf16, Type.BF16).astype(np.float32)
    write("types.gguf", "types", tensors)
    save_file(values, OUT / "types.safetensors")


def raw(tensor: torch.Tensor):
    """A doubled tensor as bf16 for the writer."""
    doubled = (tensor.to(torch.float32) * 2).to(torch.bfloat16).contiguous()
    return doubled.view(torch.int16).numpy().view(np.uint8).reshape(*doubled.shape[:-1], -1), Type.BF16


def original(diffusers: dict[str, torch.Tensor]) -> dict[str, torch.Tensor]:
    """Stability AI's names, matrices and halves, the other way round than diffusers' converter goes."""

    def swapped(tensor):
        first, second = tensor.chunk(2, dim=0)
        return torch.cat([second, first])

    result = {"pos_embed": diffusers["pos_embed.pos_embed"]}
    blocks = 1 + max(int(name.split(".")[1]) for name in diffusers if name.startswith("transformer_blocks."))
    for end in ("weight", "bias"):
        result[f"x_embedder.proj.{end}"] = diffusers[f"pos_embed.proj.{end}"]
        result[f"context_embedder.{end}"] = diffusers[f"context_embedder.{end}"]
        result[f"final_layer.linear.{end}"] = diffusers[f"proj_out.{end}"]
        result[f"final_layer.adaLN_modulation.1.{end}"] = swapped(diffusers[f"norm_out.linear.{end}"])
        for ours, theirs in (("timestep_embedder", "t_embedder"), ("text_embedder", "y_embedder")):
            for n in (1, 2):
                name = f"time_text_embed.{ours}.linear_{n}.{end}"
                result[f"{theirs}.mlp.{2 * n - 2}.{end}"] = diffusers[name]
    for i in range(blocks):
        block, joint, last = f"transformer_blocks.{i}.", f"joint_blocks.{i}.", i == blocks - 1

        def take(ours, theirs, change=lambda tensor: tensor):
            for end in ("weight", "bias"):
                if block + ours + "." + end in diffusers:
                    result[joint + theirs + "." + end] = change(diffusers[block + ours + "." + end])

        def fuse(ours, theirs):
            for end in ("weight", "bias"):
                names = [block + name + "." + end for name in ours]
                if names[0] in diffusers:
                    result[joint + theirs + "." + end] = torch.cat([diffusers[name] for name in names])

        fuse(["attn.to_q", "attn.to_k", "attn.to_v"], "x_block.attn.qkv")
        fuse(["attn2.to_q", "attn2.to_k", "attn2.to_v"], "x_block.attn2.qkv")
        fuse(["attn.add_q_proj", "attn.add_k_proj", "attn.add_v_proj"], "context_block.attn.qkv")
        take("attn.norm_q", "x_block.attn.ln_q")
        take("attn.norm_k", "x_block.attn.ln_k")
        take("attn2.norm_q", "x_block.attn2.ln_q")
        take("attn2.norm_k", "x_block.attn2.ln_k")
        take("attn.norm_added_q", "context_block.attn.ln_q")
        take("attn.norm_added_k", "context_block.attn.ln_k")
        take("attn.to_out.0", "x_block.attn.proj")
        take("attn2.to_out.0", "x_block.attn2.proj")
        take("attn.to_add_out", "context_block.attn.proj")
        take("norm1.linear", "x_block.adaLN_modulation.1")
        take("norm1_context.linear", "context_block.adaLN_modulation.1", swapped if last else lambda t: t)
        take("ff.net.0.proj", "x_block.mlp.fc1")
        take("ff.net.2", "x_block.mlp.fc2")
        take("ff_context.net.0.proj", "context_block.mlp.fc1")
        take("ff_context.net.2", "context_block.mlp.fc2")
    return result


def transformer():
    diffusers = tiny("transformer")
    stability = original(diffusers)
    again = convert_sd3_transformer_checkpoint_to_diffusers(dict(stability))
    assert again.keys() == diffusers.keys(), again.keys() ^ diffusers.keys()
    assert all(torch.equal(again[name], diffusers[name]) for name in again)
    write(
        "transformer.gguf",
        "sd3",
        [("model.diffusion_model." + name, *raw(tensor)) for name, tensor in stability.items()],
    )


def mapped(names, hf: str) -> str:
    stem, end = hf.rsplit(".", 1)
    name = names.get_name(stem)
    assert name is not None, hf
    return name + "." + end


def language():
    tensors = tiny("vlm")
    names = gguf.get_tensor_name_map(gguf.MODEL_ARCH.QWEN2VL, LAYERS)
    rows = []
    for hf, tensor in tensors.items():
        if hf.startswith("visual.") or hf.startswith("model.layers.") and int(hf.split(".")[2]) >= LAYERS:
            continue
        if hf.endswith("o_proj.weight"):  # llama.cpp's usual type
            data = quants.quantize(tensor.to(torch.float32).numpy() * 2, Type.Q8_0)
            rows.append((mapped(names, hf), data, Type.Q8_0))
        else:
            rows.append((mapped(names, hf), *raw(tensor)))
    tokens = [f"token{n}" for n in range(100)]
    write("language.gguf", "qwen2vl", rows, [lambda w: w.add_token_list(tokens), lambda w: w.add_block_count(LAYERS)])


def vision():
    tensors = {hf: tensor for hf, tensor in tiny("vlm").items() if hf.startswith("visual.")}
    names = gguf.get_tensor_name_map(gguf.MODEL_ARCH.MMPROJ, 64)
    rows = []
    for hf, tensor in tensors.items():
        if ".qkv." in hf:
            for letter, part in zip("qkv", tensor.chunk(3, dim=0)):
                rows.append((mapped(names, hf.replace("qkv", letter)), *raw(part)))
        elif hf == "visual.patch_embed.proj.weight":
            stem = gguf.TENSOR_NAMES[gguf.MODEL_TENSOR.V_ENC_EMBD_PATCH]
            rows.append((stem + ".weight", *raw(tensor[:, :, 0].contiguous())))
            rows.append((stem + ".weight.1", *raw(tensor[:, :, 1].contiguous())))
        else:
            rows.append((mapped(names, hf), *raw(tensor)))
    write("vision.gguf", "clip", rows)


def main():
    OUT.mkdir(exist_ok=True)
    types()
    transformer()
    language()
    vision()


if __name__ == "__main__":
    main()
