// SPDX-License-Identifier: Apache-2.0
// A number with a slider beside it; empty where the model chooses, and back to that with a press.

import { t } from './language.js';
import { html } from './signals.js';

export function Slider({ id, label, value, standard, min, max, step = 1, onChange }) {
    const shown = value === '' ? standard ?? min : value;
    const typed = event => {
        const number = event.target.value === '' ? '' : Number(event.target.value);
        onChange(number === '' ? '' : Math.min(Number(event.target.max || max), Math.max(min, number)));
    };
    return html`
        <div class="slider">
            <label for=${id}>${label}</label>
            ${standard !== undefined && value !== '' && value !== standard && html`
                <button class="link" onClick=${() => onChange('')}>${t('form.standard', { value: standard })}</button>`}
            <input id=${id} type="number" min=${min} max=${max} step=${step} value=${shown} onChange=${typed} />
            <input type="range" aria-label=${label} min=${min} max=${max} step=${step}
                value=${Math.min(max, shown)} onInput=${typed} />
        </div>`;
}
