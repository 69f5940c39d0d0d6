// SPDX-License-Identifier: Apache-2.0
// What the server says that a drawing would take, asked a moment after the form has changed.

import { estimate } from './api.js';
import { draft, form, references } from './draft.js';
import { activeJobs } from './jobs.js';
import { duration, t } from './language.js';
import { facts } from './models.js';
import { computed, effect, html, signal, useSignal } from './signals.js';

const STILL = 400; // milliseconds
const LATER = 5; // seconds until a drawing begins that are worth saying

/** The server's estimate; null while there is none. */
export const prediction = signal(null);

/** The server's refusal of what the form holds, empty if it takes it. */
export const refused = signal('');

const standIns = new WeakMap();
let timer = 0;
let running = new AbortController();

/** Blank images of the same sizes cost the same time, and nothing to send. */
async function standIn(reference) {
    if (!standIns.has(reference)) {
        const canvas = new OffscreenCanvas(reference.width, reference.height);
        canvas.getContext('2d', { alpha: false });
        standIns.set(reference, canvas.convertToBlob());
    }
    return standIns.get(reference);
}

/** Asks for the form as it is, unless it changes before the answer comes. */
async function ask(mine) {
    try {
        const blanks = await Promise.all(references.value.map(standIn));
        const found = await estimate(form(blanks, null), mine.signal);
        mine.signal.throwIfAborted();
        prediction.value = found;
        refused.value = '';
    } catch (error) {
        if (mine.signal.aborted) {
            return;
        }
        prediction.value = null;
        refused.value = error.status === 400 || error.status === 422 ? error.message : '';
    }
}

const ahead = computed(() => activeJobs.value.length);

/** Keeps the estimate up to date with the form and the queue. */
export function startEstimates() {
    effect(() => {
        const ready = draft.value.prompt.trim() !== '' && facts.value !== null && references.value && ahead.value >= 0;
        clearTimeout(timer);
        running.abort();
        running = new AbortController();
        if (ready) {
            timer = setTimeout(ask, STILL, running);
        } else {
            prediction.value = null;
            refused.value = '';
        }
    });
}

export function Estimate() {
    const found = useSignal(prediction);
    const wrong = useSignal(refused);
    const known = useSignal(facts);
    if (wrong) {
        return html`<p class="estimate wrong" id="estimate">${wrong}</p>`;
    }
    if (!known) {
        return html`<p class="estimate" id="estimate">${t('model.loading')}</p>`;
    }
    if (!found || found.seconds === null) {
        return html`<p class="estimate" id="estimate">${t('estimate.none')}</p>`;
    }
    const before = found.queue.position - 1;
    const size = found.size.replace('x', ' × ');
    const parts = [size, t('estimate.about', { time: duration(found.seconds) })];
    if (before > 0) {
        parts.push(t('queue.before', { count: before }));
    }
    if (found.eta.start_seconds >= LATER) {
        parts.push(t('queue.starts', { time: duration(found.eta.start_seconds) }));
    }
    return html`<p class="estimate" id="estimate">${parts.join(' · ')}</p>`;
}
