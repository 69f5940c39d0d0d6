// SPDX-License-Identifier: Apache-2.0
// Asks for the key of a server that has keys.

import { ApiError, logIn } from './api.js';
import { t } from './language.js';
import { html, useEffect, useRef, useState } from './signals.js';

export function LogIn() {
    const input = useRef(null);
    const [wrong, setWrong] = useState('');
    useEffect(() => input.current.focus(), []);
    const send = async event => {
        event.preventDefault();
        try {
            await logIn(input.current.value.trim());
        } catch (error) {
            setWrong(!(error instanceof ApiError) || error.code === 'offline' ? t('offline')
                : error.code === 'invalid_api_key' ? t('login.wrong') : error.message);
        }
    };
    return html`
        <main class="login">
            <form class="panel stack" onSubmit=${send}>
                <h1>DeepGen</h1>
                <p>${t('login.text')}</p>
                <div class="field">
                    <label for="key">${t('login.key')}</label>
                    <input id="key" ref=${input} type="password" autocomplete="current-password" required
                        aria-describedby="login-wrong" aria-invalid=${wrong !== ''} />
                </div>
                <p id="login-wrong" class="wrong" role="alert">${wrong}</p>
                <button class="primary wide">${t('login.open')}</button>
            </form>
        </main>`;
}
