/** A whole run: peers side by side, round by round, and the tables made of it. */
@NullMarked
package io.kith.bench.run;

import org.jspecify.annotations.NullMarked;
