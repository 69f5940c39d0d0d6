#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Writes the tiny ONNX models of the tests of module engines: python3 benchmarks/tiny_engines.py FOLDER (needs onnx).

Each does in a few numbers what its large sibling is trained for, so that a test knows the right answer: the CLIP embeds
the mean colour and the colours that a text names, the VQA answers whether a colour is there, the Mask2Former finds what
is red and what is blue, the NanoDet sees two objects at fixed places.
"""
import json
import pathlib
import sys

import numpy as np
from onnx import TensorProto, checker, helper, numpy_helper

WORDS = ["[PAD]", "[UNK]", "<|startoftext|>", "<|endoftext|>", "a", "photo", "of", "object", "is", "it", "red", "green",
         "blue", "white", "black", "yellow", "-", "colored", "cup", "?"]
COLOURS = {"red": (1, -1, -1), "green": (-1, 1, -1), "blue": (-1, -1, 1), "white": (1, 1, 1), "black": (-1, -1, -1),
           "yellow": (1, 1, -1)}
CONTEXT = 12
SIDE = 8


def constant(name, value):
    return numpy_helper.from_array(np.asarray(value), name)


def inout(name, kind, *shape):
    return helper.make_tensor_value_info(name, kind, shape)


def save(folder, name, nodes, inputs, outputs, constants):
    graph = helper.make_graph(nodes, name, inputs, outputs, constants)
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 13)], ir_version=8)
    checker.check_model(model)
    path = folder / f"{name}.onnx"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(model.SerializeToString(deterministic=True))


def describe(folder, kind, **fields):
    (folder / "engine.json").write_text(json.dumps({"kind": kind, **fields}, indent=2) + "\n")


def tokenizer(folder):
    special = [{"id": WORDS.index(word), "content": word, "single_word": False, "lstrip": False, "rstrip": False,
                "normalized": False, "special": True} for word in ("<|startoftext|>", "<|endoftext|>")]
    (folder / "tokenizer.json").write_text(json.dumps({
        "version": "1.0", "truncation": None, "padding": None, "added_tokens": special,
        "normalizer": {"type": "Lowercase"}, "pre_tokenizer": {"type": "Whitespace"}, "post_processor": None,
        "decoder": None,
        "model": {"type": "WordLevel", "vocab": {word: i for i, word in enumerate(WORDS)}, "unk_token": "[UNK]"},
    }, indent=1) + "\n")


def table():
    rows = np.full((len(WORDS), 3), 0.001, np.float32)
    for word, colour in COLOURS.items():
        rows[WORDS.index(word)] = colour
    return constant("table", rows)


IMAGE_INPUT = {"side": SIDE, "mean": [127.5] * 3, "std": [127.5] * 3}
TEXT_INPUT = {"context": CONTEXT, "pad": 0}


def clip(root):
    folder = root / "clip"
    save(folder, "image", [helper.make_node("ReduceMean", ["pixel_values"], ["image_embeds"], axes=[2, 3], keepdims=0)],
         [inout("pixel_values", TensorProto.FLOAT, 1, 3, SIDE, SIDE)],
         [inout("image_embeds", TensorProto.FLOAT, 1, 3)], [])
    save(folder, "text", [
        helper.make_node("Gather", ["table", "input_ids"], ["rows"]),
        helper.make_node("Cast", ["attention_mask"], ["weights"], to=TensorProto.FLOAT),
        helper.make_node("Unsqueeze", ["weights", "last"], ["column"]),
        helper.make_node("Mul", ["rows", "column"], ["kept"]),
        helper.make_node("ReduceSum", ["kept", "middle"], ["text_embeds"], keepdims=0),
    ], [inout("input_ids", TensorProto.INT64, 1, CONTEXT), inout("attention_mask", TensorProto.INT64, 1, CONTEXT)],
         [inout("text_embeds", TensorProto.FLOAT, 1, 3)],
         [table(), constant("last", np.array([2])), constant("middle", np.array([1]))])
    tokenizer(folder)
    describe(folder, "clip", name="tiny-clip", version="1", image="image.onnx", text="text.onnx",
             tokenizer="tokenizer.json", image_input=IMAGE_INPUT, text_input=TEXT_INPUT)


def vqa(root):
    folder = root / "vqa"
    save(folder, "model", [
        helper.make_node("ReduceMean", ["pixel_values"], ["mean"], axes=[2, 3], keepdims=0),
        helper.make_node("Gather", ["table", "input_ids"], ["rows"]),
        helper.make_node("ReduceSum", ["rows", "middle"], ["asked"], keepdims=0),
        helper.make_node("Mul", ["mean", "asked"], ["product"]),
        helper.make_node("ReduceSum", ["product", "middle"], ["yes"], keepdims=1),
        helper.make_node("Sub", ["both", "yes"], ["no"]),
        helper.make_node("Concat", ["yes", "no"], ["scores"], axis=1),
    ], [inout("pixel_values", TensorProto.FLOAT, 1, 3, SIDE, SIDE), inout("input_ids", TensorProto.INT64, 1, CONTEXT)],
         [inout("scores", TensorProto.FLOAT, 1, 2)],
         [table(), constant("middle", np.array([1])), constant("both", np.array([[2]], np.float32))])
    tokenizer(folder)
    describe(folder, "vqa", name="tiny-vqa", version="1", model="model.onnx", tokenizer="tokenizer.json",
             answers=["yes", "no"], image_input={**IMAGE_INPUT, "resize": "stretch"}, text_input=TEXT_INPUT)


def queries(root):
    folder = root / "queries"
    weights = np.array([[20, -10, -10], [-10, -10, 20]], np.float32).reshape(2, 3, 1, 1)
    logits = np.array([[[6, 0, 0], [0, 6, 0]]], np.float32)
    save(folder, "model", [
        helper.make_node("AveragePool", ["image"], ["half"], kernel_shape=[2, 2], strides=[2, 2]),
        helper.make_node("Conv", ["half", "weights", "bias"], ["mask_logits"]),
        helper.make_node("ReduceMean", ["image"], ["mean"], axes=[0, 1, 2, 3], keepdims=0),
        helper.make_node("Mul", ["mean", "nothing"], ["zero"]),
        helper.make_node("Add", ["logits", "zero"], ["class_logits"]),
    ], [inout("image", TensorProto.FLOAT, 1, 3, "height", "width")],
         [inout("class_logits", TensorProto.FLOAT, 1, 2, 3),
          inout("mask_logits", TensorProto.FLOAT, 1, 2, "h", "w")],
         [constant("weights", weights), constant("bias", np.array([-10, -10], np.float32)),
          constant("logits", logits), constant("nothing", np.array(0, np.float32))])
    describe(folder, "detector", name="tiny-mask2former", version="1", model="model.onnx",
             input={"resize": "fit", "longest": 128, "shortest": 64, "multiple": 32, "mean": [0, 0, 0],
                    "std": [255, 255, 255]},
             output={"form": "queries"}, classes=["apple", "berry"])


def points(root):
    folder = root / "points"
    scores = np.zeros((1, 16, 2), np.float32)
    scores[0, 5, 0] = 0.9  # row 1, column 1 of four, and its neighbour, which is the same object
    scores[0, 6, 0] = 0.6
    scores[0, 15, 1] = 0.4
    distances = np.zeros((1, 16, 12), np.float32)
    for side in range(4):  # one step of eight pixels to each side
        distances[:, :, 3 * side + 1] = 50
    save(folder, "model", [
        helper.make_node("ReduceMean", ["image"], ["mean"], axes=[0, 1, 2, 3], keepdims=0),
        helper.make_node("Mul", ["mean", "nothing"], ["zero"]),
        helper.make_node("Add", ["s", "zero"], ["scores"]),
        helper.make_node("Add", ["d", "zero"], ["distances"]),
    ], [inout("image", TensorProto.FLOAT, 1, 3, 32, 32)],
         [inout("scores", TensorProto.FLOAT, 1, 16, 2), inout("distances", TensorProto.FLOAT, 1, 16, 12)],
         [constant("s", scores), constant("d", distances), constant("nothing", np.array(0, np.float32))])
    describe(folder, "detector", name="tiny-nanodet", version="1", model="model.onnx",
             input={"width": 32, "height": 32, "channels": "bgr"},
             output={"form": "points", "strides": [8], "scores": ["scores"], "distances": ["distances"], "bins": 3,
                     "suppress": 0.3},
             classes=["cup", "dog"])


def lpips(root):
    save(root / "lpips", "lpips", [
        helper.make_node("Sub", ["in0", "in1"], ["difference"]),
        helper.make_node("Mul", ["difference", "difference"], ["squares"]),
        helper.make_node("ReduceMean", ["squares"], ["distance"], axes=[1, 2, 3], keepdims=1),
    ], [inout("in0", TensorProto.FLOAT, 1, 3, "height", "width"),
        inout("in1", TensorProto.FLOAT, 1, 3, "height", "width")],
         [inout("distance", TensorProto.FLOAT, 1, 1, 1, 1)], [])


if __name__ == "__main__":
    target = pathlib.Path(sys.argv[1])
    for make in (clip, vqa, queries, points, lpips):
        make(target)
