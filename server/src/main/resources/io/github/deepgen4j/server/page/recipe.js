// SPDX-License-Identifier: Apache-2.0
// From finished pictures and jobs back to the form: their settings, their seed, or themselves as references.

import * as api from './api.js';
import { addReferences, change, setMask, setReferences } from './draft.js';
import { t } from './language.js';
import { toast, toastError } from './toast.js';

/** Fills the form with a recipe; references are not in it. */
export function useRecipe(recipe) {
    change({
        prompt: recipe.prompt,
        negative: recipe.negative ?? '',
        size: `${recipe.width}x${recipe.height}`,
        steps: recipe.steps,
        guidance: recipe.guidance,
        seed: String(recipe.seed),
        seedLocked: true,
        count: 1,
    });
}

/** Fills the form with all settings of a picture, with the images that it was made from where they are kept. */
export async function useSettings(picture) {
    try {
        useRecipe(await api.recipeOf(picture.id));
        await useInputs(picture.job);
        toast(t('used.settings'));
    } catch (error) {
        toastError(error);
    }
}

async function useInputs(id) {
    const job = await api.job(id).catch(error => {
        if (error.status === 404) {
            return null; // jobs are kept for a shorter time than pictures
        }
        throw error;
    });
    setReferences([]);
    if (!job?.request.references.length) {
        return;
    }
    const blobs = await Promise.all(job.request.references.map((_, index) => api.blob(api.referenceUrl(id, index))));
    await addReferences(blobs);
    if (job.request.mask) {
        setMask(await api.blob(api.maskUrl(id)));
    }
}

/** Fills the form with the request of a job. */
export async function useJob(job) {
    const { request } = job;
    try {
        change({
            prompt: request.prompt,
            negative: request.negative_prompt ?? '',
            model: job.model,
            size: request.size ?? 'auto',
            steps: request.steps,
            guidance: request.guidance ?? '',
            seed: request.seed,
            seedLocked: true,
            count: request.n,
        });
        await useInputs(job.id);
    } catch (error) {
        toastError(error);
    }
}

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
            setReferences([]);
            useRecipe(recipe);
            toast(t(recipe.references.length ? 'used.settings.edit' : 'used.settings'));
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
