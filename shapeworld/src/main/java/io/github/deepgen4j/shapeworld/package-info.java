/**
 * ShapeWorld: a synthetic world of coloured shapes whose images can be scored exactly by program. It is the nano
 * model's training data, a benchmark that needs no judge, and a source of rewards.
 */
package io.github.deepgen4j.shapeworld;
