package io.kith.collections.kind;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.TreeSet;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/** What expires in a partition. */
class ExpiryQueueTest {

    private static TicketDue due(Random random) {
        return new TicketDue(0x90, 1 + random.nextInt(6), random.nextInt(8), 100 + random.nextInt(40));
    }

    private static List<byte[]> commands(Iterable<Due> dues, long nowMillis, int max) {
        List<byte[]> commands = new ArrayList<>();
        for (Due due : dues) {
            if (commands.size() < max && due.expiresAtMillis() <= nowMillis) {
                commands.add(due.command(7));
            }
        }
        return commands;
    }

    @Property(tries = 200)
    void what_is_due_is_listed_by_rising_times_whatever_collection_it_is_of(@ForAll long seed) {
        Random random = new Random(seed);
        ExpiryQueue queue = new ExpiryQueue();
        TreeSet<Due> model = new TreeSet<>(Due::compare);
        for (int step = 0; step < 200; step++) {
            Due due = due(random);
            switch (random.nextInt(8)) {
                case 0, 1 -> {
                    queue.remove(due);
                    model.remove(due);
                }
                case 2 -> {
                    if (random.nextInt(4) == 0) {
                        queue.removeAll(due.opening());
                        model.removeIf(other -> other.opening() == due.opening());
                    }
                }
                default -> {
                    queue.add(due);
                    model.add(due);
                }
            }
            long nowMillis = 95L + random.nextInt(50);
            int max = random.nextInt(10);
            List<byte[]> operations = new ArrayList<>();
            queue.collectDue(nowMillis, max, opening -> 7, operations);
            assertThat(operations).containsExactlyElementsOf(commands(model, nowMillis, max));
        }
    }
}
