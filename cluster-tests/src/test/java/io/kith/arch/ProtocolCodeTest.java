package io.kith.arch;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.methods;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noFields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noMethods;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaCall;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaConstructorCall;
import com.tngtech.archunit.core.domain.JavaMethodCall;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.syntax.elements.GivenClassesConjunction;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.WeakHashMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/**
 * Protocol code does no I/O and is the same on every run of a seed: time, chance, timers and messages reach it only
 * through its port. These rules are what lets the simulator replay a failure.
 */
class ProtocolCodeTest {
    private static final Set<String> HASH_MAPS = Set.of(
            HashMap.class.getName(),
            IdentityHashMap.class.getName(),
            WeakHashMap.class.getName(),
            ConcurrentHashMap.class.getName());

    private static final Set<String> WALKS_OF_A_MAP = Set.of("keySet", "values", "entrySet", "forEach", "replaceAll");

    private static final Set<String> WALKS_OF_A_SET = Set.of("iterator", "forEach", "stream", "toArray");

    private static final Set<String> HASH_TABLES = Set.of(
            HashMap.class.getName(),
            HashSet.class.getName(),
            IdentityHashMap.class.getName(),
            WeakHashMap.class.getName(),
            ConcurrentHashMap.class.getName());

    private static final Set<String> COULD_BE_A_HASH_TABLE = Set.of(
            Map.class.getName(),
            Set.class.getName(),
            HashMap.class.getName(),
            HashSet.class.getName(),
            ConcurrentHashMap.class.getName());

    private static final Set<String> FUTURES = Set.of(
            "java.util.concurrent.Future", CompletableFuture.class.getName(), "java.util.concurrent.CompletionStage");

    private static final Set<String> HASHED_BY_ADDRESS = Set.of(Object.class.getName(), Enum.class.getName());

    @Test
    void it_reads_no_clock() {
        check(
                protocolCode()
                        .should()
                        .callMethodWhere(call(
                                "read a clock",
                                (owner, name) -> (owner.equals("java.lang.System")
                                                && (name.equals("nanoTime") || name.equals("currentTimeMillis")))
                                        || (owner.startsWith("java.time.")
                                                && (name.equals("now")
                                                        || name.startsWith("system")
                                                        || name.startsWith("tick"))))),
                "time comes from the port's clock");
    }

    @Test
    void it_has_no_chance_of_its_own() {
        check(
                protocolCode()
                        .should()
                        .dependOnClassesThat()
                        .haveNameMatching("java\\.util\\.concurrent\\.ThreadLocalRandom|java\\.security\\.SecureRandom")
                        .orShould()
                        .callMethodWhere(call(
                                "draw from an unseeded source",
                                (owner, name) -> (owner.equals("java.lang.Math") && name.equals("random"))
                                        || (owner.equals("java.util.UUID") && name.equals("randomUUID"))
                                        || owner.startsWith("java.util.random.RandomGeneratorFactory")
                                        || (owner.equals("java.util.random.RandomGenerator")
                                                && (name.equals("of") || name.equals("getDefault")))
                                        || (owner.equals("java.lang.System") && name.equals("identityHashCode"))))
                        .orShould()
                        .callConstructor(Random.class)
                        .orShould()
                        .callConstructor(SplittableRandom.class),
                "chance comes from the port's seeded random");
    }

    @Test
    void it_has_no_threads_and_needs_no_locks() {
        check(
                protocolCode()
                        .should()
                        .dependOnClassesThat()
                        .haveNameMatching("java\\.lang\\.(Thread|ThreadGroup|InheritableThreadLocal|ThreadLocal)"
                                + "|java\\.util\\.(Timer|TimerTask)"
                                + "|java\\.util\\.concurrent\\.locks\\..*"
                                + "|java\\.util\\.concurrent\\.(.*Executor.*|ForkJoin.*|.*BlockingQueue|.*BlockingDeque"
                                + "|CountDownLatch|CyclicBarrier|Semaphore|Phaser|Exchanger)")
                        .orShould()
                        .callMethodWhere(call(
                                "work in parallel",
                                (owner, name) -> name.equals("parallelStream")
                                        || (owner.startsWith("java.util.stream.") && name.equals("parallel"))
                                        || (owner.equals("java.util.concurrent.CompletableFuture")
                                                && (name.endsWith("Async") || name.equals("orTimeout"))))),
                "one thread at a time runs it, and whoever wires it up decides which");
        check(
                noMethods()
                        .that()
                        .areDeclaredInClassesThat()
                        .resideInAnyPackage(KithClasses.PROTOCOL)
                        .should()
                        .haveModifier(JavaModifier.SYNCHRONIZED),
                "one thread at a time runs it");
    }

    @Test
    void it_waits_for_nobody() {
        check(
                protocolCode()
                        .should()
                        .callMethodWhere(call(
                                "wait for a future",
                                (owner, name) -> FUTURES.contains(owner)
                                        && (name.equals("join")
                                                || name.equals("get")
                                                || name.equals("getNow")
                                                || name.equals("resultNow")))),
                "who waits on a loop stops it; what comes later comes as a message or a callback");
    }

    @Test
    void it_shares_nothing_between_the_nodes_of_a_process() {
        check(
                noFields()
                        .that()
                        .areDeclaredInClassesThat()
                        .resideInAnyPackage(KithClasses.PROTOCOL)
                        .and()
                        .areStatic()
                        .should()
                        .notBeFinal()
                        .orShould()
                        .haveRawType(resideInAPackage("java.util.concurrent..")),
                "a counter or table of the class is one of all nodes in a process, and differs between runs");
    }

    @Test
    void it_asks_no_object_for_the_hash_of_its_address() {
        DescribedPredicate<JavaCall<?>> hashOfAnAddress = describe("take a hash that differs between runs", call -> {
            boolean hash = call.getName().equals("hashCode")
                    && call.getTarget().getRawParameterTypes().isEmpty();
            return hash && (call.getTargetOwner().isArray() || HASHED_BY_ADDRESS.contains(whoseMethod(call)));
        });
        check(
                protocolCode().should().callMethodWhere(hashOfAnAddress),
                "Object's and Enum's differ between runs: hash what the thing consists of, or an enum's name or code");
    }

    @Test
    void it_does_no_io_and_writes_no_log() {
        check(
                protocolCode()
                        .should()
                        .dependOnClassesThat()
                        .resideInAnyPackage(
                                "java.net..",
                                "java.nio.channels..",
                                "java.nio.file..",
                                "io.netty.bootstrap..",
                                "io.netty.buffer..",
                                "io.netty.channel..",
                                "org.slf4j..",
                                "java.util.logging..")
                        .orShould()
                        .dependOnClassesThat()
                        .haveNameMatching("java\\.io\\.(File|FileInputStream|FileOutputStream|FileReader|FileWriter"
                                + "|FileDescriptor|RandomAccessFile|Console)")
                        .orShould()
                        .accessField(System.class, "out")
                        .orShould()
                        .accessField(System.class, "err")
                        .orShould()
                        .accessField(System.class, "in"),
                "messages, timers and results leave through the port");
    }

    @Test
    void it_never_walks_a_hash_table() {
        DescribedPredicate<JavaCall<?>> walkOfAHashTable = describe("walk a hash table", call -> {
            String owner = call.getTargetOwner().getName();
            if (WALKS_OF_A_MAP.contains(call.getName())) {
                return HASH_MAPS.contains(owner)
                        || (owner.equals(Map.class.getName()) && makes(call.getOriginOwner(), HASH_MAPS));
            }
            if (WALKS_OF_A_SET.contains(call.getName())) {
                return owner.equals(HashSet.class.getName())
                        || (owner.equals(Set.class.getName())
                                && makes(call.getOriginOwner(), Set.of(HashSet.class.getName()))
                                && !isOverAMap(call));
            }
            return false;
        });
        check(
                protocolCode().should().callMethodWhere(walkOfAHashTable),
                "its order differs between runs. A class that makes a HashMap or HashSet declares its other tables by "
                        + "what they are (TreeMap, LinkedHashMap, ...), not as Map or Set, so that this rule can tell");
    }

    @Test
    void a_class_with_a_hash_table_hands_on_nothing_that_could_be_it() {
        DescribedPredicate<JavaCall<?>> handsATableOn = describe("hand a Map or Set to others", call -> {
            JavaClass origin = call.getOriginOwner();
            return isKith(call.getTargetOwner())
                    && !call.getTargetOwner().equals(origin)
                    && makes(origin, HASH_TABLES)
                    && call.getTarget().getRawParameterTypes().stream()
                            .anyMatch(type -> COULD_BE_A_HASH_TABLE.contains(type.getName()));
        });
        check(
                protocolCode().should().callMethodWhere(handsATableOn),
                "who is given a Map or Set cannot know that it must not be walked: hand on a sorted one, or a list");
    }

    @Test
    void a_class_with_a_hash_table_returns_nothing_that_could_be_it() {
        check(
                methods()
                        .that()
                        .areDeclaredInClassesThat()
                        .resideInAnyPackage(KithClasses.PROTOCOL)
                        .and()
                        .areDeclaredInClassesThat(describe("make a hash table", type -> makes(type, HASH_TABLES)))
                        .and()
                        .areNotPrivate()
                        .should()
                        .notHaveRawReturnType(describe(
                                "a Map or Set, which could be that table",
                                type -> COULD_BE_A_HASH_TABLE.contains(type.getName()))),
                "who gets a Map or Set cannot know that it must not be walked: hand out a sorted one, or a list");
    }

    @Test
    void it_makes_no_collection_whose_order_differs_between_runs() {
        DescribedPredicate<JavaCall<?>> unordered = describe("make a collection without a fixed order", call -> {
            String owner = call.getTargetOwner().getName();
            String name = call.getName();
            int parameters = call.getTarget().getRawParameterTypes().size();
            if (owner.equals(Set.class.getName())) {
                return name.equals("copyOf") || (name.equals("of") && isMany(call, parameters, 1));
            }
            if (owner.equals(Map.class.getName())) {
                return name.equals("copyOf") || name.equals("ofEntries") || (name.equals("of") && parameters > 2);
            }
            return owner.equals(Collectors.class.getName())
                    && (name.equals("toSet")
                            || name.equals("toUnmodifiableSet")
                            || name.equals("toUnmodifiableMap")
                            || (name.equals("toMap") && parameters < 4)
                            || (name.equals("groupingBy") && parameters < 3));
        });
        check(
                protocolCode().should().callMethodWhere(unordered),
                "the JDK shuffles these anew in every run; Guava's immutable ones keep the order they were given");
    }

    /** The class whose method is run, as far as the declared type tells. */
    private static String whoseMethod(JavaCall<?> call) {
        return call.getTarget()
                .resolveMember()
                .map(member -> member.getOwner().getName())
                .orElse("");
    }

    private static boolean isKith(JavaClass type) {
        return type.getPackageName().startsWith("io.kith");
    }

    private static boolean isMany(JavaCall<?> call, int parameters, int few) {
        return parameters > few
                || (parameters == 1
                        && call.getTarget().getRawParameterTypes().get(0).isArray());
    }

    private static boolean makes(JavaClass origin, Set<String> tables) {
        for (JavaConstructorCall made : origin.getConstructorCallsFromSelf()) {
            if (tables.contains(made.getTargetOwner().getName())) {
                return true;
            }
        }
        return false;
    }

    /** Whether the set walked here is the keys or entries of a map, by which it is then judged. */
    private static boolean isOverAMap(JavaCall<?> walk) {
        for (JavaMethodCall call : walk.getOrigin().getMethodCallsFromSelf()) {
            int linesBefore = walk.getLineNumber() - call.getLineNumber();
            boolean view = call.getName().equals("keySet") || call.getName().equals("entrySet");
            if (view && linesBefore >= 0 && linesBefore <= 2) {
                return true;
            }
        }
        return false;
    }

    private static GivenClassesConjunction protocolCode() {
        return noClasses().that().resideInAnyPackage(KithClasses.PROTOCOL);
    }

    private static void check(ArchRule rule, String reason) {
        rule.because(reason).allowEmptyShould(true).check(KithClasses.ALL);
    }

    private static DescribedPredicate<JavaCall<?>> call(String description, OwnerAndName test) {
        return describe(
                        description,
                        (JavaAccess<?> access) ->
                                test.matches(access.getTargetOwner().getName(), access.getName()))
                .forSubtype();
    }

    /** What a call is judged by. */
    private interface OwnerAndName {
        boolean matches(String owner, String name);
    }
}
