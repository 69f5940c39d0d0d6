// SPDX-License-Identifier: Apache-2.0
/**
 * A decoder of WebP that gives the bytes of libwebp 1.6: container and lossless images after RFC 9649, lossy ones after
 * RFC 6386 (key frames of VP8), with libwebp's interpolation of colour differences. And an encoder without loss.
 */
package io.github.deepgen4j.model.image.webp;
