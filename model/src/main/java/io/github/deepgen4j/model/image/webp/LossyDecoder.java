// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.model.image.webp;

import java.io.IOException;

/** Decodes a lossy image: a key frame of VP8 (RFC 6386). */
final class LossyDecoder {
    private final LossyHeader header;
    private final int across; // macroblocks
    private final int down;
    private final Plane luma;
    private final Plane u;
    private final Plane v;
    private final Prediction prediction = new Prediction();
    private final FilterStrengths.Strength[] strengths;
    private final boolean[] inner;

    private LossyDecoder(LossyHeader header) {
        this.header = header;
        this.across = (header.width + 15) / 16;
        this.down = (header.height + 15) / 16;
        this.luma = new Plane(16 * across, 16 * down);
        this.u = new Plane(8 * across, 8 * down);
        this.v = new Plane(8 * across, 8 * down);
        this.strengths = new FilterStrengths.Strength[across * down];
        this.inner = new boolean[across * down];
    }

    /** Three bytes a pixel, row by row. */
    static byte[] rgb(byte[] data, int start, int end) throws IOException {
        var decoder = new LossyDecoder(new LossyHeader(data, start, end));
        decoder.readMacroblocks();
        decoder.smooth(); // only now: predictions are made from what is not smoothed
        return Yuv.toRgb(decoder.luma, decoder.u, decoder.v, decoder.header.width, decoder.header.height);
    }

    private void readMacroblocks() throws IOException {
        var modes = new Modes(header, across);
        var coefficients = new Coefficients(header, across);
        for (int row = 0; row < down; row++) {
            BoolDecoder in = header.partitions[row % header.partitions.length];
            modes.startRow();
            coefficients.startRow();
            for (int column = 0; column < across; column++) {
                modes.read(column);
                boolean coded = !modes.skipped && coefficients.read(column, modes, in);
                if (modes.skipped) {
                    coefficients.skip(column, modes);
                }
                header.modes.requireWithinData();
                in.requireWithinData();
                strengths[row * across + column] = header.filter.of(modes.segment, modes.byBlocks);
                inner[row * across + column] = modes.byBlocks || coded;
                reconstruct(column, row, modes, coefficients.values);
            }
        }
    }

    private void reconstruct(int column, int row, Modes modes, short[] values) {
        if (!modes.byBlocks) {
            prediction.square(luma, 16 * column, 16 * row, 16, modes.blocks[0]);
        }
        for (int i = 0; i < 16; i++) {
            if (modes.byBlocks) {
                prediction.block(luma, column, row, i, modes.blocks[i]);
            }
            InverseTransform.add(values, 16 * i, luma, 16 * column + 4 * (i % 4), 16 * row + 4 * (i / 4));
        }
        prediction.square(u, 8 * column, 8 * row, 8, modes.chroma);
        prediction.square(v, 8 * column, 8 * row, 8, modes.chroma);
        for (int i = 0; i < 4; i++) {
            int x = 8 * column + 4 * (i % 2);
            int y = 8 * row + 4 * (i / 2);
            InverseTransform.add(values, 16 * (16 + i), u, x, y);
            InverseTransform.add(values, 16 * (20 + i), v, x, y);
        }
    }

    private void smooth() {
        Plane[] chroma = {u, v};
        for (int row = 0; row < down; row++) {
            for (int column = 0; column < across; column++) {
                int i = row * across + column;
                if (strengths[i].edge() == 0) {
                    continue;
                }
                if (header.filter.simple) {
                    LoopFilter.applySimple(luma, column, row, strengths[i], inner[i]);
                } else {
                    LoopFilter.apply(luma, chroma, column, row, strengths[i], inner[i]);
                }
            }
        }
    }
}
