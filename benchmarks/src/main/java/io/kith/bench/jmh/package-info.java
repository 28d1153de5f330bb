/** JMH benchmarks of what every operation passes through. */
@NullMarked
package io.kith.bench.jmh;

import org.jspecify.annotations.NullMarked;
