// SPDX-License-Identifier: Apache-2.0
// Short messages in a corner, and what a screen reader is told of progress.

import { ApiError } from './api.js';
import { t } from './language.js';
import { html, signal, useSignal } from './signals.js';

const SHOWN = 6000; // milliseconds
const QUIET = 5000; // milliseconds between two announcements of progress

const messages = signal([]);
const spoken = signal('');
let number = 0;
let lastSpoken = 0;

export function toast(text, kind = 'plain') {
    const id = ++number;
    messages.value = [...messages.value, { id, text, kind }];
    setTimeout(() => dismiss(id), kind === 'error' ? 2 * SHOWN : SHOWN);
}

function dismiss(id) {
    messages.value = messages.value.filter(message => message.id !== id);
}

/** Shows what went wrong, in the server's words where it gave some. */
export function toastError(error) {
    if (error.name === 'AbortError') {
        return;
    }
    const text = error instanceof ApiError && error.code !== 'offline' ? error.message : t('offline');
    toast(text, 'error');
    if (!(error instanceof ApiError)) {
        console.error(error);
    }
}

/** Tells a screen reader of progress, at most every five seconds. */
export function announceProgress(text) {
    if (Date.now() - lastSpoken >= QUIET) {
        announce(text);
    }
}

export function announce(text) {
    lastSpoken = Date.now();
    spoken.value = text;
}

export function Toasts() {
    const all = useSignal(messages);
    const text = useSignal(spoken);
    return html`
        <div class="toasts" role="status" aria-live="polite">
            ${all.map(message => html`
                <div class="toast ${message.kind}" key=${message.id}>
                    <span>${message.text}</span>
                    <button class="plain small" aria-label=${t('close')} onClick=${() => dismiss(message.id)}>
                        ✕
                    </button>
                </div>`)}
        </div>
        <div class="unseen" aria-live="polite">${text}</div>`;
}
