// SPDX-License-Identifier: Apache-2.0
// Starts the page.

import { readSession, session } from './api.js';
import { App } from './app.js';
import { listenToFiles } from './drop.js';
import { startEstimates } from './estimate.js';
import { follow, unfollow } from './events.js';
import { listenToKeys } from './keyboard.js';
import { loadLanguage } from './language.js';
import { loadModels } from './models.js';
import { effect, html, render } from './signals.js';
import './theme.js';

await Promise.all([loadLanguage(), readSession()]);

const usable = () => session.value.open || !session.value.keys;

let was = null;
effect(() => {
    const is = usable();
    if (is !== was) {
        was = is;
        if (is) {
            follow();
            loadModels();
        } else {
            unfollow();
        }
    }
});

render(html`<${App} />`, document.body);
startEstimates();
listenToFiles();
listenToKeys();
