package io.kith.arch;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Names say what a thing is, and a test that does not run says why. */
class NamesAndTestsTest {
    private static final Pattern DISABLED_WITHOUT_REASON =
            Pattern.compile("@Disabled\\b(?!\\s*\\(\\s*(value\\s*=\\s*)?\"\\s*\\S)");

    private static final Pattern SLEEP =
            Pattern.compile("\\bThread\\s*\\.\\s*sleep\\(|\\b(TimeUnit\\.)?[A-Z]+SECONDS\\s*\\.\\s*sleep\\("
                    + "|\\bsleepUninterruptibly\\(|\\bLockSupport\\s*\\.\\s*park(Nanos|Until)\\(");

    private static final Pattern NEVER_RUN =
            Pattern.compile("\\bassume(True|False|That)\\s*\\(\\s*(!\\s*)?(true|false)\\b|\\bAssumptions\\.abort\\(");

    @Test
    void no_class_is_named_after_nothing() {
        noClasses()
                .should()
                .haveNameMatching(".*(Impl|Util|Utils|Helper|Helpers|Manager)")
                .because("such a name says nothing about what the class is for")
                .allowEmptyShould(true)
                .check(KithClasses.ALL);
    }

    @Test
    void no_two_classes_share_a_simple_name() throws IOException {
        Map<String, List<Path>> byName = new TreeMap<>();
        for (Path source : sources("src/main/java")) {
            String file = source.getFileName().toString();
            if (!file.endsWith("-info.java")) {
                byName.computeIfAbsent(file, unused -> new ArrayList<>()).add(source);
            }
        }
        byName.values().removeIf(sources -> sources.size() == 1);
        assertThat(byName).as("names that say two things").isEmpty();
    }

    @Test
    void a_disabled_test_gives_its_reason() throws IOException {
        assertThat(testsWith(DISABLED_WITHOUT_REASON))
                .as("tests disabled without a reason")
                .isEmpty();
    }

    @Test
    void a_test_does_not_sleep() throws IOException {
        assertThat(testsWith(SLEEP))
                .as("tests that sleep: they wait for what they need, with a bound, or run on virtual time")
                .isEmpty();
    }

    @Test
    void no_test_is_skipped_whatever_the_machine_is() throws IOException {
        assertThat(testsWith(NEVER_RUN))
                .as("tests that assume a constant: say what the machine lacks, or delete them")
                .isEmpty();
    }

    private static List<Path> testsWith(Pattern pattern) throws IOException {
        List<Path> found = new ArrayList<>();
        for (Path test : sources("src/test/java")) {
            boolean isOfRules = test.getParent().endsWith("io/kith/arch");
            if (!isOfRules && pattern.matcher(Files.readString(test)).find()) {
                found.add(test);
            }
        }
        return found;
    }

    /** The sources of all modules: not all their classes are on this module's class path. */
    private static List<Path> sources(String kind) throws IOException {
        Path module = Path.of("").toAbsolutePath();
        Path root = Files.exists(module.resolve("../ring/pom.xml")) ? module.resolve("..") : module;
        List<Path> sources = new ArrayList<>();
        try (DirectoryStream<Path> modules = Files.newDirectoryStream(root)) {
            for (Path each : modules) {
                Path folder = each.resolve(kind);
                if (Files.isDirectory(folder)) {
                    try (Stream<Path> files = Files.walk(folder)) {
                        sources.addAll(files.filter(file -> file.toString().endsWith(".java"))
                                .toList());
                    }
                }
            }
        }
        assertThat(sources).as("sources").isNotEmpty();
        return sources;
    }
}
