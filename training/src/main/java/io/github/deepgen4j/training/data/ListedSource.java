// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.training.data;

import java.nio.file.Path;
import java.util.stream.Stream;

/** A data set whose samples are the objects of JSON lists. */
record ListedSource(JsonArrays items, Form form) implements Source {
    /** Fields of the lists' objects. */
    interface Form {
        /** Of every sample. */
        SampleType type();

        /**
         * The sample of an object.
         *
         * @throws BadSampleException if it is none
         */
        Sample read(JsonItem item);

        /** The files that an object names. */
        Stream<Path> files(JsonItem item);
    }

    /** @throws DataException if there are no such lists */
    static ListedSource open(Path lists, Form form) {
        return new ListedSource(new JsonArrays(lists), form);
    }

    @Override
    public String name() {
        return items.path().toString();
    }

    @Override
    public SampleType type() {
        return form.type();
    }

    @Override
    public int size() {
        return items.size();
    }

    @Override
    public Inventory inventory() {
        return items.inventory();
    }

    @Override
    public boolean reads(Path file) {
        return items.reads(file, form::files);
    }

    @Override
    public Sample read(int index) {
        return form.read(items.get(index));
    }
}
