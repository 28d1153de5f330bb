package io.kith.transport;

import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** Which version of each message family a process speaks; both ends say it in the handshake. */
public final class FamilyVersions {
    /** Of a process that has not said anything. */
    public static final FamilyVersions NONE = new FamilyVersions(new TreeMap<>());

    private static final int MAX_FAMILIES = 64;

    private final SortedMap<Integer, Integer> byFamily;

    private FamilyVersions(SortedMap<Integer, Integer> byFamily) {
        this.byFamily = byFamily;
    }

    /** The versions in {@code byFamily}. */
    static FamilyVersions of(Map<Integer, Integer> byFamily) {
        return new FamilyVersions(new TreeMap<>(byFamily));
    }

    /** The version of {@code family} that the process speaks; 0 if it does not know the family. */
    public int of(int family) {
        return byFamily.getOrDefault(family, 0);
    }

    void write(WireOutput out) {
        out.writeVarInt(byFamily.size());
        byFamily.forEach((family, version) -> out.writeByte(family).writeVarInt(version));
    }

    static FamilyVersions read(WireInput in) {
        int count = in.readCount(2);
        if (count > MAX_FAMILIES) {
            throw new CorruptFrameException(count + " families of messages, where at most " + MAX_FAMILIES + " can be");
        }
        SortedMap<Integer, Integer> byFamily = new TreeMap<>();
        for (int i = 0; i < count; i++) {
            byFamily.put(in.readByte(), in.readVarInt(Integer.MAX_VALUE));
        }
        return new FamilyVersions(byFamily);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof FamilyVersions that && byFamily.equals(that.byFamily);
    }

    @Override
    public int hashCode() {
        return byFamily.hashCode();
    }

    @Override
    public String toString() {
        return byFamily.toString();
    }
}
