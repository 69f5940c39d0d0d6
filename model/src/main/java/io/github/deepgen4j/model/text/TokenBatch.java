// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.model.text;

import io.github.deepgen4j.tensor.Tensor;
import java.util.Arrays;
import java.util.List;
import java.util.stream.LongStream;

/**
 * Rows of token ids made equally long by pads on the left, followed (in mask and positions only) by the think tokens
 * (spec/model.md sections 2.3, 4.3). Plain arrays; the tensor methods copy into the innermost scope.
 */
public final class TokenBatch {
    private final long[][] ids; // rows x L
    private final long[][] mask; // rows x S, S = L + think tokens
    private final long[][][] positions; // 3 x rows x S: time, height, width
    private final long imagePad;
    private final int cut;

    private TokenBatch(long[][] ids, long[][] mask, long[][][] positions, long imagePad, int cut) {
        this.ids = ids;
        this.mask = mask;
        this.positions = positions;
        this.imagePad = imagePad;
        this.cut = cut;
    }

    /**
     * Prompts padded to a common length.
     *
     * @param length L, which no prompt exceeds
     * @param thinkTokens that follow every prompt
     */
    public static TokenBatch of(List<TokenizedPrompt> prompts, PromptTemplate template, int thinkTokens, int length) {
        long[][] ids = new long[prompts.size()][length];
        long[][] mask = new long[prompts.size()][length + thinkTokens];
        long[][][] positions = new long[3][prompts.size()][length + thinkTokens];
        for (int i = 0; i < prompts.size(); i++) {
            long[] row = prompts.get(i).ids();
            int pads = length - row.length;
            Arrays.fill(ids[i], 0, pads, template.pad());
            System.arraycopy(row, 0, ids[i], pads, row.length);
            Arrays.fill(mask[i], pads, length + thinkTokens, 1);
            for (long[][] axis : positions) {
                Arrays.fill(axis[i], 0, pads, 1);
            }
            place(row, prompts.get(i).references(), template.imagePad(), pads, thinkTokens, positions, i);
        }
        return new TokenBatch(ids, mask, positions, template.imagePad(), 0);
    }

    /** Text counts upwards on all axes; an image spreads over height and width and takes the longer side's count. */
    private static void place(
            long[] row, List<MergedGrid> grids, long imagePad, int pads, int thinkTokens, long[][][] positions, int i) {
        long next = 0;
        int image = 0;
        for (int j = 0; j < row.length + thinkTokens; ) {
            boolean text = j >= row.length || row[j] != imagePad;
            MergedGrid grid = text ? new MergedGrid(1, 1) : grids.get(image++);
            for (int cell = 0; cell < grid.cells(); cell++, j++) {
                positions[0][i][pads + j] = next;
                positions[1][i][pads + j] = next + cell / grid.columns();
                positions[2][i][pads + j] = next + cell % grid.columns();
            }
            next += Math.max(grid.rows(), grid.columns());
        }
    }

    /**
     * At most the last {@code positions} of S, as the reference's training cuts over-long prompts: ids stay whole, mask
     * and positions are those of the rest (Q7).
     */
    public TokenBatch last(int positions) {
        int surplus = Math.max(0, mask[0].length - positions);
        return new TokenBatch(ids, tail(mask, surplus), tails(surplus), imagePad, cut + surplus);
    }

    private long[][][] tails(int surplus) {
        return Arrays.stream(positions).map(axis -> tail(axis, surplus)).toArray(long[][][]::new);
    }

    private static long[][] tail(long[][] rows, int surplus) {
        return Arrays.stream(rows)
                .map(row -> Arrays.copyOfRange(row, surplus, row.length))
                .toArray(long[][]::new);
    }

    /** Number of positions that {@link #last} took away from the front of every row. */
    public int cut() {
        return cut;
    }

    public int rows() {
        return ids.length;
    }

    /** True when some row has pads. */
    public boolean padded() {
        return Arrays.stream(mask).anyMatch(row -> row[0] == 0);
    }

    /** I64 (rows, L) */
    public Tensor ids() {
        return tensor(ids);
    }

    /** I64 (rows, S): 0 at pads, 1 elsewhere */
    public Tensor mask() {
        return tensor(mask);
    }

    /** I64 (3, rows, S): time, height, width */
    public Tensor positions() {
        long[] flat = Arrays.stream(positions)
                .flatMap(Arrays::stream)
                .flatMapToLong(LongStream::of)
                .toArray();
        return Tensor.of(flat, 3, positions[0].length, positions[0][0].length);
    }

    /** Places (row * L + column) of the image tokens, row by row. */
    public long[] imagePlaces() {
        long[] flat = Arrays.stream(ids).flatMapToLong(LongStream::of).toArray();
        return LongStream.range(0, flat.length)
                .filter(i -> flat[(int) i] == imagePad)
                .toArray();
    }

    private static Tensor tensor(long[][] values) {
        return Tensor.of(
                Arrays.stream(values).flatMapToLong(LongStream::of).toArray(), values.length, values[0].length);
    }
}
