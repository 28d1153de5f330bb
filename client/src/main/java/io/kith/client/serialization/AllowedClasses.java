package io.kith.client.serialization;

import com.google.common.collect.ImmutableSet;
import java.util.Set;

/**
 * The classes that may be written, and read back. Bytes come from other programs, so a class that they name is looked
 * up here before it is loaded.
 */
public final class AllowedClasses {
    /** Nothing but harmless JDK types. */
    public static final AllowedClasses JDK_ONLY = new AllowedClasses(ImmutableSet.of(), ImmutableSet.of());

    private final ImmutableSet<String> classNames;
    private final ImmutableSet<String> packagePrefixes;

    /**
     * Allows classes and whole packages, on top of common JDK value and collection types.
     *
     * @param classNames names as {@link Class#getName()} gives them
     * @param packages names of packages; those below them are allowed too
     */
    public AllowedClasses(Set<String> classNames, Set<String> packages) {
        this.classNames = ImmutableSet.copyOf(classNames);
        this.packagePrefixes = packages.stream().map(name -> name + ".").collect(ImmutableSet.toImmutableSet());
    }

    /**
     * Fails unless the class named {@code className} is allowed; of an array, its elements' class must be.
     *
     * @throws ClassNotAllowedException if it is not
     */
    void check(String className) {
        if (!contains(className)) {
            throw new ClassNotAllowedException(elementClassName(className));
        }
    }

    /** Whether the class named {@code className} is allowed. */
    boolean contains(String className) {
        String name = elementClassName(className);
        return name.isEmpty() || JdkClasses.contains(name) || userAllows(name);
    }

    /** Whether the user allowed the class, so that it is written as itself even if it is a list, set or map. */
    boolean userAllows(String name) {
        if (classNames.contains(name)) {
            return true;
        }
        for (int dot = name.indexOf('.'); dot >= 0; dot = name.indexOf('.', dot + 1)) {
            if (packagePrefixes.contains(name.substring(0, dot + 1))) {
                return true;
            }
        }
        return isNestedInAllowed(name);
    }

    /** A class nested in an allowed one is allowed with it. */
    private boolean isNestedInAllowed(String name) {
        for (int dollar = name.lastIndexOf('$'); dollar > 0; dollar = name.lastIndexOf('$', dollar - 1)) {
            if (classNames.contains(name.substring(0, dollar))) {
                return true;
            }
        }
        return false;
    }

    /** The name of an array's innermost element class, empty for primitives; other names as they are. */
    private static String elementClassName(String className) {
        int dimensions = 0;
        while (dimensions < className.length() && className.charAt(dimensions) == '[') {
            dimensions++;
        }
        if (dimensions == 0) {
            return className;
        }
        boolean ofObjects = className.startsWith("L", dimensions) && className.endsWith(";");
        return ofObjects ? className.substring(dimensions + 1, className.length() - 1) : "";
    }
}
