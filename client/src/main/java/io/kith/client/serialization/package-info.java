/**
 * How users' objects become bytes: compact canonical encodings for common JDK types, enums and records, and Kryo, or a
 * serializer of the user's own, for the rest. Nodes never see objects, only these bytes.
 */
@NullMarked
package io.kith.client.serialization;

import org.jspecify.annotations.NullMarked;
