# SPDX-License-Identifier: Apache-2.0
"""LiteLLM against a server: python litellm_python.py http://127.0.0.1:7860"""

import base64
import importlib.metadata
import io
import os
import sys

os.environ["LITELLM_LOCAL_MODEL_COST_MAP"] = "True"  # it would fetch one

import litellm

litellm.suppress_debug_info = True
URL = sys.argv[1]
HERE = dict(api_base=URL + "/v1", api_key="any", max_retries=0)
FEW = {"steps": 3, "seed": 7}


def png(answer):
    file = base64.b64decode(answer.data[0].b64_json)
    assert file.startswith(b"\x89PNG"), file[:8]
    return file


# generate, by the name of a model of OpenAI's and by our own
drawn = litellm.image_generation(
    model="openai/gpt-image-1", prompt="a red circle", n=2, size="auto", quality="low", extra_body={"seed": 7}, **HERE)
assert len(drawn.data) == 2 and drawn.usage.total_tokens > 0
circle = png(drawn)
own = litellm.image_generation(model="openai/nano", prompt="a red circle", extra_body=FEW, **HERE)
again = litellm.image_generation(model="openai/nano", prompt="a red circle", extra_body=FEW, **HERE)
assert png(own) == png(again)
address = litellm.image_generation(
    model="openai/nano", prompt="a star", extra_body={**FEW, "response_format": "url"}, **HERE)
assert address.data[0].url.startswith(URL)

# edit: one image, two, each a stream
one = litellm.image_edit(
    model="openai/gpt-image-1", image=io.BytesIO(circle), prompt="make it green", extra_body=FEW, **HERE)
two = litellm.image_edit(
    model="openai/gpt-image-1", image=[io.BytesIO(circle), io.BytesIO(circle)], prompt="make it green",
    extra_body=FEW, **HERE)
assert png(one) != png(two)

# errors by class
for wrong, kind, word in [
    (dict(model="openai/nosuch"), litellm.NotFoundError, "model expected one of nano"),
    (dict(model="openai/gpt-image-1", size="65x64"), litellm.BadRequestError, "multiples"),
    (dict(model="openai/gpt-image-1", extra_body={"step": 3}), litellm.BadRequestError, "did you mean steps?"),
]:
    try:
        litellm.image_generation(prompt="a red circle", **wrong, **HERE)
        raise AssertionError(f"{wrong}: expected {kind.__name__}")
    except kind as error:
        assert word in str(error), error
print("LiteLLM", importlib.metadata.version("litellm"), "draws, edits, and tells errors apart")
