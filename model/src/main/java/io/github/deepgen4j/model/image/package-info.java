/**
 * Images: reading files, writing PNG, JPEG and WebP with text inside, resizing with the bytes of Pillow, and the
 * tensors that networks see (spec/model.md sections 3.1, 3.2 and 8.1).
 */
package io.github.deepgen4j.model.image;
