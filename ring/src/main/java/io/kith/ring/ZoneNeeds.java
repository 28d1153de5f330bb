package io.kith.ring;

/**
 * Which zone the next partition cannot do without. While vacancies are filled one partition after the other, a zone
 * whose members are short of as many replicas as there are partitions left that may still take one in it must get one
 * from each of them.
 */
final class ZoneNeeds {
    private static final int NONE = ReplicaSets.NONE;

    private final Topology topology;
    private final ReplicaSets sets;
    private final QuotaBook book;
    private final int[] open;

    ZoneNeeds(ReplicaSets sets, QuotaBook book) {
        this.sets = sets;
        this.book = book;
        topology = sets.topology;
        open = new int[topology.zoneCount];
        if (matters()) {
            for (int partition = 0; partition < topology.partitionCount; partition++) {
                count(partition, 1);
            }
        }
    }

    /** To be called before {@code partition} is filled: it is not among those that are left any more. */
    void begin(int partition) {
        if (matters()) {
            count(partition, -1);
        }
    }

    /** The zone that {@code partition}, the last one begun, must get a replica in, or {@link ReplicaSets#NONE}. */
    int urgentFor(int partition) {
        for (int zone = 0; matters() && zone < open.length; zone++) {
            if (-book.zoneSurplus(zone) > open[zone] && !hasZone(partition, zone)) {
                return zone;
            }
        }
        return NONE;
    }

    /** With fewer zones than replicas every partition has all of them anyway. */
    private boolean matters() {
        return topology.zoneCount > topology.replicas;
    }

    private void count(int partition, int change) {
        if (sets.filled(partition) < topology.replicas) {
            for (int zone = 0; zone < open.length; zone++) {
                open[zone] += hasZone(partition, zone) ? 0 : change;
            }
        }
    }

    private boolean hasZone(int partition, int zone) {
        for (int index = 0; index < sets.filled(partition); index++) {
            if (topology.zone[sets.holder(partition, index)] == zone) {
                return true;
            }
        }
        return false;
    }
}
