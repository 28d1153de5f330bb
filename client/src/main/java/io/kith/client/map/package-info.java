/** Maps and sets. */
@NullMarked
package io.kith.client.map;

import org.jspecify.annotations.NullMarked;
