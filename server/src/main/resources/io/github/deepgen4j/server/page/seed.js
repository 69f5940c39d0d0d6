// SPDX-License-Identifier: Apache-2.0
// The seed: another one for each drawing, or one that is kept.

import { change, draft } from './draft.js';
import { Icon } from './icons.js';
import { t } from './language.js';
import { html, useSignal } from './signals.js';

const random = () => String(crypto.getRandomValues(new Uint32Array(1))[0]);

export function Seed() {
    const { seed, seedLocked } = useSignal(draft);
    const typed = event => {
        const digits = event.target.value.replace(/\D/g, '').slice(0, 20);
        event.target.value = digits;
        change({ seed: digits, seedLocked: digits !== '' });
    };
    const toggle = () => change(seedLocked ? { seedLocked: false } : { seed: seed || random(), seedLocked: true });
    return html`
        <div class="field">
            <label for="seed">${t('form.seed')}</label>
            <div class="row">
                <input id="seed" type="text" inputmode="numeric" autocomplete="off" placeholder=${t('seed.random')}
                    value=${seedLocked ? seed : ''} onInput=${typed} />
                <button class="icon" aria-label=${t('seed.dice')} title=${t('seed.dice')}
                    onClick=${() => change({ seed: random(), seedLocked: true })}><${Icon} name="dice" /></button>
                <button class="icon" aria-pressed=${seedLocked} aria-label=${t('seed.lock')} title=${t('seed.lock')}
                    onClick=${toggle}><${Icon} name=${seedLocked ? 'lock' : 'unlock'} /></button>
            </div>
        </div>`;
}
