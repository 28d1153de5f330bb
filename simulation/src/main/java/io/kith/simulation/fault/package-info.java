/** Breaks what a simulation runs, at random, in a mix that the seed says. */
@NullMarked
package io.kith.simulation.fault;

import org.jspecify.annotations.NullMarked;
