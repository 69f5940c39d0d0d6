// SPDX-License-Identifier: Apache-2.0
// The size of the picture: shapes with about the model's own number of pixels, or two numbers.

import { change, draft } from './draft.js';
import { Icon } from './icons.js';
import { t } from './language.js';
import { facts } from './models.js';
import { html, useSignal, useState } from './signals.js';

const SHAPES = [[1, 1], [4, 3], [3, 2], [16, 9]];

const sides = size => size.split('x').map(Number);

/** The drawable size of a shape that is nearest to the model's own number of pixels. */
function drawable([wide, high], { default_size: own, side_multiple: multiple, max_pixels: most }) {
    const [width, height] = sides(own);
    const unit = Math.sqrt(width * height / (wide * high));
    const side = length => Math.min(Math.sqrt(most), Math.max(multiple, Math.round(length / multiple) * multiple));
    return `${side(wide * unit)}x${side(high * unit)}`;
}

function Chip({ name, checked, onPick, children, title }) {
    return html`
        <label class="chip" title=${title}>
            <input type="radio" name="size" value=${name} checked=${checked} onChange=${onPick} />
            ${children}
        </label>`;
}

function Shape({ wide, high }) {
    const scale = 14 / Math.max(wide, high);
    return html`
        <svg class="shape" viewBox="0 0 16 16" aria-hidden="true">
            <rect x=${8 - wide * scale / 2} y=${8 - high * scale / 2} width=${wide * scale} height=${high * scale}
                rx="1.5" />
        </svg>`;
}

export function Sizes() {
    const { size } = useSignal(draft);
    const known = useSignal(facts);
    const [upright, setUpright] = useState(false);
    const [own, setOwn] = useState(false);
    const shapes = known ? SHAPES.map(([wide, high]) => upright ? [high, wide] : [wide, high]) : [];
    const sizes = shapes.map(shape => drawable(shape, known));
    const custom = size !== 'auto' && (own || !sizes.includes(size));
    const pick = value => {
        setOwn(false);
        change({ size: value });
    };
    const swap = () => {
        setUpright(!upright);
        if (size !== 'auto') {
            change({ size: sides(size).reverse().join('x') });
        }
    };
    const pickOwn = () => {
        setOwn(true);
        change({ size: size === 'auto' ? known?.default_size ?? '512x512' : size });
    };
    return html`
        <fieldset class="sizes">
            <legend>${t('form.size')}</legend>
            <div class="chips">
                <${Chip} name="auto" checked=${size === 'auto'} onPick=${() => pick('auto')}
                    title=${t('size.auto.title')}>${t('size.auto')}<//>
                ${sizes.map((value, i) => html`
                    <${Chip} key=${value} name=${value} checked=${!custom && size === value} onPick=${() => pick(value)}
                        title=${value.replace('x', ' × ')}>
                        <${Shape} wide=${shapes[i][0]} high=${shapes[i][1]} />${shapes[i].join(':')}
                    <//>`)}
                <${Chip} name="own" checked=${custom} onPick=${pickOwn}>${t('size.own')}<//>
                <button class="icon" aria-label=${t('size.swap')} title=${t('size.swap')} onClick=${swap}>
                    <${Icon} name="swap" />
                </button>
            </div>
            ${custom && html`<${OwnSize} size=${size} multiple=${known?.side_multiple ?? 16} />`}
        </fieldset>`;
}

function OwnSize({ size, multiple }) {
    const [width, height] = sides(size);
    const nearest = event => Math.max(multiple, Math.round(Number(event.target.value) / multiple) * multiple);
    return html`
        <div class="row own-size">
            <input type="number" aria-label=${t('size.width')} min=${multiple} step=${multiple} value=${width}
                onChange=${event => change({ size: `${nearest(event)}x${height}` })} />
            <span aria-hidden="true">×</span>
            <input type="number" aria-label=${t('size.height')} min=${multiple} step=${multiple} value=${height}
                onChange=${event => change({ size: `${width}x${nearest(event)}` })} />
            <span class="hint">${t('size.pixels', { multiple })}</span>
        </div>`;
}
