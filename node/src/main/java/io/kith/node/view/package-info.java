/** What a node tells of itself to whoever wants to know; it is carried by others, who need not understand it. */
@NullMarked
package io.kith.node.view;

import org.jspecify.annotations.NullMarked;
