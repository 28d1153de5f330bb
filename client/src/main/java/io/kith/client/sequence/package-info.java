/** Lists and deques. */
@NullMarked
package io.kith.client.sequence;

import org.jspecify.annotations.NullMarked;
