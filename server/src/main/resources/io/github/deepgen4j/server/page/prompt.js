// SPDX-License-Identifier: Apache-2.0
// The prompt: grows with its text, and goes back through earlier ones with the arrow keys.

import { change, draft, references } from './draft.js';
import { prediction } from './estimate.js';
import { t } from './language.js';
import { html, keptSignal, useLayoutEffect, useRef, useSignal } from './signals.js';

const MOST_TOKENS = 1024;
const KEPT = 50;

const earlier = keptSignal('deepgen.prompts', []);

/** Keeps a prompt that was drawn. */
export function remember(prompt) {
    earlier.value = [prompt, ...earlier.value.filter(each => each !== prompt)].slice(0, KEPT);
}

export function Prompt({ onDraw }) {
    const { prompt } = useSignal(draft);
    const edits = useSignal(references).length > 0;
    const tokens = useSignal(prediction)?.prompt_tokens;
    const ref = useRef(null);
    const place = useRef(-1); // in the earlier ones, -1 before them
    useLayoutEffect(() => {
        ref.current.style.height = 'auto';
        ref.current.style.height = `${ref.current.scrollHeight + 2}px`;
    }, [prompt]);
    const keys = event => {
        if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) {
            event.preventDefault();
            onDraw();
            return;
        }
        const { selectionStart: start, selectionEnd: end, value } = event.target;
        const back = event.key === 'ArrowUp' && start === 0 && end === 0;
        const forth = event.key === 'ArrowDown' && start === value.length && place.current >= 0;
        const to = place.current + (back ? 1 : -1);
        if ((back || forth) && to < earlier.value.length) {
            event.preventDefault();
            place.current = to;
            change({ prompt: to < 0 ? '' : earlier.value[to] });
            requestAnimationFrame(() => ref.current.setSelectionRange(back ? 0 : -1, back ? 0 : -1));
        }
    };
    const typed = event => {
        place.current = -1;
        change({ prompt: event.target.value });
    };
    return html`
        <div class="field">
            <div class="label-row">
                <label for="prompt">${t(edits ? 'form.prompt.edit' : 'form.prompt')}</label>
                ${tokens !== undefined && prompt.trim() && html`
                    <span class="hint ${tokens > MOST_TOKENS ? 'wrong' : ''}" title=${t('prompt.tokens.title')}>
                        ${t('prompt.tokens', { tokens, most: MOST_TOKENS })}
                    </span>`}
            </div>
            <textarea id="prompt" ref=${ref} rows="3" maxlength="16384" value=${prompt} onInput=${typed}
                onKeyDown=${keys} placeholder=${t(edits ? 'prompt.placeholder.edit' : 'prompt.placeholder')}></textarea>
        </div>`;
}
