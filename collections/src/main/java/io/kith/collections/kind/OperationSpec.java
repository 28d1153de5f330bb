package io.kith.collections.kind;

import io.kith.collections.wire.Operations;

/**
 * What there is to know of an operation without doing it.
 *
 * @param code its byte in the operation's head; the top bit says that it is logged
 * @param name for people
 * @param arguments what follows the head
 * @param access who may ask for it
 * @param scope what it is about
 * @param mayWait whether a request may wait in the collection before it has a result
 */
public record OperationSpec(
        int code, String name, ArgumentForm arguments, Access access, Scope scope, boolean mayWait) {
    public OperationSpec {
        if (code < 1 || code > 0xFF) {
            throw new IllegalArgumentException(
                    "the operation " + name + " has a code of " + code + ", not of one byte");
        }
        if (name.isEmpty()) {
            throw new IllegalArgumentException("the operation with the code " + code + " has no name");
        }
        if (((code & Operations.LOGGED_BIT) != 0) == (access == Access.READ)) {
            throw new IllegalArgumentException(
                    "the operation " + name + " with the code " + code + " is said to be a " + access);
        }
        if (scope == Scope.KEY && !arguments.beginsWithKey()) {
            throw new IllegalArgumentException("the operation " + name + " is about a key, which must come first");
        }
        if (mayWait && access != Access.WRITE) {
            throw new IllegalArgumentException("the operation " + name + " cannot wait: it is no client's write");
        }
    }
}
