/** A client's event loops: a router each, the thread that drives it, and its links to nodes. */
@NullMarked
package io.kith.client.loop;

import org.jspecify.annotations.NullMarked;
