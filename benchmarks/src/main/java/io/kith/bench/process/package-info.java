/** Processes of servers on this machine, where they run, and what they cost. */
@NullMarked
package io.kith.bench.process;

import org.jspecify.annotations.NullMarked;
