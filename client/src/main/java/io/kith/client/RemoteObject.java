package io.kith.client;

/** What all remote collections have in common. */
public interface RemoteObject {

    /** The name under which every client of the cluster finds this collection. */
    String name();

    /**
     * Drops the collection with all that it holds, and frees its name. Weakly consistent: what others put while this
     * runs may be dropped or not. Whoever still uses the dropped collection, here or in another process, gets a {@link
     * CollectionDestroyedException}; who opens the name again gets a new one, which is empty.
     */
    void destroy();
}
