// SPDX-License-Identifier: Apache-2.0
// The large view: a picture as it is drawn, a finished one, or what to do first.

import { thumbnailUrl } from './api.js';
import { change } from './draft.js';
import { pictures } from './gallery.js';
import { Icon } from './icons.js';
import { cancelJob, ended, jobs, previews, progressText, removeJob } from './jobs.js';
import { t } from './language.js';
import { PictureView } from './picture.js';
import { useJob } from './recipe.js';
import { selection, selectPicture } from './selection.js';
import { html, useSignal, useState } from './signals.js';

const EXAMPLES = ['example.1', 'example.2', 'example.3'];

function Welcome() {
    const use = key => {
        change({ prompt: t(key) });
        document.getElementById('prompt').focus();
    };
    return html`
        <div class="welcome">
            <svg class="welcome-mark" viewBox="0 0 120 96" aria-hidden="true">
                <rect x="52" y="34" width="52" height="52" rx="8" class="mark-square" />
                <circle cx="46" cy="42" r="30" class="mark-circle" />
            </svg>
            <h2>${t('welcome.title')}</h2>
            <p>${t('welcome.text')}</p>
            <div class="examples">
                ${EXAMPLES.map(key => html`
                    <button class="pill" key=${key} onClick=${() => use(key)}>${t(key)}</button>`)}
            </div>
        </div>`;
}

/** The place of the picture before its first preview, in its shape. */
function Blank({ size }) {
    const [width, height] = (size ?? '1x1').split('x').map(Number);
    return html`
        <svg class="canvas blank" viewBox="0 0 ${width} ${height}" role="img" aria-label=${t('stage.waiting')}
            style=${{ '--shape': width / height }}>
            <rect width=${width} height=${height} />
        </svg>`;
}

export function Bar({ job }) {
    const fraction = job.progress.fraction;
    const waiting = job.status === 'queued' || fraction === 0;
    return html`<progress class="bar ${waiting ? 'waiting' : ''}" max="1" value=${waiting ? 0 : fraction}
        aria-label=${t('progress.label')}></progress>`;
}

function Preview({ job, url }) {
    const [shape, setShape] = useState(1);
    const loaded = event => setShape(event.target.naturalWidth / event.target.naturalHeight);
    return html`<img class="canvas preview tiny" src=${url} alt=${job.request.prompt} onLoad=${loaded}
        style=${{ '--shape': shape }} />`;
}

function JobView({ job }) {
    const preview = useSignal(previews).get(job.id);
    const size = job.request.size;
    const own = useSignal(pictures).filter(picture => picture.job === job.id);
    const tiny = size && Math.max(...size.split('x').map(Number)) <= 128;
    return html`
        <div class="job-view">
            <div class="frame">
                ${preview && !ended(job)
                    ? html`<${Preview} job=${job} url=${preview} />`
                    : html`<${Blank} size=${size} />`}
            </div>
            ${own.length > 0 && html`
                <ul class="strip">
                    ${own.toReversed().map(picture => html`
                        <li key=${picture.id}>
                            <button class="thumb" onClick=${() => selectPicture(picture)}>
                                <img src=${thumbnailUrl(picture.id)} alt=${picture.prompt}
                                    class=${tiny ? 'tiny' : ''} />
                            </button>
                        </li>`)}
                </ul>`}
            <div class="caption">
                <p class="prompt-text">${job.request.prompt}</p>
                ${!ended(job) && html`<${Bar} job=${job} />`}
                <div class="row spread">
                    <span class="hint">${progressText(job)}</span>
                    ${ended(job)
                        ? html`<${Ended} job=${job} />`
                        : html`<button onClick=${() => cancelJob(job.id)}>${t('job.cancel')}</button>`}
                </div>
                ${job.error && job.status === 'failed' && html`<p class="wrong">${job.error.message}</p>`}
            </div>
        </div>`;
}

function Ended({ job }) {
    return html`
        <div class="row">
            <button onClick=${() => useJob(job)}><${Icon} name="redo" />${t('job.again')}</button>
            <button onClick=${() => removeJob(job.id)}>${t('job.remove')}</button>
        </div>`;
}

export function Stage() {
    const chosen = useSignal(selection);
    const job = useSignal(jobs).get(chosen?.job);
    const view = chosen?.picture ? html`<${PictureView} key=${chosen.picture.id} picture=${chosen.picture} />`
        : job ? html`<${JobView} key=${job.id} job=${job} />`
        : html`<${Welcome} />`;
    return html`<section class="stage" id="stage" aria-label=${t('stage.title')}>${view}</section>`;
}
