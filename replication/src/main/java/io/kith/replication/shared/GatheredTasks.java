package io.kith.replication.shared;

import java.util.ArrayList;
import java.util.List;

/** Tasks that are to be done together, later. Two lists in turn, so that none is made each time. */
final class GatheredTasks {
    private List<Runnable> gathered = new ArrayList<>();
    private List<Runnable> taken = new ArrayList<>();

    void add(Runnable task) {
        gathered.add(task);
    }

    /** All that were added since the last call; good until the next one. */
    List<Runnable> take() {
        List<Runnable> all = gathered;
        taken.clear();
        gathered = taken;
        taken = all;
        return all;
    }
}
