/** The cluster as collections see it: partitions to which encoded operations are sent, by threads that wait or by none. */
@NullMarked
package io.kith.client.grid;

import org.jspecify.annotations.NullMarked;
