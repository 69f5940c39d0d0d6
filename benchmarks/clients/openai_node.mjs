// SPDX-License-Identifier: Apache-2.0
// openai-node against a server: node openai_node.mjs http://127.0.0.1:7860
import assert from "node:assert";
import { randomUUID } from "node:crypto";
import OpenAI, { toFile } from "openai";
import { VERSION } from "openai/version";

const url = process.argv[2];
const client = new OpenAI({ baseURL: `${url}/v1`, apiKey: "any" });
const few = { steps: 3 };
const run = randomUUID();

function png(text) {
  const file = Buffer.from(text, "base64");
  assert.equal(file.subarray(1, 4).toString(), "PNG");
  return file;
}

async function refused(request, status, code) {
  await assert.rejects(client.images.generate({ prompt: "a red circle", ...request }), (error) => {
    assert.equal(error.status, status);
    assert.equal(error.code, code);
    return true;
  });
}

const drawn = await client.images.generate({
  model: "gpt-image-1", prompt: "a red circle", n: 2, size: "auto", quality: "auto", background: "auto",
  moderation: "auto", user: "somebody", ...few, seed: "18446744073709551615",
});
assert.equal(drawn.data.length, 2);
assert.equal(drawn.data[0].deepgen.seed, "18446744073709551615");
const circle = png(drawn.data[0].b64_json);

const file = await toFile(circle, "circle.png", { type: "image/png" });
png((await client.images.edit({ model: "gpt-image-1", image: file, prompt: "make it green", ...few })).data[0].b64_json);
png((await client.images.edit({ model: "gpt-image-1", image: [file, file], prompt: "make it green", ...few }))
  .data[0].b64_json);

const events = [];
const stream = await client.images.generate({
  model: "gpt-image-1", prompt: "a cross", stream: true, partial_images: 2, steps: 20,
});
for await (const event of stream) {
  events.push(event);
}
assert.equal(events.at(-1).type, "image_generation.completed");
png(events.at(-1).b64_json);

await refused({ model: "gpt-image-1", size: "65x64" }, 400, "invalid_size");
await refused({ model: "nosuch" }, 404, "model_not_found");
await refused({ model: "gpt-image-1", step: 3 }, 400, "unknown_parameter");

const many = await client.images.generate(
  { model: "gpt-image-1", prompt: "a blue square", n: 2, steps: 100, metadata: { run } },
  { timeout: 400, maxRetries: 20 },
);
assert.equal(many.data.length, 2);
const jobs = await (await fetch(`${url}/deepgen/v1/jobs?limit=100`)).json();
assert.equal(jobs.data.filter((job) => JSON.stringify(job).includes(run)).length, 1);
console.log(`openai-node ${VERSION} draws, edits, streams, joins its repeats`);
