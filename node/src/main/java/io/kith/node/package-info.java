/**
 * A node for programs that embed one: {@link io.kith.node.KithNode}, what it is started with, and who hears what happens to
 * it.
 */
@NullMarked
package io.kith.node;

import org.jspecify.annotations.NullMarked;
