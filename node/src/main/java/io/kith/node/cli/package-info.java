/** The <code>kith</code> command line. */
@NullMarked
package io.kith.node.cli;

import org.jspecify.annotations.NullMarked;
