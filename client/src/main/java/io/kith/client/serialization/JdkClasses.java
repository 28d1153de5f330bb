package io.kith.client.serialization;

import com.google.common.collect.ImmutableSet;

/**
 * JDK classes that may be part of an object that Kryo reads without the user's saying so: values and collections whose
 * reading runs no code but their own.
 */
final class JdkClasses {
    private static final ImmutableSet<String> LANG = ImmutableSet.of(
            "Boolean",
            "Byte",
            "Character",
            "Double",
            "Float",
            "Integer",
            "Long",
            "Object",
            "Short",
            "String",
            "StringBuffer",
            "StringBuilder",
            "ArithmeticException",
            "ArrayIndexOutOfBoundsException",
            "ArrayStoreException",
            "AssertionError",
            "ClassCastException",
            "CloneNotSupportedException",
            "Error",
            "Exception",
            "IllegalArgumentException",
            "IllegalMonitorStateException",
            "IllegalStateException",
            "IndexOutOfBoundsException",
            "InterruptedException",
            "NegativeArraySizeException",
            "NullPointerException",
            "NumberFormatException",
            "RuntimeException",
            "SecurityException",
            "StringIndexOutOfBoundsException",
            "Throwable",
            "UnsupportedOperationException");

    private static final ImmutableSet<String> UTIL = ImmutableSet.of(
            "ArrayDeque",
            "ArrayList",
            "Arrays$ArrayList",
            "BitSet",
            "Currency",
            "Date",
            "EnumMap",
            "EnumSet",
            "GregorianCalendar",
            "HashMap",
            "HashSet",
            "IdentityHashMap",
            "JumboEnumSet",
            "LinkedHashMap",
            "LinkedHashSet",
            "LinkedList",
            "Locale",
            "Optional",
            "OptionalDouble",
            "OptionalInt",
            "OptionalLong",
            "PriorityQueue",
            "RegularEnumSet",
            "Stack",
            "TimeZone",
            "TreeMap",
            "TreeSet",
            "UUID",
            "Vector",
            "concurrent.ConcurrentHashMap",
            "concurrent.ConcurrentLinkedDeque",
            "concurrent.ConcurrentLinkedQueue",
            "concurrent.ConcurrentSkipListMap",
            "concurrent.ConcurrentSkipListSet",
            "concurrent.CopyOnWriteArrayList",
            "concurrent.CopyOnWriteArraySet",
            "concurrent.TimeUnit",
            "concurrent.atomic.AtomicBoolean",
            "concurrent.atomic.AtomicInteger",
            "concurrent.atomic.AtomicLong",
            "concurrent.atomic.AtomicReference",
            "regex.Pattern",
            "NoSuchElementException",
            "ConcurrentModificationException",
            "concurrent.CancellationException",
            "concurrent.CompletionException",
            "concurrent.ExecutionException",
            "concurrent.TimeoutException");

    private static final ImmutableSet<String> OTHER = ImmutableSet.of(
            "java.io.EOFException",
            "java.io.File",
            "java.io.FileNotFoundException",
            "java.io.IOException",
            "java.io.UncheckedIOException",
            "java.math.BigDecimal",
            "java.math.BigInteger",
            "java.net.ConnectException",
            "java.net.Inet4Address",
            "java.net.Inet6Address",
            "java.net.InetSocketAddress",
            "java.net.SocketException",
            "java.net.SocketTimeoutException",
            "java.net.URI",
            "java.net.UnknownHostException",
            "java.nio.charset.Charset",
            "java.nio.file.Path",
            "java.sql.Date",
            "java.sql.Time",
            "java.sql.Timestamp");

    private JdkClasses() {}

    static boolean contains(String name) {
        if (JdkComparators.NAMES.contains(name)) {
            return true;
        }
        if (name.startsWith("java.lang.")) {
            return LANG.contains(name.substring("java.lang.".length()));
        }
        if (name.startsWith("java.util.")) {
            String rest = name.substring("java.util.".length());
            return UTIL.contains(rest) || rest.startsWith("Collections$") || rest.startsWith("ImmutableCollections$");
        }
        return name.startsWith("java.time.") || OTHER.contains(name);
    }
}
