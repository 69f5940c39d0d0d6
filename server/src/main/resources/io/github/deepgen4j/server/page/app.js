// SPDX-License-Identifier: Apache-2.0
// The page as a whole: its head, the form, the stage, queue and gallery, and the dialog that is open.

import { logOut, session } from './api.js';
import { CodeSnippets } from './codesnippets.js';
import { Compare } from './compare.js';
import { Dialog } from './dialog.js';
import { closeDialog, openDialog, showDialog } from './dialogs.js';
import { online } from './events.js';
import { Form } from './form.js';
import { deletePicture, Gallery } from './gallery.js';
import { Icon } from './icons.js';
import { KeySheet } from './keyboard.js';
import { chosenLanguage, language, LANGUAGES, loadLanguage, t } from './language.js';
import { LogIn } from './login.js';
import { MaskBrush } from './maskbrush.js';
import { Queue } from './queue.js';
import { html, useSignal } from './signals.js';
import { Stage } from './stage.js';
import { nextTheme, theme } from './theme.js';
import { toastError, Toasts } from './toast.js';
import { Zoom } from './zoom.js';

const THEME_ICONS = { system: 'system', light: 'sun', dark: 'moon' };

function Head() {
    const look = useSignal(theme);
    const shown = useSignal(language);
    const { keys } = useSignal(session);
    const connected = useSignal(online);
    const pick = event => {
        chosenLanguage.value = event.target.value;
        loadLanguage().catch(toastError);
    };
    const themeName = t('theme', { name: t(`theme.${look}`) });
    return html`
        <header class="head">
            <div class="brand">
                <svg viewBox="0 0 32 32" aria-hidden="true">
                    <rect x="14" y="14" width="14" height="14" rx="2.5" class="mark-square" />
                    <circle cx="12" cy="12" r="8" class="mark-circle" />
                </svg>
                <h1>DeepGen</h1>
            </div>
            ${!connected && html`<p class="offline" role="status">${t('offline')}</p>`}
            <div class="row">
                <select class="plain" aria-label=${t('language')} value=${shown} onChange=${pick}>
                    ${Object.entries(LANGUAGES).map(([id, name]) => html`
                        <option key=${id} value=${id} lang=${id}>${name}</option>`)}
                </select>
                <button class="plain icon" aria-label=${themeName} title=${themeName} onClick=${nextTheme}>
                    <${Icon} name=${THEME_ICONS[look]} />
                </button>
                <button class="plain icon" aria-label=${t('keys.title')} title=${t('keys.title')}
                    onClick=${() => showDialog('keys')}><${Icon} name="keyboard" /></button>
                ${keys && html`
                    <button class="plain" onClick=${() => logOut().catch(toastError)}>${t('logout')}</button>`}
            </div>
        </header>`;
}

function Delete({ picture }) {
    const confirmed = () => {
        closeDialog();
        deletePicture(picture);
    };
    return html`
        <${Dialog} title=${t('delete.title')} onClose=${closeDialog}>
            <p>${t('delete.text')}</p>
            <div class="row end">
                <button onClick=${closeDialog}>${t('delete.keep')}</button>
                <button class="danger" onClick=${confirmed}>${t('delete.yes')}</button>
            </div>
        <//>`;
}

const DIALOGS = { code: CodeSnippets, compare: Compare, delete: Delete, keys: KeySheet, mask: MaskBrush, zoom: Zoom };

function OpenDialog() {
    const open = useSignal(openDialog);
    return open && html`<${DIALOGS[open.name]} key=${open.name} ...${open} />`;
}

export function App() {
    const language_ = useSignal(language);
    const { keys, open } = useSignal(session);
    if (keys && !open) {
        return html`<${LogIn} key=${language_} /><${Toasts} />`;
    }
    return html`
        <${Head} key="head-${language_}" />
        <main class="layout" key=${language_}>
            <${Form} />
            <${Stage} />
            <aside class="side"><${Queue} /><${Gallery} /></aside>
        </main>
        <${OpenDialog} />
        <${Toasts} />`;
}
