package io.kith.client.serialization;

import com.google.common.collect.ImmutableSet;
import java.math.BigInteger;
import java.time.Instant;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * How much work the reading of one value may make: so much in any case, and so much a byte. What is put into a hashed or
 * sorted collection is hashed and compared; that is charged before it is done, and a reference counts as all that it
 * stands for. Without it a few hundred bytes (sets that share sets, keys of equal hashes) keep a reader busy for ever.
 */
final class DecodingBudget {
    /** What a value may cost however short it is: a fraction of a second of hashing. */
    static final long FREE_STEPS = 4_000_000;

    static final long STEPS_PER_BYTE = 16;

    private final long limitSteps;
    private long chargedSteps;
    private long sharedSteps;

    DecodingBudget(int bytes) {
        this.limitSteps = FREE_STEPS + STEPS_PER_BYTE * bytes;
    }

    /**
     * How much a collection may stand for, in steps: what is only held many times costs nothing until somebody shows or
     * compares it all.
     */
    long limitOfOneCollection() {
        return 16 * limitSteps;
    }

    /**
     * Counts work that is about to be done.
     *
     * @throws SerializationException if it is more than the value's bytes account for
     */
    void charge(long steps) {
        chargedSteps = sum(chargedSteps, steps);
        if (chargedSteps > limitSteps) {
            throw refused();
        }
    }

    /** How many more steps than its bytes what was read so far stands for, as it holds some things many times. */
    long sharedSteps() {
        return sharedSteps;
    }

    /** Notes that an object that was read holds some things many times. */
    void addShared(long steps) {
        sharedSteps = sum(sharedSteps, steps);
    }

    SerializationException refused() {
        return new SerializationException("reading this value would take more than " + limitSteps
                + " steps: its collections hold each other many times over, or have many keys of equal hashes; no "
                + "value that is meant well does, so whoever wrote it should be asked");
    }

    /** The sum of numbers that are not negative; the largest number if it is too large. */
    static long sum(long a, long b) {
        long sum = a + b;
        return sum < 0 ? Long.MAX_VALUE : sum;
    }

    static long product(long a, long b) {
        return a != 0 && b > Long.MAX_VALUE / a ? Long.MAX_VALUE : a * b;
    }

    /**
     * The keys of one hashed collection. The JDK's tables find a key among others of equal hash fast only if all are of
     * one comparable class; else by asking each.
     */
    static final class Keys {
        private static final ImmutableSet<Class<?>> ORDERED = ImmutableSet.of(
                String.class,
                Integer.class,
                Long.class,
                Short.class,
                Byte.class,
                Character.class,
                Boolean.class,
                Float.class,
                Double.class,
                UUID.class,
                BigInteger.class,
                Instant.class,
                LocalDate.class);

        private final DecodingBudget budget;
        private @Nullable Class<?> only;
        private @Nullable Map<Integer, Integer> perHash;

        Keys(DecodingBudget budget) {
            this.budget = budget;
        }

        /**
         * Pays for the key that is to be added next.
         *
         * @param steps what it takes to hash it, or to compare it with an equal one
         * @param before the keys that are there already
         */
        void pay(@Nullable Object key, long steps, Iterable<? extends @Nullable Object> before) {
            budget.charge(steps);
            if (key == null) {
                return;
            }
            if (perHash == null) {
                if (only == null && ORDERED.contains(key.getClass())) {
                    only = key.getClass();
                }
                if (key.getClass() == only) {
                    return;
                }
                perHash = new HashMap<>();
                for (Object earlier : before) {
                    if (earlier != null) {
                        perHash.merge(earlier.hashCode(), 1, Integer::sum);
                    }
                }
            }
            int alike = perHash.merge(key.hashCode(), 1, Integer::sum) - 1;
            budget.charge(product(alike, SortCost.of(key, steps)));
        }
    }
}
