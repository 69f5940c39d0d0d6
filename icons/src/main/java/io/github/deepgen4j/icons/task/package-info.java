// SPDX-License-Identifier: Apache-2.0
/** One sample: what is asked, and the image that does it. */
package io.github.deepgen4j.icons.task;
