package io.kith.client.serialization;

import com.esotericsoftware.kryo.Kryo;
import com.esotericsoftware.kryo.Serializer;
import com.esotericsoftware.kryo.io.Input;
import com.esotericsoftware.kryo.io.Output;
import java.lang.reflect.Constructor;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Exceptions: their message, stack, cause and suppressed ones. They are made by a constructor that takes the message, or none;
 * those that have none such, or that know more than that, are refused.
 */
final class ThrowableSerializer extends Serializer<Throwable> {
    private static final Class<?>[][] SIGNATURES = {
        {String.class, Throwable.class}, {String.class}, {Object.class}, {Throwable.class}, {}
    };

    ThrowableSerializer() {
        super(false, false);
    }

    @Override
    public void write(Kryo kryo, Output output, Throwable thrown) {
        requireRebuilt(thrown);
        output.writeString(thrown.getMessage());
        kryo.writeClassAndObject(output, thrown.getCause());
        StackTraceElement[] stack = thrown.getStackTrace();
        output.writeVarInt(stack.length, true);
        for (StackTraceElement frame : stack) {
            output.writeString(frame.getClassLoaderName());
            output.writeString(frame.getModuleName());
            output.writeString(frame.getModuleVersion());
            output.writeString(frame.getClassName());
            output.writeString(frame.getMethodName());
            output.writeString(frame.getFileName());
            output.writeInt(frame.getLineNumber());
        }
        Throwable[] suppressed = thrown.getSuppressed();
        output.writeVarInt(suppressed.length, true);
        for (Throwable each : suppressed) {
            kryo.writeClassAndObject(output, each);
        }
    }

    private static void requireRebuilt(Throwable thrown) {
        Class<?> type = thrown.getClass();
        Class<?> parent = ObjectFitness.jdkParent(type);
        ObjectFitness.requireNoFieldsBeside(type, parent);
        Throwable copy = rebuilt(type, thrown.getMessage(), thrown.getCause());
        boolean knowsMore = parent.getName().startsWith("java.sql.");
        if (copy == null || knowsMore || !Objects.equals(copy.getMessage(), thrown.getMessage())) {
            throw new SerializationException("an exception of class " + type.getName() + " is not written: "
                    + (knowsMore
                            ? "it knows more than its message"
                            : "it has no constructor that takes its message as it is, and its cause")
                    + "; store what matters of it as a record");
        }
    }

    @Override
    public Throwable read(Kryo kryo, Input input, Class<? extends Throwable> type) {
        String message = input.readString();
        Object cause = kryo.readClassAndObject(input);
        Throwable made = cause == null || cause instanceof Throwable ? rebuilt(type, message, (Throwable) cause) : null;
        if (made == null) {
            throw new SerializationException("a stored exception of class " + type.getName() + " cannot be made");
        }
        kryo.reference(made);
        StackTraceElement[] stack = new StackTraceElement[input.readVarInt(true)];
        for (int i = 0; i < stack.length; i++) {
            String loader = input.readString();
            String module = input.readString();
            String version = input.readString();
            String className = Objects.requireNonNull(input.readString(), "a frame without a class");
            String method = Objects.requireNonNull(input.readString(), "a frame without a method");
            String file = input.readString();
            stack[i] = new StackTraceElement(loader, module, version, className, method, file, input.readInt());
        }
        made.setStackTrace(stack);
        int suppressed = input.readVarInt(true);
        for (int i = 0; i < suppressed; i++) {
            if (kryo.readClassAndObject(input) instanceof Throwable each && each != made) {
                made.addSuppressed(each);
            }
        }
        return made;
    }

    /** One of that message and cause; null if there is no constructor for it. */
    private static @Nullable Throwable rebuilt(Class<?> type, @Nullable String message, @Nullable Throwable cause) {
        for (Class<?>[] signature : SIGNATURES) {
            Throwable made = rebuilt(type, signature, message, cause);
            if (made != null && made.getCause() == cause && Objects.equals(made.getMessage(), message)) {
                return made;
            }
        }
        return null;
    }

    private static @Nullable Throwable rebuilt(
            Class<?> type, Class<?>[] signature, @Nullable String message, @Nullable Throwable cause) {
        try {
            Constructor<?> constructor = type.getDeclaredConstructor(signature);
            if (!ObjectFitness.isOfTheJdk(type)) {
                constructor.setAccessible(true);
            }
            Throwable made = (Throwable) constructor.newInstance(arguments(signature, message, cause));
            if (cause != null && made.getCause() == null) {
                made.initCause(cause);
            }
            return made;
        } catch (ReflectiveOperationException | RuntimeException e) {
            // There is no such constructor, or it takes no such arguments: the next one may do.
            return null;
        }
    }

    private static @Nullable Object[] arguments(
            Class<?>[] signature, @Nullable String message, @Nullable Throwable cause) {
        @Nullable Object[] arguments = new @Nullable Object[signature.length];
        for (int i = 0; i < signature.length; i++) {
            arguments[i] = signature[i] == Throwable.class ? cause : message;
        }
        return arguments;
    }
}
