// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/**
 * Numbers in names, files and figures have the digits 0 to 9 in every language: whatever formats one says
 * {@code Locale.ROOT}. Messages of exceptions may do without; {@link Main} says it for its own module.
 */
class NumberFormatTest {
    /** Text blocks, strings, characters and comments. */
    private static final Pattern TOKENS = Pattern.compile(
            "\"\"\".*?\"\"\"|\"(?:\\\\.|[^\"\\\\\n])*\"|'(?:\\\\.|[^'\\\\\n])+'|/\\*.*?\\*/|//[^\n]*", Pattern.DOTALL);

    private static final Pattern FORMATS = Pattern.compile("\\.(?:formatted|format|printf)\\(");
    private static final Pattern NUMBER = Pattern.compile("%(?:\\d+\\$)?[-#+ ,(]*(?:0|\\d*(?:\\.\\d+)?[deEfgGaA])");
    private static final Pattern MESSAGES = Pattern.compile("Exception\\(|throw ");
    private static final Pattern OTHERS =
            Pattern.compile("new DecimalFormat\\(|NumberFormat\\.get|\\.to(?:Lower|Upper)Case\\(\\)");

    @Test
    void numbersAreFormattedForNoLanguage() {
        var found = new ArrayList<String>();
        for (Path file : RepositoryFiles.javaSources()) {
            String name = RepositoryFiles.ROOT.relativize(file).toString().replace('\\', '/');
            if (name.contains("/src/main/") && !name.startsWith("cli/")) {
                offences(String.join("\n", RepositoryFiles.lines(file))).forEach(text -> found.add(name + ": " + text));
            }
        }
        assertThat(found).isEmpty();
    }

    @Test
    void theCheckSeesWhatNamesNoLocale() {
        assertThat(offences("Path p = f.resolve(\"step-%06d\".formatted(step));"))
                .hasSize(1);
        assertThat(offences("String s = String.format(\"%.2f\", x);")).hasSize(1);
        assertThat(offences("String s = \"%0\" + digits + \"d\";\nout.printf(\"%0\" + n + \"d\", x);"))
                .hasSize(1);
        assertThat(offences("String s = name.toUpperCase();")).hasSize(1);
        assertThat(offences("String s = String.format(Locale.ROOT, \"%.2f\", x);"))
                .isEmpty();
        assertThat(offences("String s = \"%s of 100%%\".formatted(x);")).isEmpty();
        assertThat(offences("throw new DataException(\"%d; {\".formatted(x));")).isEmpty();
        assertThat(offences("String s = \"a\"; // \"%d\".formatted(x)")).isEmpty();
    }

    @Test
    void theApplicationFormatsForNoLanguage() throws Exception {
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        Process info = new ProcessBuilder(
                        java,
                        "--enable-native-access=ALL-UNNAMED",
                        "-Duser.language=ar",
                        "-Duser.country=EG",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Main.class.getName(),
                        "info")
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        String out = new String(info.getInputStream().readAllBytes());
        assertThat(info.waitFor()).isZero();
        assertThat(String.format(Locale.forLanguageTag("ar-EG"), "%d", 1)).isEqualTo("\u0661"); // such a language
        assertThat(out).contains("GiB").matches(Pattern.compile("\\p{ASCII}*"));
    }

    /** The statements that format a number without a locale. */
    private static List<String> offences(String source) {
        String code = TOKENS.matcher(source).replaceAll(token -> token.group().startsWith("/") ? "" : hidden(token));
        var found = new ArrayList<String>();
        for (String statement : code.split("[;{}]")) {
            boolean number = FORMATS.matcher(statement).find()
                    && NUMBER.matcher(statement.replace("%%", "")).find()
                    && !MESSAGES.matcher(statement).find();
            if ((number && !statement.contains("Locale."))
                    || OTHERS.matcher(statement).find()) {
                found.add(statement.strip().replaceAll("\\s+", " "));
            }
        }
        return found;
    }

    /** A literal without what ends a statement. */
    private static String hidden(MatchResult literal) {
        return Matcher.quoteReplacement(literal.group().replaceAll("[;{}]", " "));
    }
}
