package io.kith.client.serialization;

import io.kith.transport.ForeignText;

/**
 * Thrown when an object of a class that the user did not allow is to be written, or when bytes that are read name such
 * a class. In the latter case the class was neither loaded nor initialised. It is the {@code ClassCastException} that
 * {@code java.util}'s collections throw for elements of a class that they do not take.
 */
public final class ClassNotAllowedException extends ClassCastException {
    private static final long serialVersionUID = 1L;

    private final String className;

    ClassNotAllowedException(String className) {
        super(ForeignText.bounded(isOfTheJdk(className) ? jdkMessage(className) : message(className)));
        this.className = className;
    }

    private static String message(String className) {
        return "class " + className + " is not allowed: allow it with ClientOptions.allow(" + simpleName(className)
                + ".class)" + packageAdvice(className) + ", on every client that writes or reads it";
    }

    /** To allow one of these would not help: what its objects hold cannot be read. */
    private static String jdkMessage(String className) {
        return "objects of the JDK's class " + className
                + " are not written or read by Kith: store what matters of it, as a "
                + "string, a number, an ordinary collection or a record, or set ClientOptions.serializer";
    }

    private static boolean isOfTheJdk(String className) {
        return className.startsWith("java.") || className.startsWith("jdk.") || className.startsWith("sun.");
    }

    /** The class that is not allowed, as {@link Class#getName()} would give it. */
    public String className() {
        return className;
    }

    private static String simpleName(String className) {
        return className.substring(className.lastIndexOf('.') + 1).replace('$', '.');
    }

    private static String packageAdvice(String className) {
        int dot = className.lastIndexOf('.');
        return dot < 0 ? "" : " or ClientOptions.allowPackage(\"" + className.substring(0, dot) + "\")";
    }
}
