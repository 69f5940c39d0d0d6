// SPDX-License-Identifier: Apache-2.0
// A picture in all its pixels: fitted or larger, moved by scrolling or dragging.

import { pictureUrl } from './api.js';
import { Dialog } from './dialog.js';
import { closeDialog } from './dialogs.js';
import { t } from './language.js';
import { html, useEffect, useRef, useState } from './signals.js';

const FACTOR = 1.5;
const MOST = 64;

export function Zoom({ picture }) {
    const box = useRef(null);
    const from = useRef(null);
    const [scale, setScale] = useState(0); // 0 before the size of the box is known
    const fit = () => {
        const { clientWidth, clientHeight } = box.current;
        setScale(Math.min(clientWidth / picture.width, clientHeight / picture.height));
    };
    useEffect(fit, []);
    const zoom = factor => setScale(Math.min(MOST, Math.max(0.05, scale * factor)));
    const wheel = event => {
        if (event.ctrlKey || event.altKey) {
            event.preventDefault();
            zoom(event.deltaY < 0 ? 1.1 : 1 / 1.1);
        }
    };
    const press = event => {
        from.current = { x: event.clientX + box.current.scrollLeft, y: event.clientY + box.current.scrollTop };
        event.currentTarget.setPointerCapture(event.pointerId);
    };
    const drag = event => {
        if (from.current && event.pointerType === 'mouse') {
            box.current.scrollTo(from.current.x - event.clientX, from.current.y - event.clientY);
        }
    };
    const keys = event => {
        const factor = { '+': FACTOR, '-': 1 / FACTOR }[event.key];
        if (factor) {
            zoom(factor);
        }
    };
    const actions = html`
        <span class="hint">${t('zoom.percent', { percent: Math.round(scale * 100) })}</span>
        <button class="icon" aria-label=${t('zoom.out')} onClick=${() => zoom(1 / FACTOR)}>−</button>
        <button class="icon" aria-label=${t('zoom.in')} onClick=${() => zoom(FACTOR)}>+</button>
        <button onClick=${fit}>${t('zoom.fit')}</button>
        <button onClick=${() => setScale(1)}>100 %</button>`;
    return html`
        <${Dialog} title=${t('picture.zoom')} className="full" onClose=${closeDialog} actions=${actions}>
            <div ref=${box} class="zoom-box" tabindex="0" role="group" aria-label=${picture.prompt} onKeyDown=${keys}
                onWheel=${wheel} onPointerDown=${press} onPointerMove=${drag}
                onPointerUp=${() => { from.current = null; }}>
                <img src=${pictureUrl(picture.id)} alt=${picture.prompt} draggable="false"
                    class=${scale > 2 ? 'tiny' : ''}
                    style=${{ width: `${picture.width * scale}px`, height: `${picture.height * scale}px` }} />
            </div>
        <//>`;
}
