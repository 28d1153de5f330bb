package io.kith.cluster.hostile;

import io.kith.client.Kith;
import io.kith.client.KithException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.function.Function;

/** Puts values into a map that honest clients read, such as would keep their readers busy for ever. */
final class PlantedValues implements Attack {
    private static final int LEVELS = 40;

    private final Kith kith;
    private final String map;
    private final SplittableRandom random;
    private final Tally tally;

    /**
     * Plants by way of a client.
     *
     * @param map the map's name; its keys are {@code 0} to {@code keys - 1}
     */
    PlantedValues(Kith kith, String map, SplittableRandom random, Tally tally) {
        this.kith = kith;
        this.map = map;
        this.random = random;
        this.tally = tally;
    }

    @Override
    public void step() {
        try {
            kith.<Integer, Object>hashMap(map).set(random.nextInt(HostileCrew.PLANTED_KEYS), value());
            tally.sent(1);
        } catch (KithException e) {
            // There is no memory left, or the node has better things to do: the next one may be taken.
            tally.cutOff();
        }
    }

    private Object value() {
        return switch (random.nextInt(5)) {
            case 0 -> new ArrayDeque<>(List.of(sharing(name -> new HashSet<>(Set.of(name)))));
            case 1 -> new ArrayDeque<>(List.of(sharing(name -> new ArrayList<>(List.of(name)))));
            case 2 -> equalHashes();
            case 3 -> itself();
            default -> "meant well";
        };
    }

    /** Two collections a level, each of which holds both of the next level; filled top down, as that takes no hashing. */
    private static <C extends Collection<Object>> C sharing(Function<String, C> named) {
        C top = named.apply("top");
        C left = top;
        C right = named.apply("right");
        for (int level = 0; level < LEVELS; level++) {
            C nextLeft = named.apply("left" + level);
            C nextRight = named.apply("right" + level);
            left.add(nextLeft);
            left.add(nextRight);
            right.add(nextLeft);
            right.add(nextRight);
            left = nextLeft;
            right = nextRight;
        }
        return top;
    }

    private static Object equalHashes() {
        Set<String> words = new HashSet<>();
        for (int i = 0; i < 2_048; i++) {
            StringBuilder word = new StringBuilder();
            for (int bit = 0; bit < 11; bit++) {
                word.append((i >>> bit & 1) == 0 ? "Aa" : "BB");
            }
            words.add(word.toString());
        }
        return words;
    }

    private static Object itself() {
        List<Object> itself = new ArrayList<>();
        ArrayDeque<Object> deque = new ArrayDeque<>();
        deque.add(itself);
        deque.add(new HashSet<>(Set.of(itself)));
        itself.add(itself);
        return deque;
    }

    @Override
    public void close() {
        kith.close();
    }
}
