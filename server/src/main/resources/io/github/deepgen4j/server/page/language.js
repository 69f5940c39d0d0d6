// SPDX-License-Identifier: Apache-2.0
// Texts in the language of the reader, and numbers and times as they are written in it.

import { keptSignal, signal } from './signals.js';

export const LANGUAGES = { en: 'English', de: 'Deutsch' };

/** What the reader chose; empty for the browser's language. */
export const chosenLanguage = keptSignal('deepgen.language', '');

/** The language whose texts are shown. */
export const language = signal('en');

let texts = {};
let plural = new Intl.PluralRules('en');

function wanted() {
    const all = [chosenLanguage.value, ...navigator.languages.map(each => each.slice(0, 2))];
    return all.find(each => each in LANGUAGES) ?? 'en';
}

/** Loads the texts of the language that is wanted. */
export async function loadLanguage() {
    const name = wanted();
    const answer = await fetch(new URL(`./${name}.json`, import.meta.url));
    const found = await answer.json();
    if (name !== wanted()) {
        return; // another one was chosen meanwhile
    }
    texts = found;
    plural = new Intl.PluralRules(name);
    document.documentElement.lang = name;
    language.value = name;
}

/**
 * The text of a key; {name} is replaced by that value. With a count, KEY.one or KEY.other, as the language has it.
 */
export function t(key, values = {}) {
    const counted = values.count === undefined ? key : `${key}.${plural.select(values.count)}`;
    const text = texts[counted] ?? texts[key] ?? key;
    return text.replace(/\{(\w+)\}/g, (_, name) => format(values[name]));
}

/** A value as the reader writes it. */
export function format(value) {
    return typeof value === 'number' ? value.toLocaleString(language.value) : String(value);
}

/** Seconds as people say them: 3 seconds, 12 minutes, 1.5 hours. */
export function duration(seconds) {
    const [value, unit] = seconds < 90 ? [Math.max(1, Math.round(seconds)), 'second']
        : seconds < 5400 ? [Math.round(seconds / 60), 'minute']
        : [Math.round(seconds / 360) / 10, 'hour'];
    return new Intl.NumberFormat(language.value, { style: 'unit', unit, unitDisplay: 'long' }).format(value);
}

/** A moment: the time of today, else the day. */
export function moment(text) {
    const date = new Date(text);
    const today = date.toDateString() === new Date().toDateString();
    const style = today ? { timeStyle: 'short' } : { dateStyle: 'medium' };
    return new Intl.DateTimeFormat(language.value, style).format(date);
}

export function bytes(count) {
    const [value, unit] = count < 1e6 ? [count / 1e3, 'kilobyte'] : [count / 1e6, 'megabyte'];
    return new Intl.NumberFormat(language.value, { style: 'unit', unit, maximumFractionDigits: 1 }).format(value);
}
