/** The few layers that every network here is made of; each takes its weights in the constructor and never changes. */
package io.github.deepgen4j.model.layers;
