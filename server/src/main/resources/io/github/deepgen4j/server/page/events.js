// SPDX-License-Identifier: Apache-2.0
// The server's events, while somebody looks: a page in the background holds no connection, and asks again when it is
// looked at. So many open pages do not use up the few connections that a browser has for one server.

import { EVENTS } from './api.js';
import { refreshGallery } from './gallery.js';
import { onEvent, refreshJobs } from './jobs.js';
import { loadModels } from './models.js';
import { signal } from './signals.js';
import { toastError } from './toast.js';

const TYPES = ['queued', 'started', 'stage', 'step', 'preview', 'image', 'succeeded', 'failed', 'cancelled'];
const AGAIN = 3000; // milliseconds

/** Whether the server answers. */
export const online = signal(true);

let source = null;
let wanted = false;

export function follow() {
    wanted = true;
    document.addEventListener('visibilitychange', connect);
    connect();
}

export function unfollow() {
    wanted = false;
    document.removeEventListener('visibilitychange', connect);
    disconnect();
}

function disconnect() {
    source?.close();
    source = null;
}

function connect() {
    disconnect();
    if (!wanted || document.hidden) {
        return;
    }
    source = new EventSource(EVENTS);
    source.onopen = () => {
        if (!online.value) {
            online.value = true;
            loadModels(); // the server that comes back may be another one
        }
        Promise.all([refreshJobs(), refreshGallery()]).catch(toastError);
    };
    source.onerror = () => {
        online.value = false;
        disconnect();
        setTimeout(() => source ?? connect(), AGAIN);
    };
    TYPES.forEach(type => source.addEventListener(type, event => onEvent(type, JSON.parse(event.data))));
}
