package io.kith.client.serialization;

import java.lang.reflect.Modifier;
import java.util.AbstractMap;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Hashtable;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.LinkedList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Queue;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.Stack;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.Vector;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.ConcurrentNavigableMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CopyOnWriteArraySet;
import org.jspecify.annotations.Nullable;

/**
 * The JDK's lists, sets, maps and entries that come back as what they were: a value that is declared to be a {@code TreeMap} is
 * one. What is none of these has a plain encoding, and comes back as {@link ArrayList}, {@link LinkedHashSet} or {@link
 * LinkedHashMap}. The codes are part of the stored format and never change.
 */
@SuppressWarnings("JdkObsolete") // Users have them in their data.
enum ContainerKind {
    /** A set whose order is not that of its elements' bytes. */
    ORDERED_SET(0, LinkedHashSet.class),
    /** A map whose order is not that of its keys' bytes. */
    ORDERED_MAP(1, LinkedHashMap.class),
    LINKED_LIST(2, LinkedList.class),
    VECTOR(3, Vector.class),
    STACK(4, Stack.class),
    COPY_ON_WRITE_LIST(5, CopyOnWriteArrayList.class),
    TREE_SET(6, TreeSet.class),
    SKIP_LIST_SET(7, ConcurrentSkipListSet.class),
    COPY_ON_WRITE_SET(8, CopyOnWriteArraySet.class),
    ENUM_SET(9, EnumSet.class),
    CONCURRENT_SET(10, ConcurrentHashMap.KeySetView.class),
    TREE_MAP(11, TreeMap.class),
    SKIP_LIST_MAP(12, ConcurrentSkipListMap.class),
    CONCURRENT_MAP(13, ConcurrentHashMap.class),
    ENUM_MAP(14, EnumMap.class),
    HASHTABLE(15, Hashtable.class),
    PROPERTIES(16, Properties.class),
    MUTABLE_ENTRY(17, AbstractMap.SimpleEntry.class);

    private static final ContainerKind[] BY_CODE = values();

    private final int code;
    private final Class<?> type;

    ContainerKind(int code, Class<?> type) {
        this.code = code;
        this.type = type;
    }

    /** What it comes back as. */
    Class<?> type() {
        return type;
    }

    int code() {
        return code;
    }

    static @Nullable ContainerKind coded(int code) {
        return code >= 0 && code < BY_CODE.length ? BY_CODE[code] : null;
    }

    boolean isList() {
        return this == LINKED_LIST || this == VECTOR || this == STACK || this == COPY_ON_WRITE_LIST;
    }

    boolean isSet() {
        return this == ORDERED_SET || (code >= TREE_SET.code && code <= CONCURRENT_SET.code);
    }

    boolean isSorted() {
        return this == TREE_SET || this == SKIP_LIST_SET || this == TREE_MAP || this == SKIP_LIST_MAP;
    }

    /** Whether it names the enum that its keys are of, which it may have none of. */
    boolean isOfEnum() {
        return this == ENUM_SET || this == ENUM_MAP;
    }

    /** Whether its order means nothing, so that it is written in that of its elements' bytes. */
    boolean isUnordered() {
        return this == CONCURRENT_SET || this == CONCURRENT_MAP || this == HASHTABLE || this == PROPERTIES;
    }

    /** The kind of a list of the JDK's; null if it has a plain encoding. */
    static @Nullable ContainerKind ofList(List<?> list) {
        if (list.getClass() == ArrayList.class) {
            return null;
        } else if (list instanceof LinkedList) {
            return LINKED_LIST;
        } else if (list instanceof Stack) {
            return STACK;
        } else if (list instanceof Vector) {
            return VECTOR;
        } else if (list instanceof CopyOnWriteArrayList) {
            return COPY_ON_WRITE_LIST;
        }
        requirePlain(list, ArrayList.class);
        return null;
    }

    /** The kind of a set of the JDK's; null if it has a plain encoding. */
    static @Nullable ContainerKind ofSet(Set<?> set) {
        if (set instanceof ConcurrentSkipListSet) {
            return SKIP_LIST_SET;
        } else if (set instanceof SortedSet) {
            return TREE_SET;
        } else if (set instanceof EnumSet) {
            return ENUM_SET;
        } else if (set instanceof CopyOnWriteArraySet) {
            return COPY_ON_WRITE_SET;
        } else if (set instanceof ConcurrentHashMap.KeySetView) {
            return CONCURRENT_SET;
        }
        requirePlain(set, HashSet.class);
        requireByEquals(set);
        return isUnordered(set, HashSet.class) ? null : ORDERED_SET;
    }

    /** The kind of a map of the JDK's; null if it has a plain encoding. */
    static @Nullable ContainerKind ofMap(Map<?, ?> map) {
        if (map.getClass() == HashMap.class) {
            return null;
        } else if (map instanceof ConcurrentNavigableMap) {
            return SKIP_LIST_MAP;
        } else if (map instanceof SortedMap) {
            return TREE_MAP;
        } else if (map instanceof ConcurrentMap) {
            return CONCURRENT_MAP;
        } else if (map instanceof EnumMap) {
            return ENUM_MAP;
        } else if (map instanceof Properties properties) {
            requireNoDefaults(properties);
            return PROPERTIES;
        } else if (map instanceof Hashtable) {
            return HASHTABLE;
        }
        requirePlain(map, HashMap.class);
        return isUnordered(map, HashMap.class) ? null : ORDERED_MAP;
    }

    /** The kind of an entry of the JDK's; null if it has a plain encoding. */
    static @Nullable ContainerKind ofEntry(Map.Entry<?, ?> entry) {
        return entry instanceof AbstractMap.SimpleEntry ? MUTABLE_ENTRY : null;
    }

    /** Fails if users can name the class, and will not get it back. */
    private static void requirePlain(Object container, Class<?> plain) {
        Class<?> type = container.getClass();
        boolean isPublic = Modifier.isPublic(type.getModifiers());
        if (isPublic && type != plain && type.getSuperclass() != plain) {
            throw new SerializationException("a " + type.getName() + " would not come back as one, and is not written: "
                    + "copy it into one of java.util's ordinary lists, sets or maps");
        }
    }

    private static boolean isUnordered(Object container, Class<?> hashed) {
        Class<?> type = container.getClass();
        return type == hashed || type.getName().startsWith("java.util.ImmutableCollections$");
    }

    /** A set by identity may hold several elements of which only one would come back. */
    private static void requireByEquals(Set<?> set) {
        String name = set.getClass().getName();
        boolean mayNotBe =
                name.equals("java.util.Collections$SetFromMap") || name.startsWith("java.util.IdentityHashMap$");
        if (mayNotBe && new HashSet<>(set).size() != set.size()) {
            throw new SerializationException("a set by identity holds equal elements, of which one would come back");
        }
    }

    private static void requireNoDefaults(Properties properties) {
        if (properties.stringPropertyNames().stream().anyMatch(name -> !properties.containsKey(name))) {
            throw new SerializationException(
                    "java.util.Properties with defaults would lose them: copy all names into one");
        }
    }

    /** Whether {@code value} would come back, from a plain encoding, as something that users cannot take for it. */
    static boolean losesItself(Object value) {
        if (value instanceof List<?> list) {
            return ofList(list) != null;
        } else if (value instanceof Set<?> set) {
            ContainerKind kind = ofSet(set);
            return kind != null && kind != ORDERED_SET;
        } else if (value instanceof Map<?, ?> map) {
            ContainerKind kind = ofMap(map);
            return kind != null && kind != ORDERED_MAP;
        }
        return value instanceof Map.Entry<?, ?> entry && ofEntry(entry) != null;
    }

    /** Whether users know no more of it than that it is a collection. */
    static boolean isView(Collection<?> collection) {
        return !(collection instanceof Queue)
                && collection.getClass().getName().startsWith("java.util.")
                && !Modifier.isPublic(collection.getClass().getModifiers());
    }

    // ---- making them

    /** A list of this kind. */
    List<@Nullable Object> listOf(List<@Nullable Object> elements) {
        return switch (this) {
            case LINKED_LIST -> new LinkedList<>(elements);
            case VECTOR -> new Vector<>(elements);
            case COPY_ON_WRITE_LIST -> new CopyOnWriteArrayList<>(elements);
            case STACK -> {
                Stack<@Nullable Object> stack = new Stack<>();
                stack.addAll(elements);
                yield stack;
            }
            default -> throw new IllegalStateException(this + " is no list");
        };
    }

    /** An empty set of this kind, in that order; of an enum only through {@link #enumSet}. */
    @SuppressWarnings({"unchecked", "rawtypes"}) // The order is of what the elements are.
    Set<@Nullable Object> emptySet(@Nullable Comparator order) {
        return switch (this) {
            case ORDERED_SET -> new LinkedHashSet<>();
            case TREE_SET -> new TreeSet<>(order);
            case SKIP_LIST_SET -> new ConcurrentSkipListSet<>(order);
            case COPY_ON_WRITE_SET -> new CopyOnWriteArraySet<>();
            case CONCURRENT_SET -> (Set) ConcurrentHashMap.newKeySet();
            default -> throw new IllegalStateException(this + " is no set");
        };
    }

    /** An empty map of this kind, in that order; of an enum only through {@link #enumMap}. */
    @SuppressWarnings({"unchecked", "rawtypes"}) // The order is of what the keys are.
    Map<@Nullable Object, @Nullable Object> emptyMap(@Nullable Comparator order) {
        return switch (this) {
            case ORDERED_MAP -> new LinkedHashMap<>();
            case TREE_MAP -> new TreeMap<>(order);
            case SKIP_LIST_MAP -> new ConcurrentSkipListMap<>(order);
            case CONCURRENT_MAP -> new ConcurrentHashMap<>();
            case HASHTABLE -> new Hashtable<>();
            case PROPERTIES -> (Map) new Properties();
            default -> throw new IllegalStateException(this + " is no map");
        };
    }

    @SuppressWarnings({"unchecked", "rawtypes"}) // The class was found to be an enum's.
    static Set<@Nullable Object> enumSet(Class<?> constants, Collection<?> elements) {
        Set<Object> set = (Set) EnumSet.noneOf((Class) constants);
        set.addAll(elements);
        return set;
    }

    @SuppressWarnings({"unchecked", "rawtypes"}) // The class was found to be an enum's.
    static Map<@Nullable Object, @Nullable Object> enumMap(Class<?> constants) {
        return new EnumMap((Class) constants);
    }
}
