// SPDX-License-Identifier: Apache-2.0
// The images to edit: chosen, dropped or pasted, and put in order by dragging or with the arrow buttons.

import { mask, MOST_REFERENCES, references, setReferences } from './draft.js';
import { showDialog } from './dialogs.js';
import { Icon } from './icons.js';
import { t } from './language.js';
import { useImages } from './recipe.js';
import { html, useRef, useSignal } from './signals.js';

const KIND = 'application/x-deepgen-reference'; // of what is dragged within the list

function move(from, to) {
    const next = [...references.value];
    next.splice(to, 0, ...next.splice(from, 1));
    setReferences(next);
}

function Reference({ reference, index, count, masked }) {
    const dropped = event => {
        const from = event.dataTransfer.getData(KIND);
        if (from !== '') {
            event.preventDefault();
            event.stopPropagation();
            move(Number(from), index);
        }
    };
    const name = t('references.number', { number: index + 1 });
    const button = (icon, label, action) => html`
        <button class="plain icon" aria-label="${t(label)}: ${name}" title=${t(label)} onClick=${action}>
            <${Icon} name=${icon} />
        </button>`;
    return html`
        <li class="reference" draggable="true" onDragStart=${event => event.dataTransfer.setData(KIND, String(index))}
            onDragOver=${event => event.dataTransfer.types.includes(KIND) && event.preventDefault()} onDrop=${dropped}>
            <img src=${reference.url} alt=${name} class=${reference.width <= 128 ? 'tiny' : ''} />
            ${masked && html`<img class="mask-thumb" src=${mask.value.url} alt="" />`}
            <span class="hint">${reference.width} × ${reference.height}</span>
            <div class="row reference-tools">
                ${index === 0 && button('brush', 'mask.paint', () => showDialog('mask'))}
                ${index > 0 && button('left', 'references.earlier', () => move(index, index - 1))}
                ${index < count - 1 && button('right', 'references.later', () => move(index, index + 1))}
                ${button('close', 'references.remove',
                    () => setReferences(references.value.filter(each => each !== reference)))}
            </div>
        </li>`;
}

export function References() {
    const list = useSignal(references);
    const painted = useSignal(mask);
    const input = useRef(null);
    const chosen = async event => {
        await useImages([...event.target.files]);
        input.current.value = '';
    };
    return html`
        <div class="field">
            <div class="label-row">
                <span class="label" id="references-label">${t('references.title')}</span>
                ${list.length > 0 && html`<span class="hint">${t('references.count', { count: list.length })}</span>`}
            </div>
            <ul class="references" aria-labelledby="references-label">
                ${list.map((reference, index) => html`
                    <${Reference} key=${reference.id} reference=${reference} index=${index} count=${list.length}
                        masked=${index === 0 && painted} />`)}
                ${list.length < MOST_REFERENCES && html`
                    <li class=${list.length ? 'add-more' : 'add-first'}>
                        <button class="dashed" onClick=${() => input.current.click()}>
                            <${Icon} name="image" />
                            <span>${t(list.length ? 'references.more' : 'references.add')}</span>
                        </button>
                    </li>`}
            </ul>
            <input ref=${input} type="file" accept="image/*" multiple hidden id="reference-files"
                aria-label=${t('references.add')} onChange=${chosen} />
        </div>`;
}
