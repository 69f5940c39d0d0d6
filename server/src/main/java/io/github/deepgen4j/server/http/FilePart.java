// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.server.http;

/**
 * A part of a multipart body that holds a file.
 *
 * @param name of the part; what the client calls the file is not looked at
 */
public record FilePart(String name, byte[] content) {}
