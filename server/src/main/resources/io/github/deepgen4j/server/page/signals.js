// SPDX-License-Identifier: Apache-2.0
// Values that views follow: what reads one with useSignal is drawn again when it changes.

import { useEffect, useState } from './vendor/htm-preact.js';
import { effect, signal } from './vendor/signals-core.js';

export { batch, computed, effect, signal } from './vendor/signals-core.js';
export { html, render, useEffect, useLayoutEffect, useMemo, useRef, useState } from './vendor/htm-preact.js';

/** The value of a signal, now and whenever it changes. */
export function useSignal(source) {
    const [value, setValue] = useState(() => source.value);
    useEffect(() => effect(() => {
        const next = source.value;
        setValue(() => next);
    }), [source]);
    return value;
}

/** A signal whose value this browser keeps. */
export function keptSignal(name, initial) {
    const kept = signal(read(name, initial));
    effect(() => {
        try {
            localStorage.setItem(name, JSON.stringify(kept.value));
        } catch {
            // a browser that keeps nothing: the page works all the same
        }
    });
    return kept;
}

function read(name, initial) {
    try {
        const value = JSON.parse(localStorage.getItem(name));
        return value === null ? initial : value;
    } catch {
        return initial;
    }
}
