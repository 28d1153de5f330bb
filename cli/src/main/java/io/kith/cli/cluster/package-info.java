/** What a config says, in numbers and words for people; pure functions of configs. */
@NullMarked
package io.kith.cli.cluster;

import org.jspecify.annotations.NullMarked;
