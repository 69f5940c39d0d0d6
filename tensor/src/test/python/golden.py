#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Writes the numbers the tests of the tensor module compare with, as PyTorch computes them.

    python3 -m venv /tmp/venv && /tmp/venv/bin/pip install torch==2.10.0 numpy safetensors
    /tmp/venv/bin/python tensor/src/test/python/golden.py

Keys: op/<case>/in.<i>, out.<i>, w.<i> (weights of the loss sum(out * w)) and grad.<i> (gradient of that loss for in.<i>);
rng/..., adamw/... say themselves what they are. A case is named after the Java method of Tensor or Functional, "#" begins a variant.
"""

import os

import torch
import torch.nn.functional as F
from safetensors.torch import save_file

torch.set_num_threads(1)
tensors = {}
source = torch.Generator().manual_seed(20260101)


def normal(*shape):
    return torch.randn(shape, generator=source)


def positive(*shape):
    return torch.rand(shape, generator=source) + 0.25


def integers(high, *shape):
    return torch.randint(0, high, shape, generator=source)


def case(name, operation, *inputs, gradients=True):
    leaves = [x.clone().requires_grad_(gradients and x.dtype == torch.float32) for x in inputs]
    outputs = operation(*leaves)
    outputs = list(outputs) if isinstance(outputs, (list, tuple)) else [outputs]
    key = f"op/{name}/"
    for i, x in enumerate(inputs):
        tensors[f"{key}in.{i}"] = x.clone()
    for i, y in enumerate(outputs):
        tensors[f"{key}out.{i}"] = y.detach().clone().contiguous()
    if any(y.requires_grad for y in outputs):
        loss = 0
        for i, y in enumerate(outputs):
            tensors[f"{key}w.{i}"] = normal(*y.shape)
            loss = loss + (y * tensors[f"{key}w.{i}"]).sum()
        loss.backward()
        for i, x in enumerate(leaves):
            if x.grad is not None:
                tensors[f"{key}grad.{i}"] = x.grad.contiguous()


def rms_norm_bf16(x, weight):
    wide = x.float()
    return (wide * torch.rsqrt(wide.square().mean(-1, keepdim=True) + 1e-6)).to(x.dtype) * weight


def operations():
    a, b, v = normal(3, 4), normal(3, 4), normal(4)
    mask = normal(3, 4) > 0
    bf16 = torch.bfloat16

    case("to(DType)", lambda x: x.to(torch.float64), a)
    case("to(DType)#bf16", lambda x: x.to(bf16), normal(64), gradients=False)
    case("to(DType)#f16", lambda x: x.to(torch.float16), normal(64), gradients=False)
    case("to(DType)#i64", lambda x: x.to(torch.int64), 10 * normal(16), gradients=False)
    case("to(DType)#u8", lambda x: x.to(torch.uint8), 100 * positive(16), gradients=False)
    case("to(DType)#bool", lambda x: x.to(torch.bool), torch.tensor([0.0, -0.0, 0.5, -3.0]), gradients=False)

    x = normal(2, 3, 4)
    case("contiguous()", lambda x: x.transpose(0, 2).contiguous(), x)
    case("copy()", lambda x: x.clone(), x)
    case("reshape(long[])", lambda x: x.transpose(0, 1).reshape(-1, 2), x)
    case("permute(long[])", lambda x: x.permute(2, 0, 1), x)
    case("transpose(int,int)", lambda x: x.transpose(-1, 0), x)
    case("unsqueeze(int)", lambda x: x.unsqueeze(-1), x)
    case("squeeze(int)", lambda x: [x.squeeze(1), x.squeeze(0)], normal(2, 1, 3))
    case("expand(long[])", lambda x: x.expand(2, -1, 3), normal(4, 1))
    case("narrow(int,long,long)", lambda x: x.narrow(-1, 1, 2), x)
    case("select(int,long)", lambda x: x.select(1, -1), x)
    case("chunk(int,int)", lambda x: x.chunk(2, -1), x)
    for kind in ("Tensor[]", "List"):
        case(f"cat(int,{kind})", lambda x, y: torch.cat([x, y], 1), x, normal(2, 5, 4))
        case(f"stack(int,{kind})", lambda x, y: torch.stack([x, y], -1), a, b)
    case("indexSelect(int,Tensor)", lambda x, i: x.index_select(1, i), x, torch.tensor([2, 0, 0, 1]))
    case("flip(long[])", lambda x: x.flip(0, -1), x)
    case("pad(Tensor,long[])", lambda x: F.pad(x, (1, 2, 0, 1)), x)

    case("add(Tensor)", lambda x, y: x + y, a, v)
    case("add(double)", lambda x: x + 0.7, a)
    case("sub(Tensor)", lambda x, y: x - y, a, v)
    case("mul(Tensor)", lambda x, y: x * y, a, v)
    case("mul(double)", lambda x: x * -1.3, a)
    case("div(Tensor)", lambda x, y: x / y, a, positive(4))
    case("div(double)", lambda x: x / 3, a)
    case("div(double)#i64", lambda x: x / 3, integers(9, 5))
    case("neg()", lambda x: -x, a)
    case("pow(double)", lambda x: x.pow(1.7), positive(3, 4))
    case("square()", lambda x: x.square(), a)
    case("sqrt()", lambda x: x.sqrt(), positive(3, 4))
    case("rsqrt()", lambda x: x.rsqrt(), positive(3, 4))
    case("exp()", lambda x: x.exp(), a)
    case("abs()", lambda x: x.abs(), a)
    case("sin()", lambda x: x.sin(), 5 * a)
    case("cos()", lambda x: x.cos(), 5 * a)
    case("clamp(double,double)", lambda x: x.clamp(-0.5, 0.8), a)

    case("eq(Tensor)", lambda x, y: x == y, integers(3, 4, 5), integers(3, 5))
    case("eq(double)", lambda x: x == 1, integers(3, 4, 5))
    case("gt(double)", lambda x: x > 1, integers(3, 4, 5).float(), gradients=False)
    case("le(Tensor)", lambda x, y: x <= y, integers(3, 4, 5), integers(3, 5))
    case("lt(double)", lambda x: x < 1, integers(3, 4, 5).float(), gradients=False)
    case("and(Tensor)", lambda x, y: torch.logical_and(x, y), integers(2, 4, 5).bool(), integers(2, 5).bool())
    case("or(Tensor)", lambda x, y: torch.logical_or(x, y), integers(2, 4, 5).bool(), integers(2, 5).bool())
    case("maskedFill(Tensor,double)", lambda x, m: x.masked_fill(m, -7.5), a, mask[:1])

    case("sum()", lambda x: x.sum(), x)
    case("sum()#bool", lambda x: x.sum(), mask)
    case("mean()", lambda x: x.mean(), x)
    case("sum(int,boolean)", lambda x: [x.sum(1), x.sum(-1, keepdim=True)], x)
    case("mean(int,boolean)", lambda x: [x.mean(1), x.mean(-1, keepdim=True)], x)
    case("max()", lambda x: x.max(), x)
    case("argmax(int)", lambda x: x.argmax(1), x, gradients=False)
    case("norm()", lambda x: x.norm(), x)

    case("matmul(Tensor)", lambda x, y: x @ y, normal(3, 5), normal(5, 4))
    case("matmul(Tensor)#batch", lambda x, y: x @ y, normal(2, 1, 3, 5), normal(6, 5, 4))
    case("matmul(Tensor)#bf16", lambda x, y: x @ y, normal(8, 16).to(bf16), normal(16, 8).to(bf16))
    case("linear(Tensor,Tensor,Tensor)", F.linear, normal(2, 3, 5), normal(4, 5), normal(4))
    case("linear(Tensor,Tensor,Tensor)#nobias", lambda x, w: F.linear(x, w), normal(2, 3, 5), normal(4, 5))
    case("linear(Tensor,Tensor,Tensor)#bf16", F.linear, *(normal(*s).to(bf16) for s in ((6, 16), (8, 16), (8,))))
    square = normal(5, 5)
    case("eigh()", lambda x: [(e := torch.linalg.eigh(x))[0], e[1].abs()], square + square.T)

    case("silu(Tensor)", F.silu, 3 * a)
    case("geluTanh(Tensor)", lambda x: F.gelu(x, approximate="tanh"), 3 * a)
    case("gelu(Tensor)", F.gelu, 3 * a)
    case("softmax(Tensor,int)", lambda x: [x.softmax(-1), x.softmax(1)], 3 * x)
    case("layerNorm(Tensor,double)", lambda x: F.layer_norm(x, (8,), eps=1e-3), normal(2, 3, 8))
    case("layerNorm(Tensor,Tensor,Tensor,double)", lambda x, w, b: F.layer_norm(x, (8,), w, b, 1e-3),
         normal(2, 3, 8), normal(8), normal(8))
    case("rmsNorm(Tensor,Tensor,double)", lambda x, w: F.rms_norm(x, (8,), w, 1e-3), normal(2, 3, 8), normal(8))
    case("rmsNorm(Tensor,Tensor,double)#bf16", rms_norm_bf16, normal(3, 16).to(bf16), normal(16).to(bf16))
    case("groupNorm(Tensor,int,Tensor,Tensor,double)", lambda x, w, b: F.group_norm(x, 2, w, b, 1e-3),
         normal(2, 6, 3, 4), normal(6), normal(6))

    q, k, v = normal(2, 3, 5, 8), normal(2, 3, 7, 8), normal(2, 3, 7, 8)
    allowed = normal(2, 1, 5, 7) > -0.5
    allowed[1, 0, 2] = False  # a row that may attend nowhere
    attention = F.scaled_dot_product_attention
    name = "scaledDotProductAttention(Tensor,Tensor,Tensor,Tensor,boolean,double)"
    case(name, lambda q, k, v: attention(q, k, v, scale=0.3), q, k, v)
    case(name + "#mask", lambda q, k, v, m: attention(q, k, v, attn_mask=m, scale=0.3), q, k, v, allowed)
    case(name + "#causal", lambda q, k, v: attention(q, k, v, is_causal=True, scale=0.3), normal(2, 3, 7, 8), k, v)
    case(name + "#bf16", lambda q, k, v: attention(q, k, v, scale=0.3), *(t.to(bf16) for t in (q, k, v)))

    image = normal(2, 3, 9, 10)
    name = "conv2d(Tensor,Tensor,Tensor,int,int)"
    case(name, lambda x, w, b: F.conv2d(x, w, b, 2, 1), image, normal(4, 3, 3, 3), normal(4))
    case(name + "#nobias", lambda x, w: F.conv2d(x, w), image, normal(4, 3, 3, 3))
    case("interpolateNearest2x(Tensor)", lambda x: F.interpolate(x, scale_factor=2.0, mode="nearest"), image)
    case("interpolateBilinear(Tensor,long,long,double)",
         lambda x: F.interpolate(x, scale_factor=0.875, mode="bilinear", align_corners=False), image)

    case("embedding(Tensor,Tensor)", lambda i, w: F.embedding(i, w), integers(6, 2, 5), normal(6, 4))
    case("crossEntropy(Tensor,Tensor)", F.cross_entropy, normal(5, 7), torch.tensor([3, -100, 0, 6, -100]))
    case("mseLoss(Tensor,Tensor)", F.mse_loss, a, b)

    case("mulInPlace(double)", lambda x: x.clone().mul_(1.9), a)
    case("addcmulInPlace(Tensor,Tensor,double)", lambda x, y, z: x.clone().addcmul_(y, z, value=0.6), a, b, normal(4))
    case("addcdivInPlace(Tensor,Tensor,double)", lambda x, y, z: x.clone().addcdiv_(y, z, value=0.6),
         a, b, positive(4))
    case("lerpInPlace(Tensor,double)", lambda x, y: x.clone().lerp_(y, 0.3), a, b)
    case("copyFrom(Tensor)", lambda x, y: x.clone().copy_(y), a, normal(4))


def rng():
    for seed in (0, 42, 2**32 + 7):
        for n in (1, 2, 7, 15, 16, 17, 31, 32, 33, 100, 1001):
            tensors[f"rng/normal/{seed}/{n}"] = torch.randn(n, generator=torch.Generator().manual_seed(seed))
    generator = torch.Generator().manual_seed(3)
    tensors["rng/sequence/0"] = torch.randn(3, 5, generator=generator)
    tensors["rng/sequence/1"] = torch.rand(21, generator=generator)
    tensors["rng/sequence/2"] = torch.randperm(50, generator=generator)
    tensors["rng/sequence/3"] = torch.randn(2, 3, 4, generator=generator)


def adamw():
    """Five steps; "bias" has one axis (no decay), "late" has no gradient in the first two steps."""
    parameters = {"weight": normal(4, 3), "bias": normal(3), "late": normal(2, 2)}
    for name, p in parameters.items():
        tensors[f"adamw/start/{name}"] = p.clone()
        p.requires_grad_(True)
    groups = [{"params": [p], "weight_decay": 0.1 if p.dim() >= 2 else 0.0} for p in parameters.values()]
    optimizer = torch.optim.AdamW(groups, betas=(0.8, 0.95), eps=1e-6, foreach=False)
    for step in range(5):
        for group in optimizer.param_groups:
            group["lr"] = 0.02 * (step + 1)
        for name, p in parameters.items():
            p.grad = None if name == "late" and step < 2 else normal(*p.shape)
            if p.grad is not None:
                tensors[f"adamw/{step}/grad/{name}"] = p.grad.clone()
        norm = torch.nn.utils.clip_grad_norm_(parameters.values(), 2.5)
        tensors[f"adamw/{step}/norm"] = norm.reshape(1)
        optimizer.step()
        for name, p in parameters.items():
            if p.grad is not None:
                tensors[f"adamw/{step}/clipped/{name}"] = p.grad.clone()
            tensors[f"adamw/{step}/after/{name}"] = p.detach().clone()


operations()
rng()
adamw()
folder = os.path.join(os.path.dirname(__file__), "../resources/io/github/deepgen4j/tensor")
save_file(tensors, os.path.join(folder, "golden.safetensors"))
print(f"{len(tensors)} tensors, torch {torch.__version__}")
