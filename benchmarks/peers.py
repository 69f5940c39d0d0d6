# SPDX-License-Identifier: Apache-2.0
"""One stage of DeepGen 1.0 in PyTorch (diffusers, transformers) on random weights: prints its seconds as JSON.

The peer of `deepgen bench --stage STAGE`: the same dimensions, lengths and batch. Called by compare.py, one process a
measurement. Where the libraries cannot leave out what we leave out (the end of the last block), they do more work; where a
reference image is concerned, the transformer gets a target of twice the size, which has as many tokens.
"""
import argparse
import json
import time

import torch

ROWS, PROMPT, THINK = 2, 64, 128


def built(make, dtype):
    """A network with random weights: made without storage, then filled, so that nothing is in memory twice."""
    with torch.device("meta"):
        network = make()
    network = network.to(dtype).to_empty(device="cpu").eval()
    with torch.no_grad():
        for name, parameter in network.named_parameters():
            if parameter.dim() == 1 and name.endswith("weight"):
                parameter.fill_(1)
            else:
                block = torch.randn(min(parameter.numel(), 1 << 20), dtype=torch.float32).mul_(0.02).to(dtype)
                flat = parameter.view(-1)
                for start in range(0, flat.numel(), block.numel()):
                    part = flat[start : start + block.numel()]
                    part.copy_(block[: part.numel()])
        for name, buffer in network.named_buffers():
            buffer.fill_(0.01)
    return network


def vision(args, dtype):
    from transformers.models.qwen2_5_vl.configuration_qwen2_5_vl import Qwen2_5_VLVisionConfig
    from transformers.models.qwen2_5_vl.modeling_qwen2_5_vl import Qwen2_5_VisionTransformerPretrainedModel

    config = Qwen2_5_VLVisionConfig(depth=32, hidden_size=1280, intermediate_size=3420, num_heads=16, out_hidden_size=2048)
    config._attn_implementation = "sdpa"
    network = built(lambda: Qwen2_5_VisionTransformerPretrainedModel._from_config(config), dtype)
    rows = args.height * 28 // 32 // 14
    columns = args.width * 28 // 32 // 14
    pixels = torch.randn(rows * columns, 1176).to(dtype)
    grid = torch.tensor([[1, rows, columns]])
    return lambda: network(pixels, grid)


def vlm(args, dtype):
    from transformers.models.qwen2_5_vl.configuration_qwen2_5_vl import Qwen2_5_VLTextConfig
    from transformers.models.qwen2_5_vl.modeling_qwen2_5_vl import Qwen2_5_VLTextModel

    config = Qwen2_5_VLTextConfig(
        vocab_size=256, hidden_size=2048, intermediate_size=11008, num_hidden_layers=35, num_attention_heads=16,
        num_key_value_heads=2, rope_theta=1e6, rope_scaling={"type": "mrope", "mrope_section": [16, 24, 24]},
        pad_token_id=0)
    config._attn_implementation = "sdpa"
    network = built(lambda: Qwen2_5_VLTextModel._from_config(config), dtype)
    length = args.positions
    embeddings = torch.randn(ROWS, length, 2048).to(dtype)
    mask = torch.ones(ROWS, length, dtype=torch.long)
    mask[1, :8] = 0
    positions = torch.arange(length).view(1, 1, -1).expand(3, ROWS, length)
    return lambda: network(
        inputs_embeds=embeddings, attention_mask=mask, position_ids=positions, use_cache=False, output_hidden_states=True)


def scb(args, dtype):
    from torch import nn

    class Layer(nn.Module):
        def __init__(self, width=2048, inner=11946, heads=32):
            super().__init__()
            self.heads = heads
            self.norm1, self.norm2 = nn.LayerNorm(width, 1e-6), nn.LayerNorm(width, 1e-6)
            self.q, self.k, self.v, self.out = (nn.Linear(width, width) for _ in range(4))
            self.fc1, self.fc2 = nn.Linear(width, inner), nn.Linear(inner, width)

        def forward(self, x):
            n = self.norm1(x)
            q, k, v = (f(n).unflatten(-1, (self.heads, -1)).transpose(1, 2) for f in (self.q, self.k, self.v))
            a = nn.functional.scaled_dot_product_attention(q, k, v)
            x = x + self.out(a.transpose(1, 2).flatten(2))
            return x + self.fc2(nn.functional.gelu(self.fc1(self.norm2(x)), approximate="tanh"))

    class Bridging(nn.Module):
        def __init__(self):
            super().__init__()
            self.projector_1 = nn.Linear(12288, 2048)
            self.layers = nn.ModuleList(Layer() for _ in range(6))
            self.projector_2, self.projector_3 = nn.Linear(2048, 2048), nn.Linear(2048, 4096)

        def forward(self, states):
            x = self.projector_1(torch.cat(states, -1))
            for layer in self.layers:
                x = layer(x)
            return self.projector_2(x.mean(1)), self.projector_3(x)

    network = built(Bridging, dtype)
    states = [torch.randn(ROWS, args.positions, 2048).to(dtype) for _ in range(6)]
    return lambda: network(states)


def dit_step(args, dtype):
    from diffusers import SD3Transformer2DModel

    network = built(
        lambda: SD3Transformer2DModel(
            sample_size=128, patch_size=2, in_channels=16, num_layers=24, attention_head_dim=64, num_attention_heads=24,
            joint_attention_dim=4096, caption_projection_dim=1536, pooled_projection_dim=2048, out_channels=16,
            pos_embed_max_size=384, dual_attention_layers=tuple(range(13)), qk_norm="rms_norm"),
        dtype)
    height, width = args.height // 8, args.width // 8 * (2 if args.edit else 1)
    latents = torch.randn(ROWS, 16, height, width).to(dtype)
    context = torch.randn(ROWS, args.positions, 4096).to(dtype)
    pooled = torch.randn(ROWS, 2048).to(dtype)
    time_ = torch.full((ROWS,), 500.0)
    return lambda: network(
        hidden_states=latents, encoder_hidden_states=context, pooled_projections=pooled, timestep=time_)


def vae(dtype):
    from diffusers import AutoencoderKL

    return built(
        lambda: AutoencoderKL(
            in_channels=3, out_channels=3, down_block_types=("DownEncoderBlock2D",) * 4,
            up_block_types=("UpDecoderBlock2D",) * 4, block_out_channels=(128, 256, 512, 512), layers_per_block=2,
            latent_channels=16, norm_num_groups=32, use_quant_conv=False, use_post_quant_conv=False),
        dtype)


def vae_encode(args, dtype):
    network, pixels = vae(dtype), torch.rand(1, 3, args.height, args.width).to(dtype)
    return lambda: network.encode(pixels)


def vae_decode(args, dtype):
    network, latents = vae(dtype), torch.randn(1, 16, args.height // 8, args.width // 8).to(dtype)
    return lambda: network.decode(latents)


STAGES = {
    "vision": vision, "vlm": vlm, "scb": scb, "dit-step": dit_step, "vae-encode": vae_encode, "vae-decode": vae_decode}


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("stage", choices=STAGES)
    parser.add_argument("--dtype", choices=["f32", "bf16"], required=True)
    parser.add_argument("--edit", action="store_true")
    parser.add_argument("--width", type=int, default=512)
    parser.add_argument("--height", type=int, default=512)
    parser.add_argument("--repeat", type=int, default=3)
    args = parser.parse_args()
    image = (args.height * 28 // 32 // 28) * (args.width * 28 // 32 // 28) if args.edit else 0
    args.positions = PROMPT + image + THINK
    torch.manual_seed(1)
    run = STAGES[args.stage](args, {"f32": torch.float32, "bf16": torch.bfloat16}[args.dtype])
    best = float("inf")
    with torch.inference_mode():
        run()
        for _ in range(args.repeat):
            start = time.perf_counter()
            run()
            best = min(best, time.perf_counter() - start)
    print(json.dumps({"stage": args.stage, "dtype": args.dtype, "seconds": best, "threads": torch.get_num_threads()}))


if __name__ == "__main__":
    main()
