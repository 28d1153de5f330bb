package io.kith.collections.kind;

/**
 * An operation of collections with the kind that has it.
 *
 * @param kind whose operation it is
 * @param operation that operation
 */
public record KindOperation(CollectionKind<?> kind, Operation<?> operation) {}
