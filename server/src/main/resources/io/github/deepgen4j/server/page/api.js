// SPDX-License-Identifier: Apache-2.0
// All calls to the server; docs/api.md describes them.

import { signal } from './signals.js';

/** Whether the server asks for keys, and whether this browser may draw; null until it is known. */
export const session = signal(null);

/** A refusal of the server, or its silence (status 0). */
export class ApiError extends Error {
    constructor(status, code, message) {
        super(message);
        this.status = status;
        this.code = code;
    }
}

async function call(method, path, content, signalOfAbort) {
    const headers = { 'X-DeepGen-Page': '1' };
    const json = content !== undefined && !(content instanceof FormData);
    if (json) {
        headers['Content-Type'] = 'application/json';
    }
    const body = json ? JSON.stringify(content) : content;
    let answer;
    try {
        answer = await fetch(path, { method, headers, body, signal: signalOfAbort });
    } catch (error) {
        throw error.name === 'AbortError' ? error : new ApiError(0, 'offline', '');
    }
    if (!answer.ok) {
        throw await refusal(answer);
    }
    return answer;
}

async function refusal(answer) {
    if (answer.status === 401 && session.value?.keys) {
        session.value = { ...session.value, open: false };
    }
    try {
        const { error } = await answer.json();
        return new ApiError(answer.status, error.code, error.message);
    } catch {
        return new ApiError(answer.status, 'internal_error', answer.statusText);
    }
}

async function json(method, path, body, signalOfAbort) {
    const answer = await call(method, path, body, signalOfAbort);
    return answer.status === 204 ? null : parsed(await answer.text());
}

/** Seeds have 64 bits, numbers of JavaScript 53: a seed stays text. */
const parsed = text => JSON.parse(text.replace(/"seed"\s*:\s*(\d+)/g, '"seed":"$1"'));

const JOBS = '/deepgen/v1/jobs';
const IMAGES = '/deepgen/v1/images';
const SESSION = '/deepgen/v1/session';

export const EVENTS = '/deepgen/v1/events';

export async function readSession() {
    session.value = await json('GET', SESSION);
}

export async function logIn(key) {
    session.value = await json('POST', SESSION, { key });
}

export async function logOut() {
    session.value = await json('DELETE', SESSION);
}

/** The models of the server, without their aliases. */
export async function models() {
    const { data } = await json('GET', '/v1/models');
    return data.filter(model => model.deepgen.alias_of === null);
}

export const health = () => json('GET', '/health');

/** @param form of draft.js */
export const submit = form => json('POST', JOBS, form);
export const estimate = (form, abort) => json('POST', `${JOBS}/estimate`, form, abort);
export const listJobs = limit => json('GET', `${JOBS}?limit=${limit}`);
export const job = id => json('GET', `${JOBS}/${id}`);
export const cancel = id => json('POST', `${JOBS}/${id}/cancel`);
export const removeJob = id => json('DELETE', `${JOBS}/${id}`);

export function listPictures({ text, favourites, after, limit }) {
    const query = new URLSearchParams({ limit });
    if (text) {
        query.set('q', text);
    }
    if (favourites) {
        query.set('favourite', 'true');
    }
    if (after) {
        query.set('after', after);
    }
    return json('GET', `${IMAGES}?${query}`);
}

export const changePicture = (id, change) => json('PATCH', `${IMAGES}/${id}`, change);
export const removePicture = id => json('DELETE', `${IMAGES}/${id}`);
export const reproduce = id => json('POST', `${IMAGES}/${id}/reproduce`);
export const recipeOf = id => json('GET', `${IMAGES}/${id}/recipe`);

/** The recipe in a file, or null if it has none. */
export async function inspect(file) {
    const form = new FormData();
    form.append('image', file, 'image');
    try {
        return (await json('POST', `${IMAGES}/inspect`, form)).recipe;
    } catch (error) {
        if (error.code === 'invalid_image') {
            return null;
        }
        throw error;
    }
}

export async function blob(url) {
    return (await call('GET', url)).blob();
}

export const pictureUrl = id => `${IMAGES}/${id}`;
export const fileUrl = (id, format) => `${IMAGES}/${id}?format=${format}`;
export const thumbnailUrl = id => `${IMAGES}/${id}/thumbnail`;
export const referenceUrl = (id, index) => `${JOBS}/${id}/references/${index}`;
export const maskUrl = id => `${JOBS}/${id}/mask`;
