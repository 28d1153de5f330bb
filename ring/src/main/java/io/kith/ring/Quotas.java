package io.kith.ring;

/**
 * How many replicas each member is to hold next. It starts from what each holds already and changes as little as will
 * do: what is missing goes to those furthest below their fair share; then, while someone is above his tolerance or
 * more than half of it below, the one furthest above hands on to the one furthest below.
 *
 * <p>Tolerance is one replica, or 5 % where a lumpier hand-over keeps the number of neighbours small. Because it is
 * always the most loaded who gives, and he ends at most half a tolerance below his share, the loads spread over a band
 * one tolerance wide around the fair shares, however long the sequence of joins and leaves; the edges of what is
 * allowed are half a tolerance away, so hand-overs between members that stay, which a change of fair shares could
 * force, are rare.
 */
final class Quotas {
    private static final double EPSILON = 1e-9;

    private final Topology topology;
    private final double[] fair;
    private final double[] tolerance;
    private final int[] quota;
    private final int[] zoneTotal;

    private Quotas(Topology topology, double[] fair, double[] tolerance, int[] load) {
        this.topology = topology;
        this.fair = fair;
        this.tolerance = tolerance;
        quota = load.clone();
        zoneTotal = new int[topology.zoneCount];
        for (int i = 0; i < quota.length; i++) {
            zoneTotal[topology.zone[i]] += quota[i];
        }
    }

    /**
     * The quotas; they add up to all replicas and respect the bounds of members and zones.
     *
     * @param load what each holds already, at most all replicas in sum
     */
    static int[] next(Topology topology, double[] fair, double[] tolerance, int[] load) {
        Quotas quotas = new Quotas(topology, fair, tolerance, load);
        quotas.handOutMissing();
        while (quotas.evenOut()) {
            // each step lowers the sum of squared deviations
        }
        return quotas.quota;
    }

    private double score(int member) {
        return (quota[member] - fair[member]) / tolerance[member];
    }

    private void handOutMissing() {
        int missing = topology.totalReplicas();
        int owedToZones = 0;
        for (int z = 0; z < zoneTotal.length; z++) {
            missing -= zoneTotal[z];
            owedToZones += Math.max(0, topology.zoneMin[z] - zoneTotal[z]);
        }
        while (missing > 0) {
            int receiver = neediest(missing <= owedToZones);
            int z = topology.zone[receiver];
            int owed = Math.max(0, topology.zoneMin[z] - zoneTotal[z]);
            int amount = Math.min(room(receiver), Math.min(missing, topology.zoneMax[z] - zoneTotal[z]));
            if (owed == 0) {
                amount = Math.min(amount, missing - owedToZones);
            }
            quota[receiver] += amount;
            zoneTotal[z] += amount;
            missing -= amount;
            owedToZones -= owed - Math.max(0, topology.zoneMin[z] - zoneTotal[z]);
        }
    }

    /** How many replicas {@code member} takes at once: up to its fair share, at least one. */
    private int room(int member) {
        int room = Math.max(1, (int) Math.floor(fair[member] - quota[member] + EPSILON));
        return Math.min(room, topology.partitionCount - quota[member]);
    }

    private int neediest(boolean onlyOwedZones) {
        int best = -1;
        for (int i = 0; i < quota.length; i++) {
            int z = topology.zone[i];
            boolean open = zoneTotal[z] < (onlyOwedZones ? topology.zoneMin[z] : topology.zoneMax[z]);
            if (open && quota[i] < topology.partitionCount && (best < 0 || score(i) < score(best))) {
                best = i;
            }
        }
        return best;
    }

    /** Hands on from one member to another if someone is outside his tolerance and it helps; false if nothing does. */
    private boolean evenOut() {
        int[] top = new int[zoneTotal.length];
        int[] bottom = new int[zoneTotal.length];
        int donor = -1;
        int receiver = -1;
        int giver = -1;
        int taker = -1;
        for (int z = 0; z < zoneTotal.length; z++) {
            int[] zoneMembers = topology.zoneMembers[z];
            top[z] = zoneMembers[0];
            bottom[z] = zoneMembers[0];
            for (int member : zoneMembers) {
                top[z] = score(member) > score(top[z]) ? member : top[z];
                bottom[z] = score(member) < score(bottom[z]) ? member : bottom[z];
            }
            if (isWorth(top[z], bottom[z]) && (donor < 0 || gap(top[z], bottom[z]) > gap(donor, receiver))) {
                donor = top[z];
                receiver = bottom[z];
            }
            if (zoneTotal[z] > topology.zoneMin[z] && (giver < 0 || score(top[z]) > score(giver))) {
                giver = top[z];
            }
            if (zoneTotal[z] < topology.zoneMax[z] && (taker < 0 || score(bottom[z]) < score(taker))) {
                taker = bottom[z];
            }
        }
        if (giver >= 0
                && taker >= 0
                && isWorth(giver, taker)
                && (donor < 0 || gap(giver, taker) > gap(donor, receiver))) {
            donor = giver;
            receiver = taker;
        }
        if (donor < 0) {
            return false;
        }
        handOn(donor, receiver);
        return true;
    }

    private double gap(int donor, int receiver) {
        return score(donor) - score(receiver);
    }

    private boolean isWorth(int donor, int receiver) {
        boolean outside = score(donor) > 1 + EPSILON || score(receiver) < -0.5 - EPSILON;
        double unit = (1 / tolerance[donor] + 1 / tolerance[receiver]) / 2;
        return outside
                && quota[donor] > 0
                && quota[receiver] < topology.partitionCount
                && gap(donor, receiver) > unit + EPSILON;
    }

    private void handOn(int donor, int receiver) {
        int lump = (int) Math.floor(quota[donor] - fair[donor] + tolerance[donor] / 2 + EPSILON);
        int amount = Math.min(Math.min(quota[donor], Math.max(1, lump)), room(receiver));
        int from = topology.zone[donor];
        int to = topology.zone[receiver];
        if (from != to) {
            amount = Math.min(amount, zoneTotal[from] - topology.zoneMin[from]);
            amount = Math.min(amount, topology.zoneMax[to] - zoneTotal[to]);
        }
        quota[donor] -= amount;
        quota[receiver] += amount;
        zoneTotal[from] -= amount;
        zoneTotal[to] += amount;
    }
}
