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
let listed = filter.value; // what the pictures were asked by

// Answers overtake each other: what was asked for before something newer came does not undo it.
let tick = 0;
let newest = 0; // when the list was asked for whose answer is shown
const changes = new Map(); // by a picture's id: {at, picture}, null for one that was removed

const ask = (by, after) => api.listPictures({ ...by, after, limit: PART });

/** Pictures as they are known after an answer that was asked for at a tick. */
const known = (data, asked) => data
    .map(picture => changes.get(picture.id)?.at > asked ? changes.get(picture.id).picture : picture)
    .filter(picture => picture !== null);

/** Asks for the newest pictures, and keeps the older ones that are there; answers those that came. */
export async function refreshGallery() {
    const asked = ++tick;
    const by = filter.value;
    const { data, next: after } = await ask(by);
    if (asked > newest && by === filter.value) {
        newest = asked;
        const oldest = data.at(-1)?.id ?? '';
        const joined = by === listed && after !== null && pictures.value[0]?.id >= oldest; // nothing lies between
        const older = joined ? pictures.value.filter(picture => picture.id < oldest) : [];
        listed = by;
        pictures.value = [...known(data, asked), ...older];
        next.value = older.length ? next.value : after;
        loaded.value = true;
    }
    return data;
}

/** The newest picture of a job, whether or not the list that is shown has it. */
export async function pictureOf(job) {
    const own = picture => picture.job === job;
    return (await refreshGallery()).find(own) ?? (await ask({})).data.find(own);
}

async function more() {
    const asked = ++tick;
    const by = filter.value;
    const from = next.value;
    if (from === null) {
        return;
    }
    const { data, next: after } = await ask(by, from);
    if (by === filter.value && from === next.value) {
        const there = new Set(pictures.value.map(picture => picture.id));
        pictures.value = [...pictures.value, ...known(data, asked).filter(picture => !there.has(picture.id))];
        next.value = after;
    }
}

function look(change) {
    filter.value = { ...filter.value, ...change };
    next.value = null;
    refreshGallery().catch(toastError);
}

function replace(changed) {
    changes.set(changed.id, { at: ++tick, picture: changed });
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
        changes.set(picture.id, { at: Infinity, picture: null });
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
