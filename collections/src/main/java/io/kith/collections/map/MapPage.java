package io.kith.collections.map;

import java.util.List;

/**
 * Part of one partition's entries of a map or set, in the order of cursors. The next page is asked for with the last
 * entry's key; an entry present throughout is in exactly one of the pages, whatever happens to others meanwhile.
 *
 * @param entries in order; empty only if nothing follows
 * @param more whether entries may follow
 */
public record MapPage(List<MapEntry> entries, boolean more) {
    public MapPage {
        entries = List.copyOf(entries);
    }
}
