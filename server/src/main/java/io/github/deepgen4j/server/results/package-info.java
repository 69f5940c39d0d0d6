// SPDX-License-Identifier: Apache-2.0
/** Files of the data folder: pictures that were drawn, images that were given. */
package io.github.deepgen4j.server.results;
