// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.training.data;

import java.util.ArrayList;
import java.util.List;

/** The data of a run: groups that take turns. Owns its sources until closed. */
public final class Mix implements AutoCloseable {
    private final List<Group> groups = new ArrayList<>();
    private final List<Source> sources = new ArrayList<>();

    private Mix() {}

    /**
     * Opens all sources; reads their lists, no images.
     *
     * @throws DataException if a data set cannot be used at all
     * @throws io.github.deepgen4j.model.files.ConfigException if a group mixes types
     */
    public static Mix open(DataConfig config) {
        Mix mix = new Mix();
        try {
            for (DataConfig.GroupConfig group : config.groups()) {
                List<Source> opened = new ArrayList<>();
                for (SourceConfig source : group.sources()) {
                    opened.add(source.open(config.checks(), config.maxRefs()));
                    mix.sources.add(opened.getLast());
                }
                mix.groups.add(new Group(opened, group.repeats(), group.batch()));
            }
            config.requireFitting(mix.groups.stream().map(Group::type).toList());
            return mix;
        } catch (RuntimeException e) {
            mix.close();
            throw e;
        }
    }

    List<Group> groups() {
        return groups;
    }

    /** All sources, group by group. */
    public List<Source> sources() {
        return List.copyOf(sources);
    }

    @Override
    public void close() {
        sources.forEach(Source::close);
    }
}
