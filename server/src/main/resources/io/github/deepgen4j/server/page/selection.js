// SPDX-License-Identifier: Apache-2.0
// What the stage shows: a job that is drawn, or a finished picture.

import { signal } from './signals.js';

/** {job: id}, {picture: a picture of the gallery}, or null. */
export const selection = signal(null);

export const selectJob = id => {
    selection.value = { job: id };
};

export const selectPicture = picture => {
    selection.value = { picture };
};
