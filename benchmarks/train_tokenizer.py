#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Trains the tokenizer of mini: byte-level BPE on captions, in which every emoji of a plan is one token.

Needs tokenizers (PyPI). Reads what `deepgen data icons` and `deepgen data shapeworld` wrote, any number of folders:

    ./deepgen data icons data/icons/* -o data/words --count 20000 --size 32
    ./deepgen data shapeworld -o data/shape-words --count 2000
    python3 benchmarks/train_tokenizer.py configs/mini data/words data/shape-words

Writes tokenizer/tokenizer.json of the model folder, and the ids of its special tokens and the size of its vocabulary
into vlm/config.json. The splitting of words and the special tokens are those of Qwen2.5, taken from the tokenizer that
is there.
"""

import argparse
import collections
import json
import pathlib

import tokenizers
from tokenizers import decoders, models, pre_tokenizers, trainers

# words that a conversation is made of, in Qwen's template
TEMPLATE = ["Generate an image: ", "user\n", "assistant\n", "system\n", "none"] * 2000
ROUND = 32  # vocabularies are multiples of it


def rows(folder: pathlib.Path):
    for name in ("t2i.json", "edit.json"):
        if (folder / name).exists():
            yield from json.loads((folder / name).read_text("utf-8"))


def prompts(folder: pathlib.Path):
    for row in rows(folder):
        yield row.get("txt") or row.get("instruction") or row.get("prompt") or ""


def plans(folder: pathlib.Path):
    for file in sorted((folder / "annotations").rglob("*.json")):
        yield json.loads(file.read_text("utf-8")).get("plan", "")


def byte_letters() -> dict[int, str]:
    """The letter that stands for each byte in byte-level BPE."""
    plain = [*range(33, 127), *range(161, 173), *range(174, 256)]
    rest = [b for b in range(256) if b not in plain]
    return {b: chr(b) for b in plain} | {b: chr(256 + n) for n, b in enumerate(rest)}


def merged(parts: list[str], ranks: dict[tuple[str, str], int]) -> list[str]:
    """What byte pair encoding makes of the parts."""
    while True:
        pairs = [pair for pair in zip(parts, parts[1:]) if pair in ranks]
        if not pairs:
            return parts
        left, right = min(pairs, key=ranks.get)
        joined, n = [], 0
        while n < len(parts):
            both = parts[n:n + 2] == [left, right]
            joined.append(left + right if both else parts[n])
            n += 2 if both else 1
        parts = joined


def make_whole(words: list[str], ranks: dict[tuple[str, str], int]) -> None:
    """Adds merges that make each of the words one token."""
    letters = byte_letters()
    for word in words:
        parts = merged([letters[b] for b in word.encode()], ranks)
        for end in range(1, len(parts)):
            ranks.setdefault(("".join(parts[:end]), parts[end]), len(ranks))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("model", type=pathlib.Path)
    parser.add_argument("data", type=pathlib.Path, nargs="+")
    parser.add_argument("--words", type=int, default=4096, help="size of the vocabulary without emoji")
    args = parser.parse_args()
    file = args.model / "tokenizer" / "tokenizer.json"
    old = json.loads(file.read_text("utf-8"))
    answers = [line for folder in args.data for line in plans(folder)]
    lines = [line for folder in args.data for line in prompts(folder)] + answers
    words = sorted({word.strip('",') for line in answers for word in line.split()} - {""}, key=lambda w: (len(w), w))
    emoji = [word for word in words if not any(c.isascii() for c in word)]
    plain = [" ".join(word for word in line.split(" ") if word not in set(emoji)) for line in lines] + TEMPLATE

    learner = tokenizers.Tokenizer(models.BPE())
    learner.normalizer = tokenizers.normalizers.NFC()
    split = old["pre_tokenizer"]["pretokenizers"][0]["pattern"]["Regex"]
    learner.pre_tokenizer = pre_tokenizers.Sequence([
        pre_tokenizers.Split(tokenizers.Regex(split), "isolated"),
        pre_tokenizers.ByteLevel(add_prefix_space=False, use_regex=False),
    ])
    learner.decoder = decoders.ByteLevel()
    learner.train_from_iterator(plain, trainers.BpeTrainer(
        vocab_size=args.words, initial_alphabet=pre_tokenizers.ByteLevel.alphabet(), show_progress=False))
    learned = json.loads(learner.to_str())["model"]

    # Bytes to characters first, then characters to sequences, then text, then what plans need and text did not give.
    ranks: dict[tuple[str, str], int] = {}
    make_whole(sorted({c for word in emoji for c in word}) + emoji, ranks)
    for pair in learned["merges"]:
        ranks.setdefault(tuple(pair), len(ranks))
    make_whole([" " + word for word in words if word.isalpha() and len(word) > 1], ranks)
    merges = [list(pair) for pair in ranks]
    vocabulary = {letter: n for n, letter in enumerate(sorted(pre_tokenizers.ByteLevel.alphabet()))}
    for left, right in merges:
        vocabulary.setdefault(left + right, len(vocabulary))
    old["model"]["vocab"] = vocabulary
    old["model"]["merges"] = merges if isinstance(old["model"]["merges"][0], list) else [" ".join(m) for m in merges]
    special = {}
    for n, token in enumerate(old["added_tokens"]):
        token["id"] = special[token["content"]] = len(vocabulary) + n
    file.write_text(json.dumps(old, ensure_ascii=False, separators=(",", ":")) + "\n", "utf-8")

    settings = args.model / "vlm" / "config.json"
    config = json.loads(settings.read_text("utf-8"))
    config["image_token_id"] = special["<|image_pad|>"]
    config["video_token_id"] = special["<|video_pad|>"]
    config["vision_start_token_id"] = special["<|vision_start|>"]
    config["vision_end_token_id"] = special["<|vision_end|>"]
    size = len(vocabulary) + len(special)
    config["text_config"]["vocab_size"] = -(-size // ROUND) * ROUND
    settings.write_text(json.dumps(config, indent=2) + "\n", "utf-8")

    made = tokenizers.Tokenizer.from_file(str(file))
    several = [word for word in emoji if len(made.encode(word, add_special_tokens=False).ids) != 1]
    lengths = collections.Counter(len(made.encode(line).ids) for line in lines)
    print(f"{len(vocabulary)} tokens, {len(emoji)} emoji, of which {len(several)} are more than one: {several[:10]}")
    print(f"tokens a line: median {sorted(lengths.elements())[len(lines) // 2]}, most {max(lengths)}")


if __name__ == "__main__":
    main()
