// SPDX-License-Identifier: Apache-2.0
// Which dialog is open: at most one.

import { signal } from './signals.js';

/** {name, and what the dialog is about}, or null. */
export const openDialog = signal(null);

export const showDialog = (name, about = {}) => {
    openDialog.value = { name, ...about };
};

export const closeDialog = () => {
    openDialog.value = null;
};
