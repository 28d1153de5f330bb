package io.kith.cluster.processes;

import io.kith.client.Kith;
import io.kith.client.RemoteHashSet;
import io.kith.simulation.history.SetCall;
import io.kith.simulation.history.SetModel;
import java.util.SplittableRandom;

/** One element of a set. */
final class SetSubject extends Subject<SetCall> {
    private static final String SET = "set";

    SetSubject(String element, int limit) {
        super(element, new SetModel(), limit);
    }

    @Override
    void operate(Kith kith, long process, SplittableRandom random, String value) {
        RemoteHashSet<String> set = kith.hashSet(SET);
        String element = name();
        switch (random.nextInt(3)) {
            case 0 -> record(process, new SetCall.Add(SET, element), () -> set.add(element));
            case 1 -> record(process, new SetCall.Remove(SET, element), () -> set.remove(element));
            default -> record(process, new SetCall.Contains(SET, element), () -> set.contains(element));
        }
    }
}
