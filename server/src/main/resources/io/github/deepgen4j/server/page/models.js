// SPDX-License-Identifier: Apache-2.0
// The models of the server, and what the form needs to know of the chosen one.

import * as api from './api.js';
import { draft } from './draft.js';
import { computed, signal } from './signals.js';

const AGAIN = 1000; // milliseconds

export const models = signal([]);

/** Facts of the model that the form names, of the first one if it names none; null while it is loaded. */
export const facts = computed(() => {
    const model = models.value.find(each => each.id === draft.value.model) ?? models.value[0];
    return model?.deepgen.steps === undefined ? null : model.deepgen;
});

let turn = 0;

/** Asks until all models are there, or somebody else asks. */
export async function loadModels() {
    const mine = ++turn;
    let answer = null;
    try {
        answer = await api.models();
    } catch (error) {
        if (error.status === 401) {
            return;
        }
    }
    if (mine !== turn) {
        return;
    }
    models.value = answer ?? models.value;
    if (!models.value.length || models.value.some(model => model.deepgen.steps === undefined)) {
        setTimeout(() => mine === turn && loadModels(), AGAIN);
    }
}
