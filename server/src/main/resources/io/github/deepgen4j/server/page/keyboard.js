// SPDX-License-Identifier: Apache-2.0
// Keys for what is done often, and the sheet that lists them. Keys of one letter can be switched off (WCAG 2.1.4).

import { Dialog } from './dialog.js';
import { closeDialog, openDialog, showDialog } from './dialogs.js';
import { drawForm } from './form.js';
import { step, toggleFavourite } from './gallery.js';
import { activeJobs, cancelJob } from './jobs.js';
import { t } from './language.js';
import { useAsReference, useSettings } from './recipe.js';
import { selection } from './selection.js';
import { html, keptSignal, useSignal } from './signals.js';

const letters = keptSignal('deepgen.letters', true);

const withPicture = action => () => selection.value?.picture && action(selection.value.picture);

const cancelFirst = () => {
    const chosen = activeJobs.value.find(job => job.id === selection.value?.job) ?? activeJobs.value[0];
    if (chosen) {
        cancelJob(chosen.id);
    }
};

/** Keys that work wherever no text is written: key, name of its text, act. */
const KEYS = [
    ['X', 'keys.cancel', cancelFirst],
    ['/', 'keys.prompt', () => document.getElementById('prompt').focus()],
    ['ArrowLeft', 'keys.newer', () => step(-1)],
    ['ArrowRight', 'keys.older', () => step(1)],
    ['f', 'picture.favourite', withPicture(toggleFavourite)],
    ['z', 'picture.zoom', withPicture(picture => showDialog('zoom', { picture }))],
    ['c', 'picture.compare', withPicture(picture => showDialog('compare', { picture }))],
    ['u', 'picture.settings', withPicture(useSettings)],
    ['e', 'picture.edit', withPicture(useAsReference)],
    ['?', 'keys.title', () => showDialog('keys')],
];

const SHOWN = { X: '⇧ X', ArrowLeft: '←', ArrowRight: '→' };

const writes = element => element.closest('input:not([type=radio]), textarea, select, canvas, [role=group]');

export function listenToKeys() {
    document.addEventListener('keydown', event => {
        if (event.key === 'Enter' && (event.ctrlKey || event.metaKey) && !openDialog.value) {
            if (event.target.id !== 'prompt') {
                event.preventDefault();
                event.target.dispatchEvent(new Event('change', { bubbles: true })); // a number that is being typed
                drawForm();
            }
            return;
        }
        const plain = event.ctrlKey || event.metaKey || event.altKey || writes(event.target);
        const entry = KEYS.find(([key]) => key === event.key);
        if (plain || !entry || openDialog.value || !letters.value && entry[0].length === 1) {
            return;
        }
        event.preventDefault();
        entry[2]();
    });
}

export function KeySheet() {
    const on = useSignal(letters);
    const rows = [[`${t('keys.ctrl')} ↵`, 'form.draw'], ...KEYS.map(([key, text]) => [SHOWN[key] ?? key, text]),
        ['↑ ↓', 'keys.history'], ['Esc', 'close']];
    return html`
        <${Dialog} title=${t('keys.title')} onClose=${closeDialog}>
            <dl class="keys">
                ${rows.map(([key, text]) => html`<div key=${text}><dt><kbd>${key}</kbd></dt><dd>${t(text)}</dd></div>`)}
            </dl>
            <label class="check">
                <input type="checkbox" checked=${on} onChange=${event => { letters.value = event.target.checked; }} />
                ${t('keys.letters')}
            </label>
        <//>`;
}
