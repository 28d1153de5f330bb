/** Puts a client together, and shows Kith's own programs what users do not see. */
@NullMarked
package io.kith.client.connect;

import org.jspecify.annotations.NullMarked;
