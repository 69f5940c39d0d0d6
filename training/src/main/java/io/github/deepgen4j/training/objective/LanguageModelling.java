// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.training.objective;

import io.github.deepgen4j.evaluation.shapeworld.ShapeWorldBenchmark;
import io.github.deepgen4j.evaluation.shapeworld.Task;
import io.github.deepgen4j.model.text.PromptTemplate;
import io.github.deepgen4j.tensor.Autograd;
import io.github.deepgen4j.tensor.DType;
import io.github.deepgen4j.tensor.Scope;
import io.github.deepgen4j.tensor.Tensor;
import io.github.deepgen4j.training.data.ShapeWorldData;
import io.github.deepgen4j.training.parts.ModelParts;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Stage 0 of the nano: teaches the small language model to answer a generation prompt with its plan, and the think tokens
 * to hold the plan's words, so that hidden states carry what the picture must show. Loss on answer and think tokens only.
 */
public final class LanguageModelling implements Objective {
    private static final int IGNORED = -100;

    /** @param thinkShare share of the micro-batches in which the think tokens stand between prompt and answer */
    public record Config(ShapeWorldData data, int batch, double thinkShare, int validationTasks)
            implements ObjectiveConfig {}

    private final Config config;
    private final ModelParts model;
    private final PromptTemplate template;
    private final long seed;
    private final int thinkTokens;

    public LanguageModelling(Config config, ModelParts model, long seed) {
        this.config = config;
        this.model = model;
        this.template = new PromptTemplate(model.tokenizer());
        this.seed = seed;
        this.thinkTokens = model.connector().config().thinkTokens();
    }

    @Override
    public Tensor loss(long microBatch) {
        var random = Seeds.random(seed, microBatch);
        boolean think = random.nextDouble() < config.thinkShare();
        Rows rows = rows(config.data().draw(config.batch(), random), think);
        Tensor logits = logits(rows);
        return logits.reshape(-1, logits.size(2)).crossEntropy(Tensor.of(rows.labels, rows.labels.length));
    }

    /** Token ids with left pads, think tokens marked by -1, and the id wanted next at each place. */
    private static final class Rows {
        private final int count;
        private final int length;
        private final long[] ids;
        private final long[] labels;
        private final long[] mask;
        private final long[] positions;

        private Rows(int count, int length, long pad) {
            this.count = count;
            this.length = length;
            this.ids = new long[count * length];
            this.labels = new long[count * length];
            this.mask = new long[count * length];
            this.positions = new long[count * length];
            Arrays.fill(ids, pad);
            Arrays.fill(labels, IGNORED);
            Arrays.fill(positions, 1);
        }

        private void put(int row, long[] tokens, long[] wanted) {
            int start = (row + 1) * length - tokens.length;
            System.arraycopy(tokens, 0, ids, start, tokens.length);
            System.arraycopy(wanted, 0, labels, start, wanted.length);
            for (int i = 0; i < tokens.length; i++) {
                mask[start + i] = 1;
                positions[start + i] = i;
            }
        }
    }

    private Rows rows(List<Task> tasks, boolean think) {
        List<long[]> tokens = new ArrayList<>();
        List<long[]> wanted = new ArrayList<>();
        for (Task task : tasks) {
            long[] prompt = template.generate(task.prompt());
            long[] answer = answer(task);
            int thinking = think ? thinkTokens : 0;
            long[] row = Arrays.copyOf(prompt, prompt.length + thinking + answer.length);
            Arrays.fill(row, prompt.length, prompt.length + thinking, -1);
            System.arraycopy(answer, 0, row, prompt.length + thinking, answer.length);
            long[] labels = new long[row.length];
            Arrays.fill(labels, IGNORED);
            System.arraycopy(answer, 0, labels, prompt.length + thinking - 1, answer.length);
            if (think) {
                long[] slots = slots(task);
                // The last think token must also begin the answer, so it carries no slot of its own.
                System.arraycopy(slots, 0, labels, prompt.length, Math.min(slots.length, thinking - 1));
            }
            tokens.add(row);
            wanted.add(labels);
        }
        Rows rows = new Rows(
                tasks.size(), tokens.stream().mapToInt(row -> row.length).max().orElseThrow(), template.pad());
        for (int i = 0; i < tokens.size(); i++) {
            rows.put(i, tokens.get(i), wanted.get(i));
        }
        return rows;
    }

    private long[] answer(Task task) {
        long[] plan = model.tokenizer().encode(task.plan());
        long[] answer = Arrays.copyOf(plan, plan.length + 1);
        answer[plan.length] = template.turnEnd();
        return answer;
    }

    /** First token of each slot word, as it stands inside a sentence. */
    private long[] slots(Task task) {
        return task.slots().stream()
                .mapToLong(word -> model.tokenizer().encode(" " + word)[0])
                .toArray();
    }

    private Tensor logits(Rows rows) {
        long places = (long) rows.count * rows.length;
        long[] words = Arrays.stream(rows.ids).map(id -> Math.max(id, 0)).toArray(); // think tokens get any word here
        Tensor vocabulary = model.decoder().embed(Tensor.of(words, places), DType.F32);
        Tensor think = model.tensor("connector.meta_queries");
        long[] source = new long[(int) places];
        for (int i = 0, t = 0; i < places; i++) {
            t = i % rows.length == 0 ? 0 : t;
            source[i] = rows.ids[i] == -1 ? places + t++ : i;
        }
        Tensor embeddings = Tensor.cat(0, vocabulary, think)
                .indexSelect(0, Tensor.of(source, places))
                .reshape(rows.count, rows.length, -1);
        Tensor mask = Tensor.of(rows.mask, rows.count, rows.length);
        Tensor positions = Tensor.of(rows.positions, 1, rows.count, rows.length).expand(3, -1, -1);
        int layers = model.layers();
        return model.decoder()
                .logits(model.decoder()
                        .hiddenStates(embeddings, mask, positions, layers)
                        .getFirst());
    }

    @Override
    public Validation validate() {
        ShapeWorldBenchmark benchmark =
                ShapeWorldBenchmark.heldOut(config.data().categories(), config.validationTasks(), Seeds.VALIDATION);
        Map<String, Double> measures = new LinkedHashMap<>();
        try (var _ = Scope.open();
                var _ = Autograd.disabled()) {
            for (boolean think : new boolean[] {false, true}) {
                Rows rows = rows(benchmark.tasks(), think);
                long[] predicted = logits(rows).argmax(-1).toLongs();
                int exact = 0;
                for (int row = 0; row < rows.count; row++) {
                    boolean right = true;
                    for (int i = row * rows.length; i < (row + 1) * rows.length; i++) {
                        right &= rows.labels[i] == IGNORED || rows.labels[i] == predicted[i];
                    }
                    exact += right ? 1 : 0;
                }
                measures.put(think ? "plan_exact_thinking" : "plan_exact", (double) exact / rows.count);
            }
        }
        return new Validation(measures, null);
    }
}
