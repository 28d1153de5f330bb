package io.kith.client.serialization;

import com.esotericsoftware.kryo.KryoException;
import com.esotericsoftware.kryo.Registration;
import com.esotericsoftware.kryo.io.Input;
import com.esotericsoftware.kryo.util.DefaultClassResolver;
import com.esotericsoftware.kryo.util.IntMap;
import java.util.HashMap;
import java.util.Map;

/** Lets Kryo see allowed classes only; a name that bytes give is looked up among them before its class is loaded. */
@SuppressWarnings("rawtypes") // as the methods it overrides
final class GuardedClassResolver extends DefaultClassResolver {
    private final AllowedClasses allowed;
    private final ClassLoader loader;
    private final Map<String, Class<?>> loaded = new HashMap<>();

    GuardedClassResolver(AllowedClasses allowed, ClassLoader loader) {
        this.allowed = allowed;
        this.loader = loader;
    }

    @Override
    public Registration registerImplicit(Class type) {
        allowed.check(type.getName());
        return super.registerImplicit(type);
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
