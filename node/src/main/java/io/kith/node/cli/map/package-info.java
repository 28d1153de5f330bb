/** Pictures and tables of a cluster: its links and its ring. */
@NullMarked
package io.kith.node.cli.map;

import org.jspecify.annotations.NullMarked;
