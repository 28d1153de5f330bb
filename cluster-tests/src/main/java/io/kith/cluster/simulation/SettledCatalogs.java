package io.kith.cluster.simulation;

import io.kith.collections.wire.CollectionOptions;
import io.kith.config.SettingKeys;
import io.kith.simulation.oracle.ConfigView;
import io.kith.simulation.oracle.Roster;
import io.kith.transport.NodeId;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Whether all replicas have the catalog that the log says, and each collection the options that the newest settings make of
 * those with which it was opened.
 */
final class SettledCatalogs {
    private final Roster roster;
    private final CatalogLedger ledger;

    SettledCatalogs(Roster roster, CatalogLedger ledger) {
        this.roster = roster;
        this.ledger = ledger;
    }

    /** What is not as it should be yet under the newest config; null if all is. */
    @Nullable
    String unsettled(@Nullable ConfigView newest) {
        if (!(newest instanceof ProductionConfig config)) {
            return null;
        }
        for (int p = 0; p < config.partitionCount(); p++) {
            String wrong = options(p, config.settings());
            for (NodeId replica : config.replicas(p)) {
                Roster.Entry entry = roster.find(replica);
                if (wrong == null && entry != null && entry.node() instanceof CatalogHolder holder) {
                    String difference = ledger.difference(p, holder.collections(p));
                    wrong = difference == null ? null : entry.process() + " differs from the log: " + difference;
                }
            }
            if (wrong != null) {
                return wrong;
            }
        }
        return null;
    }

    private @Nullable String options(int partition, Map<String, String> settings) {
        for (Map.Entry<Long, CatalogLedger.Opened> each :
                ledger.opened(partition).entrySet()) {
            CatalogLedger.Opened opened = each.getValue();
            String ttlMillis = settings.get(SettingKeys.ttlMillisOf(opened.name()));
            String capacity = settings.get(SettingKeys.capacityOf(opened.name()));
            CollectionOptions wanted = new CollectionOptions(
                    ttlMillis == null ? opened.given().ttlMillis() : Long.parseLong(ttlMillis),
                    capacity == null ? opened.given().capacity() : Integer.parseInt(capacity));
            if (!wanted.equals(opened.options())) {
                return "p" + partition + " has " + opened + " although the settings make that " + wanted;
            }
        }
        return null;
    }
}
