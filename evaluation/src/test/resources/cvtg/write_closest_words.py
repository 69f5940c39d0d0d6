# Writes closest_words.jsonl: random words, and what difflib (Python 3.11) finds closest to them.
import difflib
import json
import random

random.seed(5)


def ratio(candidate, word):
    matcher = difflib.SequenceMatcher()
    matcher.set_seq2(word)
    matcher.set_seq1(candidate)
    return matcher.ratio()


def short():
    return "".join(random.choice("abcé😀z") for _ in range(random.randint(0, 8)))


def long_pair():
    word = random.choices("abcdefghijklmnop"[: random.randint(2, 16)], k=random.choice([199, 200, 201, 300]))
    candidates = []
    for _ in range(3):
        changed = list(word)
        for _ in range(random.randint(0, len(word) // 2)):
            changed[random.randrange(len(word))] = random.choice("abcdefghijklmnopqrs")
        candidates.append("".join(changed)[random.randint(0, 40):])
    return "".join(word), candidates


pairs = [(short(), [short() for _ in range(random.randint(1, 6))]) for _ in range(150)]
pairs += [long_pair() for _ in range(20)]
with open("closest_words.jsonl", "w") as file:
    for word, candidates in pairs:
        best = difflib.get_close_matches(word, candidates, n=1, cutoff=0)[0]
        ratios = [ratio(candidate, word) for candidate in candidates]
        print(json.dumps({"word": word, "candidates": candidates, "ratios": ratios, "best": best}), file=file)
