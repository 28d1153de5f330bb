package io.kith.client.connect;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A collection of a client that is not connected yet: it is opened when it is first used, and until then its name is all that
 * is known of it. Where that fails, the next use tries again.
 */
final class FirstUse implements InvocationHandler {
    private final String name;
    private final Supplier<?> opening;
    private volatile @Nullable Object opened;

    private FirstUse(String name, Supplier<?> opening) {
        this.name = name;
        this.opening = opening;
    }

    /** The collection, as an object of the interface {@code type}; {@code opening} opens it. */
    static Object of(Class<?> type, String name, Supplier<?> opening) {
        return Proxy.newProxyInstance(
                FirstUse.class.getClassLoader(), new Class<?>[] {type}, new FirstUse(name, opening));
    }

    @Override
    public @Nullable Object invoke(Object self, Method method, @Nullable Object @Nullable [] arguments)
            throws Throwable {
        boolean asksNothing = method.getParameterCount() == 0;
        if (asksNothing && method.getName().equals("name")) {
            return name;
        }
        if (asksNothing && method.getName().equals("toString") && opened == null) {
            // Whoever only logs it does not want to wait for a cluster.
            return "'" + name + "', which was not used yet";
        }
        if (method.getName().equals("equals") && arguments != null && arguments[0] == self) {
            return true;
        }
        try {
            return method.invoke(opened(), arguments);
        } catch (InvocationTargetException e) {
            throw e.getCause() == null ? e : e.getCause();
        }
    }

    private Object opened() {
        Object known = opened;
        if (known == null) {
            // Two threads may open it at the same time; it is the same collection.
            known = opening.get();
            opened = known;
        }
        return known;
    }
}
