// SPDX-License-Identifier: Apache-2.0
/** DeepGen in Spring Boot programs: the model as a bean, Spring AI's {@code ImageModel}, health, meters, the server. */
package io.github.deepgen4j.spring;
