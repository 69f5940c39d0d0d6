// SPDX-License-Identifier: Apache-2.0
// Dark, light, or as the system has it.

import { effect, keptSignal } from './signals.js';

export const THEMES = ['system', 'light', 'dark'];

export const theme = keptSignal('deepgen.theme', 'system');

effect(() => {
    document.documentElement.dataset.theme = theme.value;
});

export function nextTheme() {
    theme.value = THEMES[(THEMES.indexOf(theme.value) + 1) % THEMES.length];
}
