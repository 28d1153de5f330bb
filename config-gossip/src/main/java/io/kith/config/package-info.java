/** The config, its changes and which are legal, agreement on the next one, and gossip of what was decided. */
@NullMarked
package io.kith.config;

import org.jspecify.annotations.NullMarked;
