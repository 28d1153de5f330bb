/** The names of collections. */
@NullMarked
package io.kith.client.registry;

import org.jspecify.annotations.NullMarked;
