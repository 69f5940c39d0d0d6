// SPDX-License-Identifier: Apache-2.0
// The caller's jobs as the server tells of them, and what may be done with them.

import * as api from './api.js';
import { form } from './draft.js';
import { pictureOf, refreshGallery } from './gallery.js';
import { duration, t } from './language.js';
import { selectJob, selection, selectPicture } from './selection.js';
import { batch, computed, signal } from './signals.js';
import { announce, announceProgress, toast, toastError } from './toast.js';

const LISTED = 50;
const REPRODUCED = {
    identical: 'reproduced.same',
    same_pixels: 'reproduced.pixels',
    different: 'reproduced.differs',
};
const ENDS = ['succeeded', 'failed', 'cancelled'];

/** By id, as the API shows them; newest first. */
export const jobs = signal(new Map());

/** The picture in progress of a job by its id: a data URL. */
export const previews = signal(new Map());

export const ended = job => ENDS.includes(job.status);

/** Running ones, then those that wait, in the order in which they will be drawn. */
export const activeJobs = computed(() => [...jobs.value.values()]
    .filter(job => !ended(job))
    .sort((a, b) => place(a) - place(b) || (a.id < b.id ? -1 : 1)));

const place = job => job.status === 'running' ? 0 : job.queue?.position ?? Infinity;

// Answers overtake each other and the events of steps: what was asked for before something newer came does not undo it.
let tick = 0;
const answered = new Map(); // by a job's id: when its newest answer was asked for
const stepped = new Map(); // by a job's id: when its newest step came
const met = new Map(); // by a job's id: when it was first heard of
const gone = new Set(); // ids of jobs that were removed

function put(job) {
    if (!jobs.value.has(job.id)) {
        met.set(job.id, ++tick);
    }
    const next = new Map(jobs.value);
    next.set(job.id, job);
    jobs.value = next;
}

/** A job as it is known after an answer that was asked for at a tick. */
function newest(job, asked) {
    const known = jobs.value.get(job.id);
    if (known && answered.get(job.id) > asked) {
        return known;
    }
    answered.set(job.id, asked);
    if (known && stepped.get(job.id) > asked && !ended(job)) {
        return { ...job, status: known.status, progress: known.progress, eta: known.eta };
    }
    return job;
}

export async function refreshJobs() {
    const asked = ++tick;
    const { data } = await api.listJobs(LISTED);
    const before = jobs.value;
    const listed = new Map(data.filter(job => !gone.has(job.id)).map(job => [job.id, newest(job, asked)]));
    const kept = [...before].filter(([id, job]) =>
        !listed.has(id) && (met.get(id) > asked || data.length === LISTED && !ended(job)));
    jobs.value = new Map([...listed, ...kept]);
    if (!selection.value && activeJobs.value.length) {
        selectJob(activeJobs.value[0].id);
    }
    const over = [...listed.values()].filter(job => ended(job) && before.has(job.id) && !ended(before.get(job.id)));
    await Promise.all(over.map(onEnd));
}

/** Takes in one event of the server. */
export function onEvent(type, data) {
    if (type === 'preview') {
        previews.value = new Map(previews.value).set(data.job, data.url);
    } else if (type === 'step') {
        onStep(data);
    } else if (type !== 'stage') {
        refreshJob(data.job).catch(toastError);
    }
}

function onStep({ job: id, image, step, steps, finish_seconds: seconds }) {
    const job = jobs.value.get(id);
    if (!job) {
        refreshJob(id).catch(toastError);
        return;
    }
    if (ended(job)) {
        return;
    }
    stepped.set(id, ++tick);
    const images = job.progress.images;
    const progress = { stage: 'denoising', image, images, step, steps, fraction: (image + step / steps) / images };
    const eta = seconds === undefined ? job.eta : { ...job.eta, start_seconds: 0, finish_seconds: seconds };
    put({ ...job, status: 'running', progress, eta });
    announceProgress(progressText({ ...job, status: 'running', progress, eta }));
}

async function refreshJob(id) {
    const asked = ++tick;
    let job;
    try {
        job = newest(await api.job(id), asked);
    } catch (error) {
        if (error.status === 404) {
            forget(id);
            return;
        }
        throw error;
    }
    if (gone.has(id)) {
        return;
    }
    const before = jobs.value.get(id);
    put(job);
    if (ended(job) && !(before && ended(before))) {
        await onEnd(job);
    } else if (job.images.length > (before?.images.length ?? 0)) {
        await refreshGallery();
    }
}

async function onEnd(job) {
    announce(t(`status.${job.status}`) + ': ' + job.request.prompt);
    if (job.status === 'failed') {
        toast(job.error.message, 'error');
    }
    await show(job);
}

/** Shows what a job that has ended has drawn, where the job itself is shown. */
async function show(job) {
    const latest = job.images.length ? await pictureOf(job.id) : null;
    batch(() => {
        const rest = new Map(previews.value);
        rest.delete(job.id);
        previews.value = rest;
        if (selection.value?.job === job.id && latest) {
            selectPicture(latest);
        }
    });
    const result = job.status === 'succeeded' && job.reproduces?.result;
    if (result) {
        toast(t(REPRODUCED[result]), result === 'different' ? 'error' : 'good');
    }
}

function forget(id) {
    const next = new Map(jobs.value);
    next.delete(id);
    jobs.value = next;
    gone.add(id);
    if (selection.value?.job === id) {
        selection.value = null;
    }
}

/** Draws what the form holds; answers the job, null if it was not taken. */
export const draw = () => submit(() => api.submit(form()));

/** Draws a picture again; the server says whether it is the same. */
export const reproduce = picture => submit(() => api.reproduce(picture.id));

async function submit(call) {
    try {
        const job = await call();
        if (!jobs.value.has(job.id)) {
            put(job);
        }
        selectJob(job.id);
        if (ended(jobs.value.get(job.id))) {
            await show(jobs.value.get(job.id)); // its events were faster than this answer
        }
        return job;
    } catch (error) {
        toastError(error);
        return null;
    }
}

export async function cancelJob(id) {
    try {
        await api.cancel(id);
        await refreshJob(id);
    } catch (error) {
        toastError(error);
    }
}

export async function removeJob(id) {
    try {
        await api.removeJob(id);
        forget(id);
    } catch (error) {
        toastError(error);
    }
}

/** Where a job is, in a line. */
export function progressText(job) {
    if (job.status === 'queued') {
        const before = Math.max(0, (job.queue?.position ?? 1) - 1);
        const wait = job.eta && before ? [t('queue.starts', { time: duration(job.eta.start_seconds) })] : [];
        return [t(before ? 'queue.before' : 'queue.next', { count: before }), ...wait].join(' · ');
    }
    if (job.status !== 'running') {
        return t(`status.${job.status}`);
    }
    const { step, steps, image, images } = job.progress;
    const parts = [step ? t('progress.step', { step, steps }) : t('progress.reading')];
    if (images > 1) {
        parts.unshift(t('progress.image', { image: Math.min(image + 1, images), images }));
    }
    if (step && job.eta) {
        parts.push(t('progress.left', { time: duration(job.eta.finish_seconds) }));
    }
    return parts.join(' · ');
}
