// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.training.nano;

import static io.github.deepgen4j.model.files.ConfigException.require;
import static io.github.deepgen4j.tensor.Functional.crossEntropy;

import io.github.deepgen4j.model.components.Networks;
import io.github.deepgen4j.model.generation.Observer;
import io.github.deepgen4j.model.generation.PromptEncoder;
import io.github.deepgen4j.model.generation.ReferenceEncoder;
import io.github.deepgen4j.model.text.MergedGrid;
import io.github.deepgen4j.model.text.PromptTemplate;
import io.github.deepgen4j.model.text.TokenBatch;
import io.github.deepgen4j.model.text.TokenizedPrompt;
import io.github.deepgen4j.tensor.Autograd;
import io.github.deepgen4j.tensor.DType;
import io.github.deepgen4j.tensor.Scope;
import io.github.deepgen4j.tensor.Tensor;
import io.github.deepgen4j.training.objective.Objective;
import io.github.deepgen4j.training.objective.ObjectiveConfig;
import io.github.deepgen4j.training.objective.ObjectiveContext;
import io.github.deepgen4j.training.objective.Seeds;
import io.github.deepgen4j.training.objective.Supervised;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Stage 0 of the nano: teaches the small language model to answer a prompt with its plan, and the think tokens to hold
 * the plan's words, so that hidden states carry what the image must show. Loss on answer and think tokens only. An
 * instruction is answered with what is to be done: to say what the result shows, the vision tower would have to see,
 * which it is not trained for.
 */
public final class LanguageModelling implements Supervised {
    private static final int IGNORED = -100;

    /** @param thinkShare share of the micro-batches in which the think tokens stand between prompt and answer */
    public record Config(PlannedData data, int batch, double thinkShare, int validationTasks)
            implements ObjectiveConfig {
        public Config {
            require(batch >= 1, "batch", "1 or more", batch);
            require(thinkShare >= 0 && thinkShare <= 1, "think_share", "0 to 1", thinkShare);
            require(validationTasks >= 1, "validation_tasks", "1 or more", validationTasks);
        }

        @Override
        public Objective create(ObjectiveContext context) {
            return new LanguageModelling(this, context.model(), context.seed());
        }
    }

    private final Config config;
    private final Networks model;
    private final PromptEncoder prompts;
    private final PromptTemplate template;
    private final long seed;
    private final int thinkTokens;
    private final PlannedData.Source samples;
    private final SlotTokens slotTokens;
    private final ReferenceEncoder references;

    public LanguageModelling(Config config, Networks model, long seed) {
        this.config = config;
        this.model = model;
        this.prompts = new PromptEncoder(model);
        this.template = prompts.template();
        this.seed = seed;
        this.thinkTokens = model.connector().config().thinkTokens();
        this.samples = config.data().open();
        this.slotTokens = new SlotTokens(model.tokenizer());
        this.references = new ReferenceEncoder(model);
    }

    @Override
    public Outcome loss(long microBatch) {
        var random = Seeds.random(seed, microBatch);
        boolean think = random.nextDouble() < config.thinkShare();
        Rows rows = rows(samples.draw(config.batch(), random), think);
        Tensor logits = logits(rows);
        Tensor loss = crossEntropy(logits.reshape(-1, logits.size(2)), Tensor.of(rows.labels(), rows.labels().length));
        return new Outcome(loss, "", config.batch());
    }

    /**
     * @param ids with left pads, think tokens marked by -1
     * @param labels the id wanted next at each place, row after row
     */
    private record Rows(TokenBatch batch, long[] ids, long[] labels, List<Tensor> imageTokens) {
        int count() {
            return batch.rows();
        }

        int length() {
            return ids.length / count();
        }
    }

    private Rows rows(List<Planned> examples, boolean think) {
        List<long[]> tokens = new ArrayList<>();
        List<long[]> wanted = new ArrayList<>();
        List<TokenizedPrompt> padded = new ArrayList<>();
        List<Tensor> imageTokens = new ArrayList<>();
        for (Planned example : examples) {
            List<MergedGrid> seen = new ArrayList<>();
            example.before().map(Scenery::render).ifPresent(reference -> {
                seen.add(references.grid(reference.size()));
                imageTokens.add(references.features(reference, "", Observer.NONE));
            });
            long[] prompt = prompts.tokenize(example.prompt(), seen).ids();
            long[] answer = answer(example);
            int thinking = think ? thinkTokens : 0;
            long[] row = Arrays.copyOf(prompt, prompt.length + thinking + answer.length);
            Arrays.fill(row, prompt.length, prompt.length + thinking, -1);
            System.arraycopy(answer, 0, row, prompt.length + thinking, answer.length);
            long[] labels = new long[row.length];
            Arrays.fill(labels, IGNORED);
            System.arraycopy(answer, 0, labels, prompt.length + thinking - 1, answer.length);
            if (think) {
                long[] slots = slotTokens.of(example.slots());
                // The last think token must also begin the answer, so it carries no slot of its own.
                System.arraycopy(slots, 0, labels, prompt.length, Math.min(slots.length, thinking - 1));
            }
            tokens.add(row);
            padded.add(new TokenizedPrompt(row, seen));
            wanted.add(labels);
        }
        TokenBatch batch = prompts.batchWithoutThinkTokens(padded);
        int length = tokens.stream().mapToInt(row -> row.length).max().orElseThrow();
        return new Rows(batch, padded(tokens, length, template.pad()), padded(wanted, length, IGNORED), imageTokens);
    }

    /** Rows of one length, one after the other, filled on the left. */
    private static long[] padded(List<long[]> rows, int length, long filling) {
        long[] flat = new long[rows.size() * length];
        Arrays.fill(flat, filling);
        for (int i = 0; i < rows.size(); i++) {
            System.arraycopy(rows.get(i), 0, flat, (i + 1) * length - rows.get(i).length, rows.get(i).length);
        }
        return flat;
    }

    private long[] answer(Planned example) {
        long[] plan = model.tokenizer().encode(example.answer());
        long[] answer = Arrays.copyOf(plan, plan.length + 1);
        answer[plan.length] = template.turnEnd();
        return answer;
    }

    private Tensor logits(Rows rows) {
        int places = rows.ids().length;
        long[] words = Arrays.stream(rows.ids()).map(id -> Math.max(id, 0)).toArray(); // think tokens get any word here
        List<Tensor> candidates = new ArrayList<>();
        candidates.add(model.languageModel().embed(Tensor.of(words, places), DType.F32));
        candidates.add(model.tensor("connector.meta_queries"));
        candidates.addAll(rows.imageTokens());
        long[] source = new long[places];
        for (int i = 0, t = 0; i < places; i++) {
            t = i % rows.length() == 0 ? 0 : t;
            source[i] = rows.ids()[i] == -1 ? places + t++ : i;
        }
        long image = (long) places + thinkTokens;
        for (long place : rows.batch().imagePlaces()) {
            source[Math.toIntExact(place)] = image++;
        }
        Tensor embeddings = Tensor.cat(0, candidates)
                .indexSelect(0, Tensor.of(source, places))
                .reshape(rows.count(), rows.length(), -1);
        int layers = model.config().vlm().layers();
        return model.languageModel()
                .logits(model.languageModel()
                        .hiddenStates(
                                embeddings, rows.batch().mask(), rows.batch().positions(), layers)
                        .getFirst());
    }

    @Override
    public Validation validate(int step) {
        List<Planned> asked =
                samples.heldOut(config.validationTasks(), Seeds.VALIDATION).samples();
        Map<String, Double> measures = new LinkedHashMap<>();
        try (var _ = Scope.open();
                var _ = Autograd.disabled()) {
            for (boolean think : new boolean[] {false, true}) {
                Rows rows = rows(asked, think);
                long[] predicted = logits(rows).argmax(-1).toLongs();
                int exact = 0;
                for (int row = 0; row < rows.count(); row++) {
                    boolean right = true;
                    for (int i = row * rows.length(); i < (row + 1) * rows.length(); i++) {
                        right &= rows.labels()[i] == IGNORED || rows.labels()[i] == predicted[i];
                    }
                    exact += right ? 1 : 0;
                }
                measures.put(think ? "plan_exact_thinking" : "plan_exact", (double) exact / rows.count());
            }
        }
        return new Validation(measures, null);
    }
}
