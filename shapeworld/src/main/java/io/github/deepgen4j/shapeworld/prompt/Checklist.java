// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.shapeworld.prompt;

import io.github.deepgen4j.shapeworld.scene.Lettering;
import io.github.deepgen4j.shapeworld.task.Claim;
import io.github.deepgen4j.shapeworld.task.Requirement;
import io.github.deepgen4j.shapeworld.task.Requirement.Wanted;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;

/**
 * The demands of a prompt as claims, the plainest first: that a shape is there, its colour and size, numbers, places,
 * the background, and that there is nothing else. An image of which all of them hold does what the prompt asks.
 */
public final class Checklist {
    private final List<Check> checks = new ArrayList<>();

    private Checklist() {}

    /**
     * One of the claims.
     *
     * @param parents positions of those without which it cannot hold
     */
    public record Check(Claim claim, List<Integer> parents) {
        public Check {
            parents = List.copyOf(parents);
        }
    }

    /** The claims of a requirement. */
    public static List<Check> of(Requirement requirement) {
        var list = new Checklist();
        if (requirement.lettering() == null) {
            list.objects(requirement);
        } else {
            list.letters(requirement.lettering());
        }
        return List.copyOf(list.checks);
    }

    private void letters(Lettering letters) {
        // As a question is read back, which does not say a colour here.
        Claim written = Questions.read(Questions.of(new Claim.Written(letters))).orElseThrow();
        add(written, List.of());
        add(new Claim.Inked(letters), List.of(0));
    }

    private void objects(Requirement requirement) {
        List<Wanted> objects = requirement.objects();
        List<Integer> last = new ArrayList<>();
        for (Wanted wanted : new LinkedHashSet<>(objects)) {
            last.add(object(wanted));
        }
        int count = objects.size();
        if (last.size() == 1 && count > 1) {
            add(new Claim.Number(count, objects.getFirst()), last);
        }
        if (requirement.relation() != null) {
            add(new Claim.Placed(objects.getFirst(), requirement.relation(), objects.getLast()), last);
        }
        if (requirement.background() != null) {
            add(new Claim.Ground(requirement.background()), List.of());
        }
        add(new Claim.Alone(count), List.of());
    }

    /** Its shape, then its colour, then its size. */
    private int object(Wanted wanted) {
        int last = add(new Claim.Shown(new Wanted(wanted.shape(), null, null)), List.of());
        if (wanted.colour() != null) {
            last = add(new Claim.Shown(new Wanted(wanted.shape(), wanted.colour(), null)), List.of(last));
        }
        return wanted.size() == null ? last : add(new Claim.Shown(wanted), List.of(last));
    }

    /** The position of the claim, which stands there once. */
    private int add(Claim claim, List<Integer> parents) {
        for (int i = 0; i < checks.size(); i++) {
            if (checks.get(i).claim().equals(claim)) {
                return i;
            }
        }
        checks.add(new Check(claim, parents));
        return checks.size() - 1;
    }
}
