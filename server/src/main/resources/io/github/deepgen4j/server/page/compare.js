// SPDX-License-Identifier: Apache-2.0
// Two pictures over each other with a slider between them: what an edit was made from, or any other of the gallery.

import * as api from './api.js';
import { Dialog } from './dialog.js';
import { closeDialog } from './dialogs.js';
import { pictures } from './gallery.js';
import { t } from './language.js';
import { html, useEffect, useSignal, useState } from './signals.js';

const OFFERED = 24;

/** What the picture was made from, as far as the job is still kept. */
async function originals(picture) {
    try {
        const job = await api.job(picture.job);
        return job.request.references.map((_, index) => ({
            url: api.referenceUrl(picture.job, index),
            small: api.referenceUrl(picture.job, index),
            name: t('references.number', { number: index + 1 }),
        }));
    } catch {
        return [];
    }
}

export function Compare({ picture }) {
    const others = useSignal(pictures)
        .filter(each => each.id !== picture.id)
        .slice(0, OFFERED)
        .map(each => ({ url: api.pictureUrl(each.id), small: api.thumbnailUrl(each.id), name: each.prompt }));
    const [sources, setSources] = useState(null);
    const [before, setBefore] = useState(null);
    const [place, setPlace] = useState(50);
    useEffect(() => {
        originals(picture).then(setSources);
    }, [picture.id]);
    const offered = [...(sources ?? []), ...others];
    const chosen = before ?? (sources && offered[0]);
    const tiny = picture.width <= 128 ? 'tiny' : '';
    return html`
        <${Dialog} title=${t('picture.compare')} className="full" onClose=${closeDialog}>
            ${chosen ? html`
                <div class="compare">
                    <div class="compare-pictures" style=${{ '--shape': picture.width / picture.height }}>
                        <img class=${tiny} src=${api.pictureUrl(picture.id)}
                            alt="${t('compare.after')}: ${picture.prompt}" />
                        <img class=${tiny} src=${chosen.url} alt="${t('compare.before')}: ${chosen.name}"
                            style=${{ clipPath: `inset(0 ${100 - place}% 0 0)` }} />
                        <span class="compare-line" style=${{ left: `${place}%` }}></span>
                        <span class="tag left">${t('compare.before')}</span>
                        <span class="tag right">${t('compare.after')}</span>
                        <input type="range" min="0" max="100" value=${place} aria-label=${t('compare.slider')}
                            onInput=${event => setPlace(Number(event.target.value))} />
                    </div>
                </div>
                <ul class="strip" aria-label=${t('compare.with')}>
                    ${offered.map(each => html`
                        <li key=${each.url}>
                            <button class="thumb" aria-current=${each.url === chosen.url ? 'true' : null}
                                onClick=${() => setBefore(each)}>
                                <img class=${tiny} src=${each.small} alt=${each.name} />
                            </button>
                        </li>`)}
                </ul>`
                : html`<p class="empty">${t(sources ? 'compare.nothing' : 'stage.waiting')}</p>`}
        <//>`;
}
