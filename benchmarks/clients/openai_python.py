# SPDX-License-Identifier: Apache-2.0
"""openai-python against a server: python openai_python.py http://127.0.0.1:7860"""

import base64
import io
import json
import struct
import sys
import urllib.request
import uuid
import zlib

import openai

URL = sys.argv[1]
client = openai.OpenAI(base_url=URL + "/v1", api_key="any")
FEW = {"steps": 3}
RUN = uuid.uuid4().hex


def png(text):
    file = base64.b64decode(text)
    assert file.startswith(b"\x89PNG"), file[:8]
    return file


def stream(file):
    return io.BytesIO(file)  # has no name: the library calls it "upload"


def clear_png(side):
    """A PNG that is transparent everywhere: as a mask, all of the image is drawn anew."""
    def chunk(kind, data):
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
    head = struct.pack(">IIBBBBB", side, side, 8, 6, 0, 0, 0)
    rows = zlib.compress(bytes((1 + 4 * side) * side))
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")


# generate, and what is ours in request and answer
drawn = client.images.generate(
    model="gpt-image-1", prompt="a red circle", n=2, size="auto", quality="auto", background="auto",
    moderation="auto", user="somebody", extra_body={**FEW, "seed": "18446744073709551615"})
assert len(drawn.data) == 2 and drawn.usage.total_tokens > 0
assert drawn.data[0].model_extra["deepgen"]["seed"] == "18446744073709551615"
circle = png(drawn.data[0].b64_json)
address = client.images.generate(model="dall-e-3", prompt="a star", response_format="url", style="vivid", extra_body=FEW)
assert urllib.request.urlopen(address.data[0].url).read().startswith(b"\x89PNG")

# edit: one stream without a name, two, and a mask
one = client.images.edit(model="gpt-image-1", image=stream(circle), prompt="make it green", extra_body=FEW)
two = client.images.edit(model="gpt-image-1", image=[stream(circle), stream(circle)], prompt="make it green",
                         input_fidelity="high", extra_body=FEW)
png(one.data[0].b64_json), png(two.data[0].b64_json)
masked = client.images.edit(model="gpt-image-1", image=("c.png", circle), mask=("m.png", clear_png(64)),
                            prompt="a star", extra_body=FEW)
png(masked.data[0].b64_json)
assert masked.model_extra["deepgen"]["mask"] == "latent"

# streaming with images in progress
events = list(client.images.generate(model="gpt-image-1", prompt="a cross", stream=True, partial_images=2,
                                     extra_body={"steps": 20}))
assert events[-1].type == "image_generation.completed", events[-1].type
assert all(event.type == "image_generation.partial_image" for event in events[:-1])
png(events[-1].b64_json)

# errors by class
for wrong, kind, code in [
    (dict(model="gpt-image-1", size="65x64"), openai.BadRequestError, "invalid_size"),
    (dict(model="nosuch"), openai.NotFoundError, "model_not_found"),
    (dict(model="gpt-image-1", extra_body={"step": 3}), openai.BadRequestError, "unknown_parameter"),
]:
    try:
        client.images.generate(prompt="a red circle", **wrong)
        raise AssertionError(f"{wrong}: expected {kind.__name__}")
    except kind as error:
        assert error.code == code, error.code
assert "gpt-image-1" in [model.id for model in client.models.list()]

# a call that times out, and is repeated by the library, joins its job
impatient = client.with_options(timeout=0.4, max_retries=20)
many = impatient.images.generate(model="gpt-image-1", prompt="a blue square", n=2,
                                 extra_body={"steps": 100, "metadata": {"run": RUN}})
assert len(many.data) == 2
jobs = json.load(urllib.request.urlopen(URL + "/deepgen/v1/jobs?limit=100"))["data"]
assert sum(RUN in json.dumps(job) for job in jobs) == 1
print("openai-python", openai.__version__, "draws, edits, streams, joins its repeats")
