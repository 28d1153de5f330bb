package io.kith.client.serialization;

import com.esotericsoftware.kryo.Kryo;
import com.esotericsoftware.kryo.Serializer;
import com.esotericsoftware.kryo.io.Input;
import com.esotericsoftware.kryo.util.MapReferenceResolver;
import java.math.BigDecimal;
import java.util.Arrays;
import java.util.Collection;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CopyOnWriteArraySet;
import org.jspecify.annotations.Nullable;

/**
 * A Kryo that knows of each object it reads how much it stands for: its bytes, and whatever it refers to as often as it
 * does. By that it charges a {@link DecodingBudget} for what collections hash and compare, before they do.
 */
@SuppressWarnings({"rawtypes", "TypeParameterUnusedInFormals"}) // as the methods overridden
final class WeighingKryo extends Kryo {
    /** The weight of an object of which not all has been read yet. */
    private static final long OPEN = -1;

    private final Weights weights;
    private BoundedInput input = new BoundedInput(new byte[0]);
    private DecodingBudget budget = new DecodingBudget(0);
    private Frame[] frames = new Frame[32];
    private int depth;

    /** An object that is being read. */
    private static final class Frame {
        private long startSteps;
        private long startShared;
        private int startId;
        private long startLoops;
        private @Nullable Object object;
        private DecodingBudget.@Nullable Keys keys;
        private int children;
        private long headSteps;
    }

    WeighingKryo(GuardedClassResolver classes) {
        this(classes, new Weights());
    }

    private WeighingKryo(GuardedClassResolver classes, Weights weights) {
        super(classes, weights);
        this.weights = weights;
    }

    /** Reads the one object that {@code bytes} hold, at the expense of {@code account}. */
    @Nullable
    Object read(byte[] bytes, DecodingBudget account) {
        input = new BoundedInput(bytes);
        budget = account;
        depth = 0;
        weights.clear();
        Object value = readClassAndObject(input);
        if (input.position() != bytes.length) {
            throw new SerializationException("these bytes are no object that Kith wrote");
        }
        budget.addShared(weights.shared);
        return value;
    }

    /** Whether what was read last holds an object more than once: whoever walks through it may walk for ever. */
    boolean sharesObjects() {
        return weights.shares;
    }

    /** Whom the serializers of collections charge. */
    DecodingBudget budget() {
        return budget;
    }

    private long steps() {
        return DecodingBudget.sum(input.position(), weights.shared);
    }

    // ---- what Kryo calls for each object

    @Override
    public <T> T readObject(Input in, Class<T> type) {
        enter();
        return leave(super.readObject(in, type));
    }

    @Override
    public <T> T readObject(Input in, Class<T> type, Serializer serializer) {
        enter();
        return leave(super.readObject(in, type, serializer));
    }

    @Override
    public <T> T readObjectOrNull(Input in, Class<T> type) {
        enter();
        return leave(super.readObjectOrNull(in, type));
    }

    @Override
    public <T> T readObjectOrNull(Input in, Class<T> type, Serializer serializer) {
        enter();
        return leave(super.readObjectOrNull(in, type, serializer));
    }

    @Override
    public Object readClassAndObject(Input in) {
        enter();
        return leave(super.readClassAndObject(in));
    }

    /** Called when an object has been made, before what it holds is read. */
    @Override
    public void reference(Object object) {
        super.reference(object);
        if (depth == 0 || object == null) {
            return;
        }
        Frame frame = frames[depth - 1];
        if (object instanceof Collection) {
            budget.charge(input.lastFlaggedCount());
        } else if (object instanceof Map || object instanceof Object[]) {
            budget.charge(input.lastCount());
        }
        if (frame.object == null && frame.children > 0) {
            // What was read before the collection was made is its comparator.
            frame.headSteps = steps() - frame.startSteps;
            frame.children = 0;
        }
        frame.object = object;
    }

    // ---- weighing

    private void enter() {
        if (depth == frames.length) {
            frames = Arrays.copyOf(frames, 2 * depth);
        }
        Frame frame = frames[depth];
        if (frame == null) {
            frame = new Frame();
            frames[depth] = frame;
        }
        depth++;
        frame.startSteps = steps();
        frame.startShared = weights.shared;
        frame.startId = weights.count;
        frame.startLoops = weights.loops;
        frame.object = null;
        frame.keys = null;
        frame.children = 0;
        frame.headSteps = 0;
    }

    private <T> T leave(T object) {
        Frame frame = frames[--depth];
        long ownSteps = Math.max(1, steps() - frame.startSteps);
        boolean isNew = weights.count > frame.startId;
        boolean loops = weights.loops > frame.startLoops;
        if (object != null && isNew) {
            if (isOfUsers(object)) {
                // Users' objects may refer to each other as they like: how far their methods go is the user's.
                weights.shared = frame.startShared;
                weights.loops = frame.startLoops;
                ownSteps = Math.max(1, steps() - frame.startSteps);
                loops = false;
            } else if (ownSteps > budget.limitOfOneCollection()) {
                throw budget.refused();
            }
            weights.close(frame.startId, ownSteps, loops);
        }
        frame.object = null;
        if (depth > 0) {
            addTo(frames[depth - 1], object, ownSteps, loops);
        }
        return object;
    }

    private void addTo(Frame parent, @Nullable Object child, long childSteps, boolean loops) {
        int place = parent.children++;
        if (parent.object instanceof Map<?, ?> map) {
            if (place % 2 == 0) {
                addKey(parent, map.keySet(), child, childSteps, loops);
            }
        } else if (parent.object instanceof Collection<?> collection) {
            addKey(parent, collection, child, childSteps, loops);
        }
    }

    private void addKey(Frame parent, Collection<?> keys, @Nullable Object key, long keySteps, boolean loops) {
        // Of a value that holds itself nobody knows how much it stands for; all there is, at most, until the stack
        // ends.
        long steps = loops && key != null && !isOfUsers(key) ? steps() : keySteps;
        Object container = parent.object;
        if (container instanceof CopyOnWriteArrayList) {
            budget.charge(keys.size() / 16);
        } else if (container instanceof CopyOnWriteArraySet) {
            budget.charge(DecodingBudget.product(keys.size(), steps));
        } else if (isSorted(container)) {
            long comparisons = 64L - Long.numberOfLeadingZeros(keys.size());
            long oneSteps = SortCost.of(key, steps) + parent.headSteps;
            if (key instanceof BigDecimal) {
                // The other one may be the long one.
                parent.headSteps = Math.max(parent.headSteps, oneSteps);
            }
            budget.charge(DecodingBudget.product(comparisons, oneSteps));
        } else if (container instanceof java.util.Set || container instanceof Map) {
            if (parent.keys == null) {
                parent.keys = new DecodingBudget.Keys(budget);
            }
            parent.keys.pay(key, steps, keys);
        }
    }

    private static boolean isSorted(@Nullable Object container) {
        return container instanceof java.util.SortedMap
                || container instanceof java.util.SortedSet
                || container instanceof java.util.PriorityQueue
                || container instanceof java.util.concurrent.PriorityBlockingQueue;
    }

    /** Whether it is neither of the JDK nor a record, which hash and show all that they hold. */
    private static boolean isOfUsers(Object object) {
        Class<?> type = object.getClass();
        return !type.getName().startsWith("java.") && !type.isRecord() && !type.isArray();
    }

    /** The objects that may be referred to, and what each stands for. */
    private static final class Weights extends MapReferenceResolver {
        private long[] steps = new long[64];
        private int count;
        private long shared;
        private long loops;
        private boolean shares;

        void clear() {
            count = 0;
            shares = false;
            shared = 0;
            loops = 0;
        }

        @Override
        public int nextReadId(Class type) {
            int id = super.nextReadId(type);
            if (id >= steps.length) {
                steps = Arrays.copyOf(steps, Math.max(id + 1, 2 * steps.length));
            }
            steps[id] = OPEN;
            count = id + 1;
            return id;
        }

        void close(int id, long standsFor, boolean holdsItself) {
            // The sign says whether it is part of a circle.
            steps[id] = holdsItself ? -1 - standsFor : standsFor;
        }

        @Override
        public Object getReadObject(Class type, int id) {
            Object object = super.getReadObject(type, id);
            shares |= !(object instanceof Comparable);
            if (steps[id] < 0) {
                loops++;
                shared = DecodingBudget.sum(shared, -1 - steps[id]);
            } else {
                shared = DecodingBudget.sum(shared, steps[id]);
            }
            return object;
        }
    }
}
