package io.kith.cli;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Catches the signals that ask a process to stop, each time they come. A shutdown hook would do for the first, but the
 * JVM swallows the second, with which people who have lost their patience press on.
 */
final class StopSignals {
    private static final Logger LOG = LoggerFactory.getLogger(StopSignals.class);
    private static final List<String> NAMES = List.of("TERM", "INT", "HUP");

    private StopSignals() {}

    /** Has {@code action} run, in a thread of its own, at each signal from now on. */
    static void onEach(Runnable action) {
        for (String name : NAMES) {
            try {
                handle(name, action);
            } catch (ClassNotFoundException | NoSuchMethodException | IllegalAccessException e) {
                LOG.warn(
                        "this Java has no signal handlers ({}): SIG{} stops the node at once, without draining",
                        e,
                        name);
            } catch (InvocationTargetException e) {
                // The JVM keeps the signal to itself, or the system does not have it.
                LOG.debug("SIG{} cannot be handled: {}", name, String.valueOf(e.getCause()));
            }
        }
    }

    /**
     * Calls {@code sun.misc.Signal.handle}. The class is supported ({@code jdk.unsupported} exports it) but the compiler
     * warns of any mention of it, so it is called by name.
     */
    private static void handle(String name, Runnable action)
            throws ClassNotFoundException, NoSuchMethodException, IllegalAccessException, InvocationTargetException {
        Class<?> signalClass = Class.forName("sun.misc.Signal");
        Class<?> handlerClass = Class.forName("sun.misc.SignalHandler");
        Object handler = Proxy.newProxyInstance(
                StopSignals.class.getClassLoader(), new Class<?>[] {handlerClass}, (proxy, method, arguments) -> {
                    switch (method.getName()) {
                        case "handle" -> action.run();
                        case "hashCode" -> {
                            return System.identityHashCode(proxy);
                        }
                        case "equals" -> {
                            return proxy == arguments[0];
                        }
                        case "toString" -> {
                            return "stop on SIG" + name;
                        }
                        default -> throw new IllegalStateException("unexpected call of " + method);
                    }
                    return null;
                });
        Object signal;
        try {
            signal = signalClass.getConstructor(String.class).newInstance(name);
        } catch (InstantiationException e) {
            throw new InvocationTargetException(e);
        }
        signalClass.getMethod("handle", signalClass, handlerClass).invoke(null, signal, handler);
    }
}
