package io.kith.cluster.simulation;

import io.kith.collections.partition.CollectionView;
import java.util.List;

/** A node whose partitions have catalogs of collections. */
interface CatalogHolder {

    /** The collections that are open in a partition as of what it knows to be committed, by their openings. */
    List<CollectionView> collections(int partition);
}
