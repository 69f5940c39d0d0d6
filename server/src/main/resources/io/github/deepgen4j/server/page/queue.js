// SPDX-License-Identifier: Apache-2.0
// The caller's jobs that are drawn, wait, or went wrong.

import { Icon } from './icons.js';
import { activeJobs, cancelJob, jobs, previews, progressText, removeJob } from './jobs.js';
import { t } from './language.js';
import { useJob } from './recipe.js';
import { selection, selectJob } from './selection.js';
import { html, useSignal } from './signals.js';
import { Bar } from './stage.js';

const SHOWN = 3600_000; // milliseconds that a failure is shown

/** Those that ended without their pictures, for an hour, newest first. */
const mishaps = all => [...all.values()]
    .filter(job => ['failed', 'cancelled'].includes(job.status) && Date.now() - Date.parse(job.finished_at) < SHOWN)
    .sort((a, b) => a.id < b.id ? 1 : -1);

function Card({ job, selected }) {
    const preview = useSignal(previews).get(job.id);
    const active = job.status === 'running' || job.status === 'queued';
    const button = (icon, label, action) => html`
        <button class="plain icon" aria-label="${t(label)}: ${job.request.prompt}" title=${t(label)} onClick=${action}>
            <${Icon} name=${icon} />
        </button>`;
    return html`
        <li class="card ${job.status}" aria-current=${selected ? 'true' : null}>
            <button class="card-main" onClick=${() => selectJob(job.id)}>
                <span class="card-thumb">${preview && active && html`<img src=${preview} alt="" class="tiny" />`}</span>
                <span class="card-text">
                    <span class="one-line">${job.request.prompt}</span>
                    <span class="hint">${progressText(job)}</span>
                </span>
            </button>
            ${active
                ? button('close', 'job.cancel', () => cancelJob(job.id))
                : [button('redo', 'job.again', () => useJob(job)),
                    button('trash', 'job.remove', () => removeJob(job.id))]}
            ${job.status === 'running' && html`<${Bar} job=${job} />`}
        </li>`;
}

export function Queue() {
    const active = useSignal(activeJobs);
    const others = mishaps(useSignal(jobs));
    const chosen = useSignal(selection)?.job;
    return active.length + others.length > 0 && html`
        <section class="queue" aria-label=${t('queue.title')}>
            <h2>${t('queue.title')} ${active.length > 0 && html`<span class="count">${active.length}</span>`}</h2>
            <ul class="cards">
                ${[...active, ...others].map(job => html`
                    <${Card} key=${job.id} job=${job} selected=${job.id === chosen} />`)}
            </ul>
        </section>`;
}
