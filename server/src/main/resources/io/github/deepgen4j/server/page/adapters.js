// SPDX-License-Identifier: Apache-2.0
// The adapters of the chosen model: each is switched on by a press, and has its strength below while it is on.

import { change, draft } from './draft.js';
import { t } from './language.js';
import { facts } from './models.js';
import { html, useSignal } from './signals.js';
import { Slider } from './slider.js';

const MOST = 4; // of one picture

/** Also those that are chosen and gone, so that they can be switched off. */
function named(offered, chosen) {
    return [...new Set([...offered, ...chosen].map(each => each.name))];
}

export function Adapters() {
    const { lora } = useSignal(draft);
    const offered = useSignal(facts)?.loras ?? [];
    const names = named(offered, lora);
    const press = name => change({
        lora: lora.some(each => each.name === name)
            ? lora.filter(each => each.name !== name)
            : [...lora, { name }],
    });
    const strength = (name, scale) => change({
        lora: lora.map(each => each.name !== name ? each : scale === '' ? { name } : { name, scale }),
    });
    return names.length > 0 && html`
        <fieldset class="field" id="adapters">
            <legend>${t('form.adapters')}</legend>
            <div class="chips">
                ${names.map(name => {
                    const on = lora.some(each => each.name === name);
                    return html`
                        <label class="chip" key=${name}>
                            <input type="checkbox" name="adapter" value=${name} checked=${on}
                                disabled=${!on && lora.length >= MOST} onChange=${() => press(name)} />
                            ${name}
                        </label>`;
                })}
            </div>
            ${lora.map(({ name, scale }, index) => html`
                <${Slider} key=${name} id="adapter-${index}" label=${t('form.adapter.strength', { name })}
                    value=${scale ?? ''} standard=${offered.find(each => each.name === name)?.scale} min=${-1} max=${2}
                    step=${0.05} onChange=${value => strength(name, value)} />`)}
        </fieldset>`;
}
