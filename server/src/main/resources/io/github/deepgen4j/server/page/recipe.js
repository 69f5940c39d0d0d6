// SPDX-License-Identifier: Apache-2.0
// From finished pictures and jobs back to the form: their settings, their seed, or themselves as references.

import * as api from './api.js';
import { addReferences, change, setMask, setReferences } from './draft.js';
import { t } from './language.js';
import { models } from './models.js';
import { toast, toastError } from './toast.js';

/** What the form holds for a recipe, as far as settings go; references are not in it. */
const settingsOf = recipe => ({
    prompt: recipe.prompt,
    negative: recipe.negative ?? '',
    size: `${recipe.width}x${recipe.height}`,
    steps: recipe.steps,
    guidance: recipe.guidance,
    speed: '',
    lora: (recipe.lora ?? []).map(({ file, strength }) => ({ name: file, scale: strength })),
    seed: String(recipe.seed),
    seedLocked: true,
    count: 1,
});

/** Settings of a picture, by its own model where that is served. */
const settingsOfPicture = (picture, recipe) => ({
    ...settingsOf(recipe),
    model: models.value.some(each => each.id === picture.model) ? picture.model : '',
});

/** A job, null where it is not kept any more. */
const jobOf = id => api.job(id).catch(error => {
    if (error.status === 404) {
        return null; // jobs are kept for a shorter time than pictures
    }
    throw error;
});

/** The images that a job was made from and its mask. */
async function inputs({ id, request }) {
    const images = request.references.map((_, index) => api.blob(api.referenceUrl(id, index)));
    return { images: await Promise.all(images), mask: request.mask ? await api.blob(api.maskUrl(id)) : null };
}

let filling = 0;

/** Fills the form with settings and images together, unless it is filled with something newer meanwhile. */
async function fill(load) {
    const mine = ++filling;
    try {
        const { settings, images = [], mask = null, text } = await load();
        if (mine === filling) {
            change(settings);
            setReferences([]);
            await addReferences(images);
            setMask(images.length ? mask : null);
            toast(t(text));
        }
    } catch (error) {
        toastError(error);
    }
}

/** Fills the form with all settings of a picture, with the images that it was made from where they are kept. */
export const useSettings = picture => fill(async () => {
    const recipe = await api.recipeOf(picture.id);
    const job = await jobOf(picture.job);
    const edit = recipe.references.length > 0;
    return {
        ...edit && job ? await inputs(job) : {},
        settings: { ...settingsOfPicture(picture, recipe), speed: job?.request.speed ?? '' },
        text: edit && !job ? 'used.settings.edit' : 'used.settings',
    };
});

/** Fills the form with the request of a job. */
export const useJob = job => fill(async () => {
    const { request } = job;
    return {
        ...request.references.length ? await inputs(job) : {},
        text: 'used.settings',
        settings: {
            prompt: request.prompt,
            negative: request.negative_prompt ?? '',
            model: job.model,
            size: request.size ?? 'auto',
            steps: request.steps,
            guidance: request.guidance ?? '',
            speed: request.speed ?? '',
            lora: request.lora ?? [],
            seed: request.seed,
            seedLocked: true,
            count: request.n,
        },
    };
});

export function useSeed(picture) {
    change({ seed: picture.seed, seedLocked: true });
    toast(t('used.seed'));
}

export async function useAsReference(picture) {
    try {
        await addReferences([await api.blob(api.pictureUrl(picture.id))]);
        toast(t('used.reference'));
        document.getElementById('prompt')?.focus();
    } catch (error) {
        toastError(error);
    }
}

/** Fills the form with the recipe of a file; a file without one becomes a reference. */
export async function useFile(file) {
    try {
        const recipe = await api.inspect(file);
        if (recipe) {
            const text = recipe.references.length ? 'used.settings.edit' : 'used.settings';
            await fill(() => ({ settings: settingsOf(recipe), text }));
            return;
        }
        await useImages([file]);
        toast(t('used.norecipe'));
    } catch (error) {
        toastError(error);
    }
}

/** Adds files to the references, and says which are no images. */
export async function useImages(files) {
    const refused = await addReferences(files);
    if (refused.length) {
        toast(t('references.refused', { names: refused.join(', ') }), 'error');
    }
}
