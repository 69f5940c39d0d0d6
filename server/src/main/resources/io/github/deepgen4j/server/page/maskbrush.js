// SPDX-License-Identifier: Apache-2.0
// The mask: what is painted over the first reference is drawn anew, all else stays. By pointer, or by arrow keys and
// space.

import { Dialog } from './dialog.js';
import { closeDialog } from './dialogs.js';
import { mask, references, setMask } from './draft.js';
import { Icon } from './icons.js';
import { t } from './language.js';
import { html, useEffect, useRef, useState } from './signals.js';

const COLOUR = '#f0a93b';
const SIZES = { min: 2, max: 50, standard: 15 }; // percent of the shorter side

/** Draws strokes {erase, width, points} upon what was painted before. */
function paint(canvas, before, strokes) {
    const context = canvas.getContext('2d');
    context.globalCompositeOperation = 'source-over';
    context.clearRect(0, 0, canvas.width, canvas.height);
    if (before) {
        context.drawImage(before, 0, 0);
    }
    context.lineCap = context.lineJoin = 'round';
    context.strokeStyle = COLOUR;
    for (const { erase, width, points } of strokes) {
        context.globalCompositeOperation = erase ? 'destination-out' : 'source-over';
        context.lineWidth = width;
        context.beginPath();
        context.moveTo(...points[0]);
        points.forEach(point => context.lineTo(...point));
        context.stroke();
    }
}

/** The mask as the server reads it: transparent where the picture is drawn anew; null if nothing is painted. */
async function file(canvas) {
    const { width, height } = canvas;
    const mask = new OffscreenCanvas(width, height);
    const context = mask.getContext('2d');
    context.fillRect(0, 0, width, height);
    context.globalCompositeOperation = 'destination-out';
    context.drawImage(canvas, 0, 0);
    const data = context.getImageData(0, 0, width, height);
    let painted = false;
    for (let i = 3; i < data.data.length; i += 4) {
        data.data[i] = data.data[i] < 128 ? 0 : 255;
        painted ||= data.data[i] === 0;
    }
    context.putImageData(data, 0, 0);
    return painted ? mask.convertToBlob() : null;
}

/** What an earlier mask had painted. */
async function painted(blob, width, height) {
    const canvas = new OffscreenCanvas(width, height);
    const context = canvas.getContext('2d');
    context.fillStyle = COLOUR;
    context.fillRect(0, 0, width, height);
    context.globalCompositeOperation = 'destination-out';
    context.drawImage(await createImageBitmap(blob), 0, 0);
    return canvas;
}

export function MaskBrush() {
    const [reference] = references.value;
    const canvas = useRef(null);
    const before = useRef(null);
    const drawing = useRef(null);
    const [strokes, setStrokes] = useState([]);
    const [erase, setErase] = useState(false);
    const [size, setSize] = useState(SIZES.standard);
    const [cursor, setCursor] = useState(null);
    const { width, height } = reference;
    const brush = Math.max(1, Math.min(width, height) * size / 100);
    const show = list => paint(canvas.current, before.current, list);

    useEffect(() => {
        if (mask.value) {
            painted(mask.value.blob, width, height).then(found => {
                before.current = found;
                show(strokes);
            });
        }
    }, []);
    useEffect(() => show(strokes), [strokes]);

    const point = event => {
        const box = canvas.current.getBoundingClientRect();
        return [(event.clientX - box.left) * width / box.width, (event.clientY - box.top) * height / box.height];
    };
    const down = event => {
        event.currentTarget.setPointerCapture(event.pointerId);
        drawing.current = { erase, width: brush, points: [point(event)] };
        show([...strokes, drawing.current]);
    };
    const move = event => {
        setCursor(point(event));
        if (drawing.current) {
            drawing.current.points.push(point(event));
            show([...strokes, drawing.current]);
        }
    };
    const up = () => {
        if (drawing.current) {
            const done = drawing.current;
            drawing.current = null;
            setStrokes([...strokes, done]);
        }
    };
    const undo = () => setStrokes(strokes.slice(0, -1));
    const clear = () => {
        before.current = null;
        setStrokes([]);
        show([]);
    };
    const keys = event => {
        const ways = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };
        const [x, y] = cursor ?? [width / 2, height / 2];
        if (event.key in ways) {
            event.preventDefault();
            const [right, down_] = ways[event.key];
            setCursor([Math.min(width, Math.max(0, x + right * brush / 2)),
                Math.min(height, Math.max(0, y + down_ * brush / 2))]);
        } else if (event.key === ' ') {
            event.preventDefault();
            setCursor([x, y]);
            setStrokes([...strokes, { erase, width: brush, points: [[x, y]] }]);
        } else if (event.key === 'z' && (event.ctrlKey || event.metaKey)) {
            event.preventDefault();
            undo();
        }
    };
    const done = async () => {
        setMask(await file(canvas.current));
        closeDialog();
    };
    const actions = html`
        <button class="icon" aria-label=${t('mask.undo')} title=${t('mask.undo')} disabled=${!strokes.length}
            onClick=${undo}><${Icon} name="undo" /></button>
        <button onClick=${clear}>${t('mask.clear')}</button>
        <button class="primary" onClick=${done}>${t('mask.done')}</button>`;
    return html`
        <${Dialog} title=${t('mask.paint')} className="full" onClose=${closeDialog} actions=${actions}>
            <div class="mask-tools row">
                <label for="brush">${t('mask.size')}</label>
                <input id="brush" type="range" min=${SIZES.min} max=${SIZES.max} value=${size}
                    onInput=${event => setSize(Number(event.target.value))} />
                <button aria-pressed=${erase} onClick=${() => setErase(!erase)}>${t('mask.erase')}</button>
                <span class="hint wide-only">${t('mask.help')}</span>
            </div>
            <div class="mask-box">
                <div class="mask-picture" style=${{ '--shape': width / height }}>
                    <img src=${reference.url} alt=${t('references.number', { number: 1 })}
                        class=${width <= 128 ? 'tiny' : ''} />
                    <canvas ref=${canvas} width=${width} height=${height} tabindex="0" role="img"
                        aria-label=${t('mask.help')} onPointerDown=${down} onPointerMove=${move} onPointerUp=${up}
                        onPointerCancel=${up} onPointerLeave=${() => setCursor(null)} onKeyDown=${keys}></canvas>
                    ${cursor && html`
                        <span class="brush" style=${{
                            left: `${100 * cursor[0] / width}%`,
                            top: `${100 * cursor[1] / height}%`,
                            width: `${100 * brush / width}%`,
                        }}></span>`}
                </div>
            </div>
        <//>`;
}
