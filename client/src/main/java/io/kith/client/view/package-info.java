/** What a program is told of the cluster that it is connected to. */
@NullMarked
package io.kith.client.view;

import org.jspecify.annotations.NullMarked;
