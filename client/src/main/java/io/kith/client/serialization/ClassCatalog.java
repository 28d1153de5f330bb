package io.kith.client.serialization;

import io.kith.transport.CorruptFrameException;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** The allowed enums and records, by class and by name. */
final class ClassCatalog {
    private final AllowedClasses allowed;
    private final ClassLoader loader;
    private final Map<Class<?>, RecordLayout> layouts = new ConcurrentHashMap<>();
    private final Map<Class<?>, FieldLayout> fieldLayouts = new ConcurrentHashMap<>();
    private final Map<String, Class<?>> loaded = new ConcurrentHashMap<>();
    private final Map<Class<?>, Map<String, Object>> constants = new ConcurrentHashMap<>();

    ClassCatalog(AllowedClasses allowed, ClassLoader loader) {
        this.allowed = allowed;
        this.loader = loader;
    }

    boolean allows(Class<?> type) {
        return allowed.contains(type.getName());
    }

    /** Whether the user, not Kith, allowed {@code type}. */
    boolean userAllows(Class<?> type) {
        return allowed.userAllows(type.getName());
    }

    /**
     * The name under which {@code type} is written.
     *
     * @throws ClassNotAllowedException if it is not allowed
     */
    String nameOf(Class<?> type) {
        allowed.check(type.getName());
        return type.getName();
    }

    /** The layout of a record class that may be read and written. */
    RecordLayout layoutOf(Class<?> recordType) {
        RecordLayout layout = layouts.get(recordType);
        return layout != null ? layout : layouts.computeIfAbsent(recordType, RecordLayout::of);
    }

    /**
     * The layout of the record class of that name.
     *
     * @throws ClassNotAllowedException if it is not allowed; it is then not loaded
     */
    RecordLayout recordLayout(String className) {
        Class<?> type = load(className);
        if (!type.isRecord()) {
            throw new SerializationException("class " + className + " was a record when this was written, but is none");
        }
        return layoutOf(type);
    }

    /** The layout of a user's class, objects of which are parts of keys. */
    FieldLayout fieldsOf(Class<?> type) {
        FieldLayout layout = fieldLayouts.get(type);
        return layout != null ? layout : fieldLayouts.computeIfAbsent(type, FieldLayout::of);
    }

    /**
     * The layout of the user's class of that name.
     *
     * @throws ClassNotAllowedException if it is not allowed; it is then not loaded
     */
    FieldLayout fieldLayout(String className) {
        Class<?> type = load(className);
        boolean hasFields =
                !type.isRecord() && !type.isEnum() && !java.lang.reflect.Modifier.isAbstract(type.getModifiers());
        if (!hasFields || type.getName().startsWith("java.")) {
            throw new SerializationException("class " + className + " had fields when this was written, but has none");
        }
        return fieldsOf(type);
    }

    /**
     * The enum of that name.
     *
     * @throws ClassNotAllowedException if it is not allowed; it is then not loaded
     */
    Class<?> enumNamed(String className) {
        Class<?> type = load(className);
        if (!type.isEnum()) {
            throw new SerializationException("class " + className + " was an enum when this was written, but is none");
        }
        return type;
    }

    /**
     * The constant {@code name} of the enum of that name.
     *
     * @throws ClassNotAllowedException if it is not allowed; it is then not loaded
     */
    Object constant(String className, String name) {
        Class<?> type = enumNamed(className);
        Object constant =
                constants.computeIfAbsent(type, ClassCatalog::constantsOf).get(name);
        if (constant == null) {
            throw new SerializationException("enum " + className + " has no constant " + name + " any more");
        }
        return constant;
    }

    private static Map<String, Object> constantsOf(Class<?> enumType) {
        Map<String, Object> byName = new HashMap<>();
        for (Object constant : enumType.getEnumConstants()) {
            byName.put(((Enum<?>) constant).name(), constant);
        }
        return byName;
    }

    private Class<?> load(String className) {
        Class<?> known = loaded.get(className);
        if (known != null) {
            return known;
        }
        if (className.isEmpty() || className.startsWith("[")) {
            throw new CorruptFrameException("'" + className + "' names no enum or record");
        }
        allowed.check(className);
        Class<?> type = loadAllowed(className, loader);
        loaded.put(className, type);
        return type;
    }

    /** Loads a class that is known to be allowed, without initialising it. */
    static Class<?> loadAllowed(String className, @Nullable ClassLoader loader) {
        try {
            return Class.forName(className, false, loader);
        } catch (ClassNotFoundException | LinkageError e) {
            throw new SerializationException(
                    "class " + className + " is needed to read a value, but cannot be loaded; is it on the class path, "
                            + "and does ClientOptions.classLoader name the right loader?",
                    e);
        }
    }
}
