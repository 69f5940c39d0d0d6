// SPDX-License-Identifier: Apache-2.0
// A dialog of the browser: keeps the focus inside, closes with Escape and by a press beside it.

import { t } from './language.js';
import { html, useEffect, useRef } from './signals.js';
import { Icon } from './icons.js';

export function Dialog({ title, className = '', onClose, children, actions }) {
    const ref = useRef(null);
    useEffect(() => {
        const opener = document.activeElement;
        ref.current.showModal();
        return () => opener?.focus?.();
    }, []);
    const beside = event => {
        if (event.target === ref.current) {
            onClose();
        }
    };
    const cancelled = event => {
        event.preventDefault();
        onClose();
    };
    return html`
        <dialog ref=${ref} class=${className} aria-label=${title} onMouseDown=${beside} onCancel=${cancelled}>
            <div class="dialog-body">
                <header class="dialog-head">
                    <h2>${title}</h2>
                    <div class="row">
                        ${actions}
                        <button class="plain icon" aria-label=${t('close')} title=${t('close')} onClick=${onClose}>
                            <${Icon} name="close" />
                        </button>
                    </div>
                </header>
                ${children}
            </div>
        </dialog>`;
}
