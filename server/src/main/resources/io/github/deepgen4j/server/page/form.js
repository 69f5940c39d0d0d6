// SPDX-License-Identifier: Apache-2.0
// The form: what is drawn next. One text and one button; all else has a value that the model chooses.

import { Adapters } from './adapters.js';
import { change, draft } from './draft.js';
import { DropZones } from './drop.js';
import { Estimate, refused } from './estimate.js';
import { Icon } from './icons.js';
import { draw } from './jobs.js';
import { t } from './language.js';
import { facts, models } from './models.js';
import { Prompt, remember } from './prompt.js';
import { useFile } from './recipe.js';
import { References } from './references.js';
import { Seed } from './seed.js';
import { html, useRef, useSignal, useState } from './signals.js';
import { Sizes } from './sizes.js';
import { Slider } from './slider.js';

const MOST_PICTURES = 10;
const SPEEDS = ['', 'balanced', 'fast']; // as the API names them, but for the standard
const NARROW = 900; // pixels of a page that shows one column

/** Draws what the form holds. */
export async function drawForm() {
    const prompt = draft.value.prompt.trim();
    if (!prompt || !facts.value) {
        document.getElementById('prompt').focus();
        return;
    }
    remember(prompt);
    const job = await draw();
    if (job && innerWidth < NARROW) {
        document.getElementById('stage').scrollIntoView({ block: 'start' });
    }
}

function Model() {
    const list = useSignal(models);
    const { model } = useSignal(draft);
    return list.length > 1 && html`
        <div class="field">
            <label for="model">${t('form.model')}</label>
            <select id="model" value=${model || list[0].id}
                onChange=${event => change({ model: event.target.value, lora: [] })}>
                ${list.map(each => html`<option key=${each.id} value=${each.id}>${each.id}</option>`)}
            </select>
        </div>`;
}

function Advanced() {
    const { negative, steps, guidance, speed } = useSignal(draft);
    const known = useSignal(facts);
    return html`
        <details class="advanced">
            <summary>${t('form.advanced')}</summary>
            <div class="stack">
                <div class="field">
                    <label for="negative">${t('form.negative')}</label>
                    <textarea id="negative" rows="2" value=${negative} placeholder=${t('negative.placeholder')}
                        onInput=${event => change({ negative: event.target.value })}></textarea>
                </div>
                <${Slider} id="steps" label=${t('form.steps')} value=${steps} standard=${known?.steps} min=${1}
                    max=${100} onChange=${value => change({ steps: value })} />
                <${Slider} id="guidance" label=${t('form.guidance')} value=${guidance} standard=${known?.guidance}
                    min=${1} max=${15} step=${0.5} onChange=${value => change({ guidance: value })} />
                <div class="field">
                    <label for="speed">${t('form.speed')}</label>
                    <select id="speed" value=${speed} onChange=${event => change({ speed: event.target.value })}>
                        ${SPEEDS.map(each => html`<option key=${each} value=${each}>
                            ${t(`speed.${each || 'exact'}`)}</option>`)}
                    </select>
                </div>
                <${Adapters} />
                <${Seed} />
                <${RecipeFile} />
            </div>
        </details>`;
}

function RecipeFile() {
    const input = useRef(null);
    const chosen = async event => {
        await useFile(event.target.files[0]);
        input.current.value = '';
    };
    return html`
        <button class="wide" onClick=${() => input.current.click()}>
            <${Icon} name="file" />${t('form.recipe')}
        </button>
        <input ref=${input} type="file" accept="image/png,image/jpeg,image/webp" hidden id="recipe-file"
            aria-label=${t('form.recipe')} onChange=${chosen} />`;
}

export function Form() {
    const { prompt, count } = useSignal(draft);
    const known = useSignal(facts);
    const wrong = useSignal(refused);
    const [busy, setBusy] = useState(false);
    const press = async () => {
        setBusy(true);
        await drawForm();
        setBusy(false);
    };
    return html`
        <section class="form" aria-label=${t('form.title')}>
            <div class="form-fields stack">
                <${Prompt} onDraw=${press} />
                <${References} />
                <${Sizes} />
                <${Slider} id="count" label=${t('form.count')} value=${count} min=${1} max=${MOST_PICTURES}
                    onChange=${value => change({ count: value || 1 })} />
                <${Model} />
                <${Advanced} />
            </div>
            <div class="form-foot">
                <button class="primary wide" id="draw" onClick=${press} aria-describedby="estimate"
                    disabled=${busy || !prompt.trim() || !known || wrong !== ''}>
                    ${t(count > 1 ? 'form.draw.many' : 'form.draw', { n: count })}
                    <kbd aria-hidden="true">${t('keys.ctrl')} ↵</kbd>
                </button>
                <${Estimate} />
            </div>
            <${DropZones} />
        </section>`;
}
