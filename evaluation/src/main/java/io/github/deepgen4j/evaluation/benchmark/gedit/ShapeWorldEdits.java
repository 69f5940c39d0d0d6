// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.evaluation.benchmark.gedit;

import io.github.deepgen4j.evaluation.task.Picture;
import io.github.deepgen4j.shapeworld.edit.EditGenerator;
import io.github.deepgen4j.shapeworld.scene.Choices;
import io.github.deepgen4j.shapeworld.scene.Renderer;
import io.github.deepgen4j.shapeworld.scene.Scene;
import io.github.deepgen4j.shapeworld.task.Edit;
import io.github.deepgen4j.shapeworld.task.EditTask;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.random.RandomGenerator;

/** GEdit-Bench's data over ShapeWorld: edits of seven of the groups, as many in all as in the English original. */
final class ShapeWorldEdits {
    private static final long PROMPTS = 20261203;
    private static final int ROWS = 606;

    private ShapeWorldEdits() {}

    private static Map<String, Edit> kinds() {
        Map<String, Edit> kinds = new LinkedHashMap<>();
        kinds.put("background_change", Edit.BACKGROUND);
        kinds.put("color_alter", Edit.RECOLOUR);
        kinds.put("motion_change", Edit.MOVE);
        kinds.put("subject-add", Edit.ADD);
        kinds.put("subject-remove", Edit.REMOVE);
        kinds.put("subject-replace", Edit.REPLACE);
        kinds.put("text_change", Edit.TEXT);
        return kinds;
    }

    /** The groups in the order of the official tables. */
    static List<String> groups() {
        return List.copyOf(kinds().keySet());
    }

    static List<GeditItem> items() {
        RandomGenerator random = Choices.random(PROMPTS);
        Set<Object> taken = new HashSet<>();
        List<GeditItem> items = new ArrayList<>();
        kinds().forEach((group, edit) -> {
            int kinds = kinds().size();
            int rows = ROWS / kinds + (groups().indexOf(group) < ROWS % kinds ? 1 : 0);
            for (int row = 0; row < rows; ) {
                EditTask task = EditGenerator.draw(edit, random);
                if (taken.add(List.of(task.prompt(), task.before()))) {
                    items.add(item(items.size(), group, row++, task));
                }
            }
        });
        return items;
    }

    private static GeditItem item(int index, String group, int row, EditTask task) {
        String key = String.format(Locale.ROOT, "%03d", row);
        Scene before = task.before();
        return new GeditItem(
                index,
                group,
                key,
                task.prompt(),
                "en",
                true,
                new Picture.Made(group + "/" + key + " before", () -> Renderer.render(before)));
    }
}
