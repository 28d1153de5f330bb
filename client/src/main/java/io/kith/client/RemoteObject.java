package io.kith.client;

/** What all remote collections have in common. */
public interface RemoteObject {

    /** The name under which every client of the cluster finds this collection. */
    String name();

    /**
     * Drops the collection with all that it holds, and frees its name. Weakly consistent: what others put while this
     * runs may be dropped or not. Proxies of the dropped collection, here and in other processes, must not be used any
     * more; open the name again instead.
     */
    void destroy();
}
