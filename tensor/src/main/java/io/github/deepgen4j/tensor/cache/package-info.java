/** The user's home folder, and the one folder into which everything is unpacked on first use. */
package io.github.deepgen4j.tensor.cache;
