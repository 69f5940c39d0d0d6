// SPDX-License-Identifier: Apache-2.0
// What the form holds: the settings of the next drawing, which this browser keeps, its references and their mask.

import { keptSignal, signal } from './signals.js';

const EMPTY = {
    prompt: '',
    negative: '',
    model: '',
    size: 'auto',
    steps: '',
    guidance: '',
    speed: '',
    lora: [], // {name, scale}, without a scale at its own
    count: 1,
    seed: '',
    seedLocked: false,
};

export const MOST_REFERENCES = 16;

/** Texts and numbers; an empty one leaves the choice to the model. */
export const draft = keptSignal('deepgen.draft', EMPTY);

/** Images to edit, in order: {id, blob, url, name, width, height}. */
export const references = signal([]);

/** Where the first reference is drawn anew: {blob, url}, or null for everywhere. */
export const mask = signal(null);

let number = 0;

export function change(fields) {
    draft.value = { ...EMPTY, ...draft.value, ...fields };
}

change({}); // an older page kept fewer fields

let adding = Promise.resolve();

/** Adds images to the references, after those that were added before; answers the names of those that are none. */
export function addReferences(blobs) {
    adding = adding.then(() => add(blobs)); // a small image is read sooner than a large one that came first
    return adding;
}

async function add(blobs) {
    const refused = [];
    for (const blob of blobs) {
        try {
            const bitmap = await createImageBitmap(blob);
            const { width, height } = bitmap;
            bitmap.close();
            if (references.value.length < MOST_REFERENCES) {
                const url = URL.createObjectURL(blob);
                setReferences([...references.value, { id: ++number, blob, url, name: blob.name ?? '', width, height }]);
            }
        } catch {
            refused.push(blob.name ?? '');
        }
    }
    return refused;
}

/** A mask belongs to the first reference: it goes with it. */
export function setReferences(next) {
    if (next[0]?.id !== references.value[0]?.id) {
        setMask(null);
    }
    references.value.filter(each => !next.includes(each)).forEach(each => URL.revokeObjectURL(each.url));
    references.value = next;
}

export function setMask(blob) {
    if (mask.value) {
        URL.revokeObjectURL(mask.value.url);
    }
    mask.value = blob && { blob, url: URL.createObjectURL(blob) };
}

/** The fields of a request, as the API names them, without those that the model chooses. */
export function fields() {
    const { prompt, negative, model, size, steps, guidance, speed, lora, count, seed, seedLocked } = draft.value;
    const chosen = {
        prompt: prompt.trim(),
        model,
        size: size === 'auto' ? '' : size,
        steps,
        guidance,
        speed,
        lora: lora.length ? JSON.stringify(lora) : '',
        n: count > 1 ? count : '',
        seed: seedLocked ? seed : '',
        negative_prompt: negative.trim(),
    };
    return Object.fromEntries(Object.entries(chosen).filter(([, value]) => value !== ''));
}

/** The request itself, with what the form holds or with other images. */
export function form(images = references.value.map(each => each.blob), maskBlob = mask.value?.blob) {
    const data = new FormData();
    data.append('kind', images.length ? 'edit' : 'generate');
    Object.entries(fields()).forEach(([name, value]) => data.append(name, String(value)));
    images.forEach((blob, index) => data.append('image[]', blob, `reference-${index + 1}`));
    if (maskBlob && images.length) {
        data.append('mask', maskBlob, 'mask.png');
    }
    return data;
}
