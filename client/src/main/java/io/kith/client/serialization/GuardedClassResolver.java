package io.kith.client.serialization;

import com.esotericsoftware.kryo.KryoException;
import com.esotericsoftware.kryo.Registration;
import com.esotericsoftware.kryo.Serializer;
import com.esotericsoftware.kryo.io.Input;
import com.esotericsoftware.kryo.io.Output;
import com.esotericsoftware.kryo.serializers.FieldSerializer;
import com.esotericsoftware.kryo.util.DefaultClassResolver;
import com.esotericsoftware.kryo.util.IntMap;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Lets Kryo see allowed classes only; a name that bytes give is looked up among them before its class is loaded. */
@SuppressWarnings("rawtypes") // as the methods it overrides
final class GuardedClassResolver extends DefaultClassResolver {
    private final AllowedClasses allowed;
    private final ClassLoader loader;
    private final boolean writes;
    private final Map<String, Class<?>> loaded = new HashMap<>();
    private final List<Class<?>> met = new ArrayList<>();

    /** Classes for writing objects, which refuses those that would not come back, or for reading them. */
    GuardedClassResolver(AllowedClasses allowed, ClassLoader loader, boolean writes) {
        this.allowed = allowed;
        this.loader = loader;
        this.writes = writes;
    }

    @Override
    public Registration registerImplicit(Class type) {
        Class<?> writtenAs = JdkCodecs.writtenAs(type);
        if (writtenAs != type) {
            Registration known = getRegistration(writtenAs);
            return known != null ? known : registerImplicit(writtenAs);
        }
        if (writes) {
            ObjectFitness.requireWritable(type);
        }
        allowed.check(type.getName());
        Registration registration = super.registerImplicit(type);
        if (writes) {
            requireWholly(type, registration.getSerializer());
            met.add(type);
        }
        return registration;
    }

    @Override
    protected void writeName(Output output, Class type, Registration registration) {
        super.writeName(output, registration.getType() == type ? type : JdkCodecs.writtenAs(type), registration);
    }

    /** Fails if Kryo writes the contents of a collection, date or the like, and would drop a user's fields beside them. */
    private static void requireWholly(Class<?> type, Serializer serializer) {
        if (serializer instanceof FieldSerializer || ObjectFitness.isOfTheJdk(type) || type.isArray()) {
            return;
        }
        Class<?> parent = ObjectFitness.jdkParent(type);
        if (!Modifier.isAbstract(parent.getModifiers()) && parent != Object.class) {
            ObjectFitness.requireNoFieldsBeside(type, parent);
        }
    }

    /** The classes that were met for the first time since this was last asked. */
    List<Class<?>> takeMet() {
        if (met.isEmpty()) {
            return List.of();
        }
        List<Class<?>> taken = List.copyOf(met);
        met.clear();
        return taken;
    }

    @Override
    protected Registration readName(Input input) {
        int nameId = input.readVarInt(true);
        if (nameIdToClass == null) {
            nameIdToClass = new IntMap<>();
        }
        Class type = nameIdToClass.get(nameId);
        if (type == null) {
            type = load(input.readString());
            nameIdToClass.put(nameId, type);
        }
        return kryo.getRegistration(type);
    }

    private Class<?> load(String className) {
        if (className == null) {
            throw new KryoException("a class without a name");
        }
        Class<?> type = loaded.get(className);
        if (type == null) {
            allowed.check(className);
            type = ClassCatalog.loadAllowed(className, loader);
            loaded.put(className, type);
        }
        return type;
    }
}
