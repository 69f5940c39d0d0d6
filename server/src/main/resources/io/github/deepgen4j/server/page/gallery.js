// SPDX-License-Identifier: Apache-2.0
// Finished pictures, newest first: more of them are asked for when the end of the list is scrolled to.

import * as api from './api.js';
import { Icon } from './icons.js';
import { t } from './language.js';
import { selection, selectPicture } from './selection.js';
import { html, signal, useEffect, useRef, useSignal } from './signals.js';
import { toastError } from './toast.js';

const PART = 60;
const TYPING = 300; // milliseconds

export const pictures = signal([]);

const filter = signal({ text: '', favourites: false });
const next = signal(null); // after which picture the list goes on, null at its end
const loaded = signal(false);
let asked = 0;

const ask = after => api.listPictures({ ...filter.value, after, limit: PART });

/** Asks for the newest pictures, and keeps the older ones that are there. */
export async function refreshGallery() {
    const mine = ++asked;
    const { data, next: after } = await ask();
    if (mine === asked) {
        const oldest = data.at(-1)?.id ?? '';
        const older = after === null ? [] : pictures.value.filter(picture => picture.id < oldest);
        pictures.value = [...data, ...older];
        next.value = older.length ? next.value : after;
        loaded.value = true;
    }
    return data;
}

async function more() {
    if (next.value === null) {
        return;
    }
    const mine = ++asked;
    const { data, next: after } = await ask(next.value);
    if (mine === asked) {
        const known = new Set(pictures.value.map(picture => picture.id));
        pictures.value = [...pictures.value, ...data.filter(picture => !known.has(picture.id))];
        next.value = after;
    }
}

function look(change) {
    filter.value = { ...filter.value, ...change };
    pictures.value = [];
    refreshGallery().catch(toastError);
}

function replace(changed) {
    pictures.value = pictures.value.map(picture => picture.id === changed.id ? changed : picture);
    if (selection.value?.picture?.id === changed.id) {
        selectPicture(changed);
    }
}

export async function toggleFavourite(picture) {
    try {
        replace(await api.changePicture(picture.id, { favourite: !picture.favourite }));
    } catch (error) {
        toastError(error);
    }
}

export async function deletePicture(picture) {
    try {
        await api.removePicture(picture.id);
        const index = pictures.value.findIndex(each => each.id === picture.id);
        pictures.value = pictures.value.filter(each => each.id !== picture.id);
        if (selection.value?.picture?.id === picture.id) {
            const neighbour = pictures.value[Math.min(index, pictures.value.length - 1)];
            selection.value = neighbour ? { picture: neighbour } : null;
        }
    } catch (error) {
        toastError(error);
    }
}

/** Selects the picture so many places after the selected one. */
export function step(places) {
    const index = pictures.value.findIndex(each => each.id === selection.value?.picture?.id);
    const to = pictures.value[Math.max(0, index + places)];
    if (to) {
        selectPicture(to);
        document.getElementById(`thumb-${to.id}`)?.scrollIntoView({ block: 'nearest' });
    }
}

function Thumb({ picture, selected }) {
    return html`
        <li>
            <button id="thumb-${picture.id}" class="thumb" aria-current=${selected ? 'true' : null}
                onClick=${() => selectPicture(picture)}>
                <img loading="lazy" decoding="async" alt=${picture.prompt} title=${picture.prompt}
                    src=${api.thumbnailUrl(picture.id)} width=${picture.width} height=${picture.height}
                    class=${picture.width <= 128 ? 'tiny' : ''} />
                ${picture.favourite && html`<span class="badge"><${Icon} name="heart" filled=${true} /></span>`}
            </button>
        </li>`;
}

/** Calls for more when its place comes into sight. */
function End() {
    const ref = useRef(null);
    useEffect(() => {
        const watch = new IntersectionObserver(entries => {
            if (entries.some(entry => entry.isIntersecting)) {
                more().catch(toastError);
            }
        }, { rootMargin: '600px' });
        watch.observe(ref.current);
        return () => watch.disconnect();
    }, []);
    return html`<div ref=${ref} class="gallery-end"></div>`;
}

function Search() {
    const timer = useRef(0);
    const { favourites } = useSignal(filter);
    const typed = event => {
        const text = event.target.value.trim();
        clearTimeout(timer.current);
        timer.current = setTimeout(() => look({ text }), TYPING);
    };
    return html`
        <div class="row search">
            <div class="field-with-icon">
                <${Icon} name="search" />
                <input type="search" id="search" aria-label=${t('gallery.search')} placeholder=${t('gallery.search')}
                    onInput=${typed} />
            </div>
            <button class="icon" aria-pressed=${favourites} aria-label=${t('gallery.favourites')}
                title=${t('gallery.favourites')} onClick=${() => look({ favourites: !favourites })}>
                <${Icon} name="heart" filled=${favourites} />
            </button>
        </div>`;
}

export function Gallery() {
    const list = useSignal(pictures);
    const chosen = useSignal(selection)?.picture?.id;
    const { text, favourites } = useSignal(filter);
    const after = useSignal(next);
    const ready = useSignal(loaded);
    const filtered = text || favourites;
    return html`
        <section class="gallery" aria-label=${t('gallery.title')}>
            <h2>${t('gallery.title')}</h2>
            ${(list.length > 0 || filtered) && html`<${Search} />`}
            ${ready && !list.length && html`
                <p class="empty">${t(filtered ? 'gallery.nothing' : 'gallery.empty')}</p>`}
            <ul class="thumbs">
                ${list.map(picture => html`
                    <${Thumb} key=${picture.id} picture=${picture} selected=${picture.id === chosen} />`)}
            </ul>
            ${after !== null && html`<${End} key=${after} />`}
        </section>`;
}
