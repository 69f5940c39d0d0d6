// SPDX-License-Identifier: Apache-2.0
// Files that are dragged over the page or pasted: images to edit, or pictures of ours whose settings are wanted.

import { Icon } from './icons.js';
import { t } from './language.js';
import { useFile, useImages } from './recipe.js';
import { html, signal, useSignal } from './signals.js';

const dragging = signal(false);
let depth = 0;

const hasFiles = event => event.dataTransfer?.types.includes('Files');

function ended() {
    depth = 0;
    dragging.value = false;
}

const LISTENERS = {
    dragenter(event) {
        if (hasFiles(event)) {
            depth++;
            dragging.value = true;
        }
    },
    dragleave(event) {
        if (hasFiles(event) && --depth <= 0) {
            ended();
        }
    },
    dragover(event) {
        if (hasFiles(event)) {
            event.preventDefault();
        }
    },
    drop(event) {
        if (hasFiles(event)) {
            event.preventDefault();
            ended();
            useImages([...event.dataTransfer.files]);
        }
    },
    paste(event) {
        const images = [...event.clipboardData.files].filter(file => file.type.startsWith('image/'));
        if (images.length) {
            event.preventDefault();
            useImages(images);
        }
    },
};

export function listenToFiles() {
    Object.entries(LISTENERS).forEach(([type, listener]) => document.addEventListener(type, listener));
}

function Zone({ icon, title, text, id, onFiles }) {
    const dropped = event => {
        event.preventDefault();
        event.stopPropagation();
        ended();
        onFiles([...event.dataTransfer.files]);
    };
    return html`
        <div class="zone" id=${id} onDrop=${dropped}>
            <${Icon} name=${icon} /><strong>${title}</strong><span class="hint">${text}</span>
        </div>`;
}

export function DropZones() {
    const shown = useSignal(dragging);
    return shown && html`
        <div class="zones">
            <${Zone} id="drop-edit" icon="edit" title=${t('drop.edit')} text=${t('drop.edit.text')}
                onFiles=${files => useImages(files)} />
            <${Zone} id="drop-recipe" icon="reuse" title=${t('drop.recipe')} text=${t('drop.recipe.text')}
                onFiles=${([file]) => useFile(file)} />
        </div>`;
}
