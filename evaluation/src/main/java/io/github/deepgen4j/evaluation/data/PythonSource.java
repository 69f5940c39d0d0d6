// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.evaluation.data;

import io.github.deepgen4j.evaluation.data.JudgeText.Form;
import java.util.ArrayList;
import java.util.List;

/** The string literals of a Python file, neighbouring ones joined as Python joins them. Nothing is executed. */
final class PythonSource {
    private final String source;
    private final List<JudgeText> texts = new ArrayList<>();
    private int at;
    private int brackets;

    private PythonSource(String source) {
        this.source = source;
    }

    /** All literals as official texts: plain ones as they are, those with {@code f} with expressions as fields. */
    static List<JudgeText> texts(String source) {
        var reader = new PythonSource(source.replace("\r\n", "\n"));
        reader.read();
        return reader.texts;
    }

    private void read() {
        while (at < source.length()) {
            char next = source.charAt(at);
            if (next == '#') {
                toEndOfLine();
            } else if (PythonString.begins(source, at)) {
                literal();
            } else if (Character.isUnicodeIdentifierPart(next)) {
                word();
            } else {
                brackets += "([{".indexOf(next) >= 0 ? 1 : ")]}".indexOf(next) >= 0 ? -1 : 0;
                at++;
            }
        }
    }

    private void toEndOfLine() {
        int end = source.indexOf('\n', at);
        at = end < 0 ? source.length() : end;
    }

    /** So that the last letters of a name are not taken for a prefix; bytes are skipped with theirs. */
    private void word() {
        int start = at;
        while (at < source.length() && Character.isUnicodeIdentifierPart(source.charAt(at))) {
            at++;
        }
        boolean bytes = source.substring(start, at).matches("(?i)b|br|rb");
        if (bytes && PythonString.begins(source, at)) {
            at = PythonString.read(source, at).end();
        }
    }

    private void literal() {
        List<PythonString> parts = new ArrayList<>();
        do {
            PythonString part = PythonString.read(source, at);
            parts.add(part);
            at = part.end();
            between();
        } while (PythonString.begins(source, at));
        boolean formatted = parts.stream().anyMatch(PythonString::formatted);
        StringBuilder text = new StringBuilder();
        for (PythonString part : parts) {
            boolean braces = formatted && !part.formatted();
            text.append(braces ? part.value().replace("{", "{{").replace("}", "}}") : part.value());
        }
        texts.add(new JudgeText(text.toString(), formatted ? Form.FORMAT : Form.PLAIN, true));
    }

    /** White space between neighbours; a line ends them unless a bracket is open or a backslash joins it. */
    private void between() {
        while (at < source.length()) {
            char next = source.charAt(at);
            if (next == ' ' || next == '\t' || next == '\n' && brackets > 0) {
                at++;
            } else if (next == '#' && brackets > 0) {
                toEndOfLine();
            } else if (source.startsWith("\\\n", at)) {
                at += 2;
            } else {
                return;
            }
        }
    }
}
