// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.benchmarks;

import io.github.deepgen4j.model.image.Filter;
import io.github.deepgen4j.model.image.Image;
import io.github.deepgen4j.model.image.Resize;
import io.github.deepgen4j.model.image.Size;
import io.github.deepgen4j.model.text.Tokenizer;
import java.nio.file.Path;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/** The work before the networks: a 12-megapixel photograph made small, a prompt cut into tokens. */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Fork(1)
@Warmup(iterations = 2, time = 1)
@Measurement(iterations = 3, time = 2)
@State(org.openjdk.jmh.annotations.Scope.Thread)
public class InputBenchmark {
    private static final String PROMPT = "a lighthouse on a cliff at dusk, waves below, a small boat with a red sail";

    private Image photograph;
    private Tokenizer tokenizer;

    @Setup(Level.Trial)
    public void inputs() {
        byte[] rgb = new byte[3 * 4000 * 3000];
        new Random(1).nextBytes(rgb);
        photograph = Image.of(4000, 3000, rgb);
        tokenizer = Tokenizer.open(Path.of(System.getProperty("tokenizer", "testdata/golden/tiny/tokenizer")));
    }

    @TearDown(Level.Trial)
    public void release() {
        tokenizer.close();
    }

    @Benchmark
    public Image resizeToHalfAMegapixel() {
        return Resize.resize(photograph, new Size(704, 512), Filter.BICUBIC);
    }

    @Benchmark
    public long[] tokenize() {
        return tokenizer.encode(PROMPT);
    }
}
