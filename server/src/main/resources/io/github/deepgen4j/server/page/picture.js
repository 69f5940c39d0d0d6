// SPDX-License-Identifier: Apache-2.0
// A finished picture with what may be done with it, and how it was made.

import * as api from './api.js';
import { showDialog } from './dialogs.js';
import { toggleFavourite } from './gallery.js';
import { Icon } from './icons.js';
import { reproduce } from './jobs.js';
import { bytes, duration, format, moment, t } from './language.js';
import { useAsReference, useSeed, useSettings } from './recipe.js';
import { html, signal, useEffect, useSignal, useState } from './signals.js';
import { toastError } from './toast.js';

const recipes = signal(new Map());

async function load(id) {
    if (!recipes.value.has(id)) {
        const recipe = await api.recipeOf(id);
        recipes.value = new Map(recipes.value).set(id, recipe);
    }
}

function Download({ picture }) {
    const name = `${picture.prompt.replace(/[^\p{L}\p{N}]+/gu, '-').slice(0, 60) || 'picture'}-${picture.seed}`;
    return html`
        <details class="menu">
            <summary class="button icon" aria-label=${t('picture.download')} title=${t('picture.download')}>
                <${Icon} name="download" />
            </summary>
            <div class="menu-list">
                ${['png', 'jpeg', 'webp'].map(format => html`
                    <a key=${format} href=${api.fileUrl(picture.id, format)} download="${name}.${format}">
                        ${format.toUpperCase()}
                    </a>`)}
            </div>
        </details>`;
}

function Tools({ picture }) {
    const button = (icon, label, action, more = {}) => html`
        <button class="icon" aria-label=${t(label)} title=${t(label)} onClick=${action} ...${more}>
            <${Icon} name=${icon} filled=${more['aria-pressed'] ?? false} />
        </button>`;
    return html`
        <div class="tools">
            <div class="row">
                <button onClick=${() => useSettings(picture)}><${Icon} name="reuse" />${t('picture.settings')}</button>
                <button onClick=${() => useAsReference(picture)}><${Icon} name="edit" />${t('picture.edit')}</button>
                <button onClick=${() => useSeed(picture)}><${Icon} name="seed" />${t('picture.seed')}</button>
            </div>
            <div class="row">
                ${button('heart', 'picture.favourite', () => toggleFavourite(picture),
                    { 'aria-pressed': picture.favourite })}
                ${button('zoom', 'picture.zoom', () => showDialog('zoom', { picture }))}
                ${button('compare', 'picture.compare', () => showDialog('compare', { picture }))}
                ${button('redo', 'picture.reproduce', () => reproduce(picture))}
                ${button('code', 'picture.code', () => showDialog('code', { picture }))}
                <${Download} picture=${picture} />
                ${button('trash', 'picture.delete', () => showDialog('delete', { picture }))}
            </div>
        </div>`;
}

const adapters = recipe => recipe.lora.map(({ file, strength }) => `${file} ${format(strength)}`).join(', ');

function Facts({ picture, recipe }) {
    const rows = [
        ['fact.size', `${picture.width} × ${picture.height}`],
        ['form.seed', picture.seed],
        ['form.steps', recipe?.steps],
        ['form.guidance', recipe?.guidance],
        ['form.model', picture.model],
        ['fact.time', duration(picture.seconds)],
        ['fact.created', moment(picture.created_at)],
        ['fact.bytes', bytes(picture.bytes)],
    ];
    return html`
        <dl class="facts">
            ${rows.filter(([, value]) => value !== undefined).map(([key, value]) => html`
                <div key=${key}><dt>${t(key)}</dt><dd>${value}</dd></div>`)}
            ${recipe?.lora && html`
                <div class="long"><dt>${t('form.adapters')}</dt><dd>${adapters(recipe)}</dd></div>`}
            ${recipe?.negative && html`
                <div class="long"><dt>${t('form.negative')}</dt><dd>${recipe.negative}</dd></div>`}
        </dl>`;
}

export function PictureView({ picture }) {
    const recipe = useSignal(recipes).get(picture.id);
    const [shown, setShown] = useState(false);
    useEffect(() => {
        load(picture.id).catch(toastError);
    }, [picture.id]);
    return html`
        <div class="picture-view">
            <div class="frame">
                <button class="frame-button" aria-label=${t('picture.zoom')}
                    onClick=${() => showDialog('zoom', { picture })}>
                    <img class="canvas ${picture.width <= 128 ? 'tiny' : ''} ${shown ? 'shown' : ''}"
                        src=${api.pictureUrl(picture.id)} alt=${picture.prompt} width=${picture.width}
                        height=${picture.height} style=${{ '--shape': picture.width / picture.height }}
                        onLoad=${() => setShown(true)} />
                </button>
            </div>
            <${Tools} picture=${picture} />
            <div class="caption">
                <p class="prompt-text">${picture.prompt}</p>
                <${Facts} picture=${picture} recipe=${recipe} />
            </div>
        </div>`;
}
