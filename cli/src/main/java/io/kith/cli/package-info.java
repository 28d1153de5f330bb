/** The <code>kith</code> command line. */
@NullMarked
package io.kith.cli;

import org.jspecify.annotations.NullMarked;
