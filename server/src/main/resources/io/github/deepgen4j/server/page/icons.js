// SPDX-License-Identifier: Apache-2.0
// Icons as lines on a square of 24, drawn for this page.

import { html } from './signals.js';

const PATHS = {
    add: 'M12 5v14M5 12h14',
    brush: 'M14 4l6 6-8 8H6v-6zM12 6l6 6M4 21h16',
    close: 'M6 6l12 12M18 6L6 18',
    code: 'M8 7l-5 5 5 5M16 7l5 5-5 5',
    compare: 'M12 3v18M4 6h5v12H4zM15 6h5v12h-5z',
    dice: 'M5 4h14v16H5zM9 8.5h.01M15 8.5h.01M12 12h.01M9 15.5h.01M15 15.5h.01',
    download: 'M12 4v11M7 11l5 5 5-5M5 20h14',
    edit: 'M4 20h4L19 9l-4-4L4 16zM13 7l4 4',
    file: 'M6 3h8l4 4v14H6zM14 3v4h4',
    heart: 'M12 20s-7-4.6-7-10a4 4 0 0 1 7-2.6A4 4 0 0 1 19 10c0 5.400-7 10-7 10z',
    image: 'M4 5h16v14H4zM4 16l5-5 4 4 3-3 4 4M15.500 9h.01',
    keyboard: 'M3 6h18v12H3zM7 10h.01M12 10h.01M17 10h.01M8 14h8',
    left: 'M15 6l-6 6 6 6',
    lock: 'M6 11h12v9H6zM8.500 11V8a3.500 3.500 0 0 1 7 0v3',
    unlock: 'M6 11h12v9H6zM8.500 11V7a3.500 3.500 0 0 1 6.800-1.200',
    moon: 'M19 14.500A7.500 7.500 0 0 1 9.500 5 7.500 7.500 0 1 0 19 14.500z',
    redo: 'M19 8v5h-5M19 13a7 7 0 1 0-2 4.500',
    reuse: 'M7 7h10v10M17 7L6 18',
    right: 'M9 6l6 6-6 6',
    search: 'M10.500 4a6.500 6.500 0 1 1 0 13 6.500 6.500 0 0 1 0-13zM15.500 15.500L20 20',
    seed: 'M12 21v-9M12 12c0-4 3-6 7-6 0 4-3 6-7 6zM12 15c0-3-2-5-6-5 0 3 2 5 6 5z',
    sun: 'M12 8a4 4 0 1 1 0 8 4 4 0 0 1 0-8zM12 2v2M12 20v2M2 12h2M20 12h2M5 5l1.400 1.400M17.600 17.600L19 19M5 19l1.400-1.400M17.600 6.400L19 5',
    swap: 'M7 4v14M4 7l3-3 3 3M17 20V6M14 17l3 3 3-3',
    system: 'M4 5h16v11H4zM9 20h6M12 16v4',
    trash: 'M5 7h14M10 7V4h4v3M7 7l1 13h8l1-13',
    undo: 'M5 8v5h5M5 13a7 7 0 1 1 2 4.500',
    zoom: 'M10.500 4a6.500 6.500 0 1 1 0 13 6.500 6.500 0 0 1 0-13zM15.500 15.500L20 20M8 10.500h5M10.500 8v5',
};

export function Icon({ name, filled = false }) {
    return html`
        <svg class="icon-lines" viewBox="0 0 24 24" aria-hidden="true" fill=${filled ? 'currentColor' : 'none'}>
            <path d=${PATHS[name]} />
        </svg>`;
}
