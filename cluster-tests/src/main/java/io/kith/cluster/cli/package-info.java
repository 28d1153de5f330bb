/** The command {@code ./kith simulate}. */
@NullMarked
package io.kith.cluster.cli;

import org.jspecify.annotations.NullMarked;
