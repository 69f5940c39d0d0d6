# SPDX-License-Identifier: Apache-2.0
"""Compares files that `deepgen model convert` wrote with PyTorch's own reading of the golden ones.

    ./deepgen model convert testdata/golden/tiny -o /tmp/model.pt
    ./deepgen model convert testdata/golden/tiny testdata/golden/native/model_sft.pt -o /tmp/sft
    python3 model/src/test/python/torch_roundtrip.py testdata/golden /tmp/model.pt /tmp/sft

Needs torch and safetensors. Prints what it found and ends with an error when anything differs.
"""
import json
import sys
from pathlib import Path

import torch
from safetensors.torch import load_file

golden, file, sft = (Path(argument) for argument in sys.argv[1:])


def same(what, ours, theirs):
    assert ours.keys() == theirs.keys(), f"{what}: names {ours.keys() ^ theirs.keys()}"
    for name, tensor in theirs.items():
        assert ours[name].dtype == tensor.dtype, f"{what}: {name} {ours[name].dtype}, {tensor.dtype}"
        assert torch.equal(ours[name], tensor), f"{what}: {name} differs"
    print(f"{what}: {len(theirs)} tensors equal")


def component(model, name):
    tensors = {}
    for shard in sorted((model / name).glob("*.safetensors")):
        tensors.update(load_file(shard))
    return tensors


expected = torch.load(golden / "native/model.pt", weights_only=True)
for mmap in (False, True):
    same(f"native file, mmap={mmap}", torch.load(file, weights_only=True, mmap=mmap), expected)

trained = torch.load(golden / "native/model_sft.pt", weights_only=True)["state_dict"]
case = json.loads((golden / "lora/case.json").read_text())
wanted = {name: tensor for name, tensor in component(golden / "tiny", "vlm").items()}
for name, a in trained.items():
    if name.startswith("lmm.lm_head") or "lora_" not in name or ("lora_A." not in name and "embedding_A." not in name):
        continue
    module = name[: name.index(".lora_")].replace("lmm.model.language_model.", "model.")
    module = module.replace("lmm.model.visual.", "visual.")
    change = trained[name.replace("A.default", "B.default")].float() @ a.float() * (case["alpha"] / case["r"])
    weight = wanted[module + ".weight"]
    wanted[module + ".weight"] = (weight.float() + (change.T if "embedding" in name else change)).to(weight.dtype)
same("merged language model", component(sft, "vlm"), wanted)
same("trained connector", component(sft, "connector"),
     {name: trained[name] for name in component(golden / "tiny", "connector")})
