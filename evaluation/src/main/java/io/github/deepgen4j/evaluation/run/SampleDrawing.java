// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.evaluation.run;

import io.github.deepgen4j.evaluation.benchmark.Protocol;
import io.github.deepgen4j.evaluation.benchmark.SampleRequest;
import io.github.deepgen4j.evaluation.benchmark.SourceResize;
import io.github.deepgen4j.model.generation.Observer;
import io.github.deepgen4j.model.image.Filter;
import io.github.deepgen4j.model.image.Image;
import io.github.deepgen4j.model.image.Resize;
import io.github.deepgen4j.model.image.ResizeRule;
import io.github.deepgen4j.model.image.Size;
import io.github.deepgen4j.model.pipeline.DeepGen;
import io.github.deepgen4j.model.pipeline.EditRequest;
import io.github.deepgen4j.model.pipeline.GenerateRequest;
import io.github.deepgen4j.model.pipeline.Recipe;
import io.github.deepgen4j.model.pipeline.SamplingOptions;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/** Samples of one item to the model's requests. */
final class SampleDrawing {
    private final DeepGen deepgen;
    private final SamplingOptions base;
    private final Protocol protocol;

    /** @param base steps and guidance of the protocol among them */
    SampleDrawing(DeepGen deepgen, SamplingOptions base, Protocol protocol) {
        this.deepgen = deepgen;
        this.base = base;
        this.protocol = protocol;
    }

    /** Draws samples; those whose seeds follow one another share one reading of prompt and source. */
    void draw(List<SampleRequest> requests, Observer observer, Generation.Finished finished) {
        int first = 0;
        while (first < requests.size()) {
            int end = first + 1;
            while (end < requests.size() && follows(requests.get(end - 1), requests.get(end))) {
                end++;
            }
            List<SampleRequest> run = requests.subList(first, end);
            SampleRequest head = run.getFirst();
            if (head.source().isPresent()) {
                deepgen.edit(
                        edit(head),
                        run.size(),
                        observer,
                        image -> finished.take(run.get(image.number()).sample(), image));
            } else {
                deepgen.generate(
                        generate(head),
                        run.size(),
                        observer,
                        image -> finished.take(run.get(image.number()).sample(), image));
            }
            first = end;
        }
    }

    private static boolean follows(SampleRequest before, SampleRequest next) {
        return next.seed() == before.seed() + 1
                && next.prompt().equals(before.prompt())
                && next.source().equals(before.source());
    }

    /** The recipe that the file of a sample would have. */
    Recipe recipe(SampleRequest request) {
        return request.source().isPresent() ? deepgen.recipe(edit(request)) : deepgen.recipe(generate(request));
    }

    private GenerateRequest generate(SampleRequest request) {
        return new GenerateRequest(
                request.prompt(), protocol.negative().orElse(""), protocol.size(), base.withSeed(request.seed()));
    }

    private EditRequest edit(SampleRequest request) {
        Image source = request.source().orElseThrow().image();
        List<String> names =
                new ArrayList<>(List.of(request.source().orElseThrow().name()));
        EditRequest edit = EditRequest.of(squashed(source), request.prompt())
                .withSampling(base.withSeed(request.seed()))
                .withSources(names);
        if (protocol.negative().isPresent()) {
            edit = edit.withNegative(protocol.negative().get());
        }
        return protocol.size().map(sized(edit)).orElse(edit);
    }

    private Function<Size, EditRequest> sized(EditRequest edit) {
        return size -> {
            int side = (int) Math.round(Math.sqrt(size.pixels()));
            if (protocol.resize() == SourceResize.KEEP_ASPECT) {
                return edit.withResize(ResizeRule.FIX_PIXELS, side);
            }
            EditRequest exact = edit.withSize(size.width(), size.height());
            return size.width() == size.height()
                    ? exact.withResize(ResizeRule.SQUARE, side)
                    : exact.withResize(ResizeRule.NONE, side);
        };
    }

    /** To a size that is no square nothing but a resize of our own brings it. */
    private Image squashed(Image source) {
        boolean ours = protocol.resize() == SourceResize.SQUASH
                && protocol.size().filter(size -> size.width() != size.height()).isPresent();
        return ours ? Resize.resize(source, protocol.size().get(), Filter.BICUBIC) : source;
    }
}
