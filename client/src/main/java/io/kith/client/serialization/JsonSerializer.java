package io.kith.client.serialization;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Writes objects as JSON, in UTF-8: <code>{"class":"com.example.Order","value":{…}}</code>, with properties in the order
 * of their names. Properties that a class has lost are skipped when older data is read, and those that it has gained keep
 * their defaults. Needs Jackson's {@code jackson-databind} on the class path, and finds Jackson's modules there, such as
 * that for {@code java.time}.
 */
public final class JsonSerializer implements ObjectSerializer {
    private static final String CLASS = "class";
    private static final String VALUE = "value";

    private final AllowedClasses allowed;
    private final ClassLoader loader;
    private final ObjectMapper mapper;
    private final ObjectMapper keyMapper;
    private final Map<String, Class<?>> loaded = new ConcurrentHashMap<>();
    private final Set<Class<?>> passed = ConcurrentHashMap.newKeySet();

    /**
     * Makes a serializer for these classes.
     *
     * @param loader loads the classes that bytes name
     */
    public JsonSerializer(AllowedClasses allowed, ClassLoader loader) {
        this.allowed = Objects.requireNonNull(allowed);
        this.loader = Objects.requireNonNull(loader);
        this.mapper = mapper(loader, false);
        this.keyMapper = mapper(loader, true);
    }

    private static ObjectMapper mapper(ClassLoader loader, boolean forKeys) {
        return JsonMapper.builder()
                .addModules(ObjectMapper.findModules(loader))
                .enable(MapperFeature.SORT_PROPERTIES_ALPHABETICALLY)
                .configure(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS, forKeys)
                .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
                .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
                .build();
    }

    @Override
    public byte[] serialize(Object value) {
        return serialize(value, mapper);
    }

    /** Writes what is a key, or a part of one: maps in it in the order of their keys. */
    byte[] serializeKey(Object value) {
        return serialize(value, keyMapper);
    }

    private byte[] serialize(Object value, ObjectMapper writer) {
        Class<?> type = value instanceof Enum<?> constant ? constant.getDeclaringClass() : value.getClass();
        allowed.check(type.getName());
        ObjectNode envelope = writer.createObjectNode();
        envelope.put(CLASS, type.getName());
        try {
            envelope.set(VALUE, writer.valueToTree(value));
            byte[] bytes = writer.writeValueAsBytes(envelope);
            if (!passed.contains(type)) {
                requireReadable(value, bytes);
                passed.add(type);
            }
            return bytes;
        } catch (IllegalArgumentException | JsonProcessingException e) {
            throw new SerializationException(
                    "a " + type.getName() + " cannot be written as JSON: " + e.getMessage(), e);
        }
    }

    /** Reads the first object of a class again: what JSON drops, as fields without accessors, is refused while it is still there. */
    private void requireReadable(Object value, byte[] bytes) {
        Object copy = deserialize(bytes);
        if (ObjectFitness.hasOwnEquals(value.getClass())
                && !value.equals(copy)
                && copy.getClass() == value.getClass()) {
            throw new SerializationException(
                    "a " + value.getClass().getName() + " would come back from JSON as one that is not "
                            + "equal to it: are there accessors for all that its equals looks at?");
        }
    }

    @Override
    public Object deserialize(byte[] bytes) {
        try {
            JsonNode envelope = mapper.readTree(bytes);
            JsonNode className = envelope.path(CLASS);
            if (!className.isTextual() || !envelope.has(VALUE)) {
                throw new SerializationException(
                        "these bytes are not JSON that Kith wrote: was the value written with another serializer?");
            }
            Object value = mapper.treeToValue(envelope.get(VALUE), classOf(className.textValue()));
            if (value == null) {
                throw new SerializationException("the JSON of a " + className.textValue() + " is null");
            }
            return value;
        } catch (IOException e) {
            throw new SerializationException("a value cannot be read as JSON: " + e.getMessage(), e);
        }
    }

    private Class<?> classOf(String className) {
        Class<?> known = loaded.get(className);
        if (known == null) {
            allowed.check(className);
            known = ClassCatalog.loadAllowed(className, loader);
            loaded.put(className, known);
        }
        return known;
    }
}
