// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.evaluation.benchmark.edit;

/** Our own wording of questions whose replies end in a final score, as RISEBench and UniREditBench ask for. */
public final class FinalScoreText {
    private static final String END = """

        First say in two or three sentences what you see. Then end with exactly this line, the number in place of n:
        **Final Score:** **n**
        """;

    private FinalScoreText() {}

    /** A question that is answered with 1 to 5. */
    public static String oneToFive(String... sentences) {
        return String.join("\n", sentences) + """


            Give a whole number: 5 if there is nothing to object to, 4 if something small is wrong, 3 if it is half
            right, 2 if most of it is wrong, 1 if all of it is.
            """ + END;
    }

    /** A question that is answered with 0 or 1. */
    public static String zeroOrOne(String... sentences) {
        return String.join("\n", sentences) + """


            Give 1 if that is so without reservation, otherwise 0.
            """ + END;
    }
}
