// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.training.rl.reward;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The verdict of a judge that is shown two pictures (spec/rl.md section 7.1). */
enum Winner {
    FIRST,
    SECOND,
    NEITHER;

    private static final Pattern ANSWER = Pattern.compile("<answer>(.*?)</answer>", Pattern.DOTALL);

    /** The verdict in the first tag {@code answer}; empty for a reply without one. */
    static Optional<Winner> of(String reply) {
        Matcher found = ANSWER.matcher(reply);
        if (!found.find()) {
            return Optional.empty();
        }
        String answer = found.group(1);
        if (answer.contains("Image 1 is better")) {
            return Optional.of(FIRST);
        }
        return Optional.of(answer.contains("Image 2 is better") ? SECOND : NEITHER);
    }

    /** The points of the picture that was shown first: 1, 0 or a half. */
    double points() {
        return switch (this) {
            case FIRST -> 1;
            case SECOND -> 0;
            case NEITHER -> 0.5;
        };
    }
}
