package io.kith.collections.kind;

/** What an operation is about, and so which others it could disturb. */
public enum Scope {
    /** One key of a collection, which comes first in its arguments. */
    KEY,
    /** A collection, or more of it than one key. */
    COLLECTION,
    /** Which collections there are. */
    CATALOG,
    /** A session that ends, which kinds that heed sessions hear of. */
    SESSION_END,
    /** Sessions, and nothing that a read could find. */
    SESSIONS
}
