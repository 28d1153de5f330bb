package io.kith.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.reflect.Constructor;
import java.lang.reflect.Field;
import java.lang.reflect.GenericArrayType;
import java.lang.reflect.GenericDeclaration;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.lang.reflect.TypeVariable;
import java.lang.reflect.WildcardType;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What programs may use names nothing that they may not use. */
class PublicSurfaceTest {
    /** The packages that are there for programs; docs/architecture.md names them too. */
    private static final List<String> EXPORTED =
            List.of("io.kith.client", "io.kith.client.serialization", "io.kith.client.view");

    private final Set<String> strangers = new TreeSet<>();
    private String place = "";

    @Test
    void noPublicSignatureNamesATypeOfAnInnerModule() throws Exception {
        List<Class<?>> all = publicTypes();
        assertThat(all).contains(Kith.class, RemoteHashMap.class);

        all.forEach(this::look);

        assertThat(strangers).isEmpty();
    }

    private static List<Class<?>> publicTypes() throws IOException, URISyntaxException, ClassNotFoundException {
        Path root = Path.of(
                Kith.class.getProtectionDomain().getCodeSource().getLocation().toURI());
        List<Class<?>> types = new ArrayList<>();
        for (String name : EXPORTED) {
            try (Stream<Path> files = Files.list(root.resolve(name.replace('.', '/')))) {
                for (Path file :
                        files.filter(each -> each.toString().endsWith(".class")).toList()) {
                    String simple = file.getFileName().toString().replace(".class", "");
                    if (!simple.equals("package-info")) {
                        add(Class.forName(name + "." + simple, false, Kith.class.getClassLoader()), types);
                    }
                }
            }
        }
        return types;
    }

    private static void add(Class<?> type, List<Class<?>> types) {
        Class<?> enclosing = type;
        while (enclosing != null) {
            if (!isVisible(enclosing.getModifiers())) {
                return;
            }
            enclosing = enclosing.getDeclaringClass();
        }
        types.add(type);
    }

    private static boolean isVisible(int modifiers) {
        return Modifier.isPublic(modifiers) || Modifier.isProtected(modifiers);
    }

    private void look(Class<?> type) {
        place = type.getName();
        parameters(type);
        check(type.getGenericSuperclass());
        checkAll(type.getGenericInterfaces());
        for (Field field : type.getDeclaredFields()) {
            if (isVisible(field.getModifiers())) {
                place = type.getName() + "." + field.getName();
                check(field.getGenericType());
            }
        }
        for (Constructor<?> constructor : type.getDeclaredConstructors()) {
            if (isVisible(constructor.getModifiers())) {
                place = type.getName() + "()";
                parameters(constructor);
                checkAll(constructor.getGenericParameterTypes());
                checkAll(constructor.getGenericExceptionTypes());
            }
        }
        for (Method method : type.getDeclaredMethods()) {
            if (isVisible(method.getModifiers()) && !method.isSynthetic()) {
                place = type.getName() + "." + method.getName() + "()";
                parameters(method);
                check(method.getGenericReturnType());
                checkAll(method.getGenericParameterTypes());
                checkAll(method.getGenericExceptionTypes());
            }
        }
    }

    private void parameters(GenericDeclaration declaration) {
        for (TypeVariable<?> variable : declaration.getTypeParameters()) {
            checkAll(variable.getBounds());
        }
    }

    private void checkAll(Type... types) {
        for (Type type : types) {
            check(type);
        }
    }

    private void check(Type type) {
        if (type instanceof Class<?> plain) {
            Class<?> element = plain;
            while (element.isArray()) {
                element = element.getComponentType();
            }
            String in = element.getPackageName();
            if (!in.startsWith("java.") && !EXPORTED.contains(in)) {
                strangers.add(place + " names " + element.getName());
            }
        } else if (type instanceof ParameterizedType parameterized) {
            check(parameterized.getRawType());
            checkAll(parameterized.getActualTypeArguments());
        } else if (type instanceof GenericArrayType array) {
            check(array.getGenericComponentType());
        } else if (type instanceof WildcardType wildcard) {
            checkAll(wildcard.getUpperBounds());
            checkAll(wildcard.getLowerBounds());
        }
    }
}
