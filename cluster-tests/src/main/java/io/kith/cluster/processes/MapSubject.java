package io.kith.cluster.processes;

import io.kith.client.Kith;
import io.kith.client.RemoteHashMap;
import io.kith.simulation.history.MapCall;
import io.kith.simulation.history.MapModel;
import java.util.SplittableRandom;

/** One key of a map. */
final class MapSubject extends Subject<MapCall> {
    private static final String MAP = "map";

    private volatile String lastValue = "";

    MapSubject(String key, int limit) {
        super(key, new MapModel(), limit);
    }

    @Override
    void operate(Kith kith, long process, SplittableRandom random, String value) {
        RemoteHashMap<String, String> map = kith.hashMap(MAP);
        String key = name();
        String expected = lastValue;
        switch (random.nextInt(10)) {
            case 0, 1, 2 -> {
                record(process, new MapCall.Put(MAP, key, value), () -> map.put(key, value));
                lastValue = value;
            }
            case 3 -> record(process, new MapCall.PutIfAbsent(MAP, key, value), () -> map.putIfAbsent(key, value));
            case 4 -> record(process, new MapCall.Remove(MAP, key), () -> map.remove(key));
            case 5 -> {
                record(
                        process,
                        new MapCall.CompareAndSet(MAP, key, expected, value),
                        () -> map.replace(key, expected, value));
                lastValue = value;
            }
            case 6 -> record(process, new MapCall.ContainsKey(MAP, key), () -> map.containsKey(key));
            default -> record(process, new MapCall.Get(MAP, key), () -> map.get(key));
        }
    }
}
