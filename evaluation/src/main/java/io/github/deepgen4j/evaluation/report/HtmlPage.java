// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.evaluation.report;

import io.github.deepgen4j.evaluation.data.EmbeddedText;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** A page that needs nothing beside it and no server, in the style of all reports. */
public final class HtmlPage {
    private HtmlPage() {}

    /**
     * The whole page.
     *
     * @param title plain text, also its heading
     * @param body HTML
     * @param script empty for none
     */
    public static String of(String title, String body, String script) {
        return "<!doctype html>\n<html lang=\"en\"><head><meta charset=\"utf-8\"><title>" + text(title)
                + "</title>\n<style>\n" + EmbeddedText.read(HtmlPage.class, "report.css")
                + "</style></head><body>\n<h1>"
                + text(title) + "</h1>\n" + body + (script.isEmpty() ? "" : "<script>\n" + script + "</script>\n")
                + "</body></html>\n";
    }

    /** A text in HTML, also within quotes; control characters are left out. */
    public static String text(String plain) {
        return IntStream.range(0, plain.length())
                .mapToObj(plain::charAt)
                .map(c -> switch (c) {
                    case '&' -> "&amp;";
                    case '<' -> "&lt;";
                    case '>' -> "&gt;";
                    case '"' -> "&quot;";
                    case '\'' -> "&#39;";
                    case '\n', '\t' -> String.valueOf(c);
                    default -> c < ' ' ? "" : String.valueOf(c);
                })
                .collect(Collectors.joining());
    }
}
