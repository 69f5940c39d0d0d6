// SPDX-License-Identifier: Apache-2.0
// The request of a picture for programs.

import * as api from './api.js';
import { Dialog } from './dialog.js';
import { closeDialog } from './dialogs.js';
import { t } from './language.js';
import { html, useEffect, useState } from './signals.js';
import { toast, toastError } from './toast.js';

const PATH = '/v1/images/generations';

/** The fields of a recipe, as the API names them. */
function request(recipe) {
    const fields = {
        prompt: recipe.prompt,
        size: `${recipe.width}x${recipe.height}`,
        steps: recipe.steps,
        guidance: recipe.guidance,
        seed: recipe.seed,
    };
    if (recipe.negative) {
        fields.negative_prompt = recipe.negative;
    }
    if (recipe.lora) {
        fields.lora = recipe.lora.map(({ file, strength }) => ({ name: file, scale: strength }));
    }
    if (recipe.references.length) {
        fields.references = recipe.references.map(() => 'data:image/png;base64,...');
    }
    return fields;
}

const quoted = text => `'${text.replaceAll("'", `'\\''`)}'`;

function curl(fields) {
    return `curl ${location.origin}${PATH} -H 'Content-Type: application/json' \\\n`
        + `    -d ${quoted(JSON.stringify({ ...fields, response_format: 'url' }))}`;
}

function java(fields) {
    const body = JSON.stringify(fields, null, 4).replaceAll('\\', '\\\\');
    return [
        `String body = """`,
        ...body.split('\n').map(line => `        ${line}`),
        `        """;`,
        `HttpResponse<String> answer = HttpClient.newHttpClient().send(`,
        `        HttpRequest.newBuilder(URI.create("${location.origin}${PATH}"))`,
        `                .header("Content-Type", "application/json")`,
        `                .POST(HttpRequest.BodyPublishers.ofString(body))`,
        `                .build(),`,
        `        HttpResponse.BodyHandlers.ofString());`,
    ].join('\n');
}

function python({ prompt, size, ...others }) {
    return [
        `import base64, openai`,
        ``,
        `client = openai.OpenAI(base_url="${location.origin}/v1", api_key="any")`,
        `drawn = client.images.generate(`,
        `    model="gpt-image-1",`,
        `    prompt=${JSON.stringify(prompt)},`,
        `    size="${size}",`,
        `    extra_body=${JSON.stringify(others)},`,
        `)`,
        `open("picture.png", "wb").write(base64.b64decode(drawn.data[0].b64_json))`,
    ].join('\n');
}

const LANGUAGES = { curl, Java: java, Python: python };

async function copy(text) {
    try {
        await navigator.clipboard.writeText(text);
        toast(t('code.copied'));
    } catch {
        toast(t('code.notcopied'), 'error');
    }
}

export function CodeSnippets({ picture }) {
    const [recipe, setRecipe] = useState(null);
    const [name, setName] = useState('curl');
    useEffect(() => {
        api.recipeOf(picture.id).then(setRecipe).catch(toastError);
    }, [picture.id]);
    const text = recipe ? LANGUAGES[name](request(recipe)) : '';
    return html`
        <${Dialog} title=${t('picture.code')} onClose=${closeDialog}>
            <div class="row spread">
                <fieldset class="chips">
                    <legend class="unseen">${t('picture.code')}</legend>
                    ${Object.keys(LANGUAGES).map(each => html`
                        <label class="chip" key=${each}>
                            <input type="radio" name="code" checked=${name === each} onChange=${() => setName(each)} />
                            ${each}
                        </label>`)}
                </fieldset>
                <button class="primary" onClick=${() => copy(text)}>${t('code.copy')}</button>
            </div>
            <pre class="code" tabindex="0"><code>${text}</code></pre>
        <//>`;
}
