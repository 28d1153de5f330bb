package io.kith.arch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The house does not get larger rooms, a larger surface or new circles without somebody deciding so. */
class RatchetTest {
    private static final Path MODULE = Path.of("").toAbsolutePath();
    private static final Path RECORD = MODULE.resolve("src/test/ratchet.txt");
    private static final String SOURCES = "src/main/java";

    private static final Pattern ASSUMPTION = Pattern.compile("\\b(assumeTrue|assumeFalse|assumeThat|assumingThat)\\(");

    /** Modules within which classes are to have no circles either, but for sealed families. */
    private static final Set<String> WITHOUT_CIRCLES = Set.of("replication", "collections", "config-gossip", "ring");

    @Test
    void nothing_has_grown_and_what_has_shrunk_is_recorded() throws IOException {
        List<Figure> figures = new ArrayList<>();
        for (Path module : modules()) {
            figures.addAll(SourceFigures.of(module.getFileName().toString(), module.resolve(SOURCES)));
            figures.addAll(cyclesOf(module));
        }
        figures.add(assumptions());
        Ratchet ratchet = Ratchet.read(RECORD);
        if ("record".equals(System.getProperty("ratchet"))) {
            Files.writeString(RECORD, ratchet.recording(figures));
            ratchet = Ratchet.read(RECORD);
        }
        assertThat(ratchet.complaints(figures)).isEmpty();
    }

    /** Tests that may be skipped: each is one that a build may pass without. */
    private static Figure assumptions() throws IOException {
        List<String> found = new ArrayList<>();
        for (Path module : modules()) {
            Path tests = module.resolve("src/test/java");
            if (Files.isDirectory(tests)) {
                try (Stream<Path> files = Files.walk(tests)) {
                    for (Path file : files.filter(each -> each.toString().endsWith(".java"))
                            .sorted()
                            .toList()) {
                        ASSUMPTION
                                .matcher(Files.readString(file))
                                .results()
                                .forEach(result -> found.add(file.getFileName().toString()));
                    }
                }
            }
        }
        return new Figure("tests.assumptions", found.size(), found.toString());
    }

    private static List<Path> modules() throws IOException {
        List<Path> modules = new ArrayList<>();
        try (DirectoryStream<Path> folders = Files.newDirectoryStream(MODULE.getParent())) {
            for (Path each : folders) {
                if (Files.exists(each.resolve("pom.xml")) && Files.isDirectory(each.resolve(SOURCES))) {
                    modules.add(each);
                }
            }
        }
        modules.sort(null);
        assertThat(modules).as("modules beside %s", MODULE).hasSizeGreaterThan(5);
        return modules;
    }

    /** How many packages, and where that counts how many classes, are in circles; of modules that are on the class path. */
    private static List<Figure> cyclesOf(Path module) throws IOException {
        String name = module.getFileName().toString();
        Set<String> packages = packagesOf(module.resolve(SOURCES));
        TreeMap<String, Set<String>> classes = new TreeMap<>();
        for (JavaClass each : KithClasses.ALL) {
            if (packages.contains(each.getPackageName())) {
                Set<String> known = classes.computeIfAbsent(topLevel(each), unused -> new TreeSet<>());
                for (Dependency dependency : each.getDirectDependenciesFromSelf()) {
                    JavaClass target = dependency.getTargetClass().getBaseComponentType();
                    if (packages.contains(target.getPackageName())
                            && !topLevel(target).equals(topLevel(each))) {
                        known.add(topLevel(target));
                    }
                }
            }
        }
        List<Figure> figures = new ArrayList<>();
        if (!classes.isEmpty()) {
            figures.add(inCycles(name + ".packages-in-cycles", byPackage(classes)));
            if (WITHOUT_CIRCLES.contains(name)) {
                figures.add(inCycles(name + ".classes-in-cycles", classes));
            }
        }
        return figures;
    }

    private static Figure inCycles(String name, Map<String, Set<String>> arrows) {
        List<List<String>> cycles = Cycles.of(arrows);
        return new Figure(name, cycles.stream().mapToInt(List::size).sum(), cycles.toString());
    }

    private static Map<String, Set<String>> byPackage(Map<String, Set<String>> classes) {
        UnaryOperator<String> packageOf = name -> name.substring(0, name.lastIndexOf('.'));
        TreeMap<String, Set<String>> packages = new TreeMap<>();
        classes.forEach((name, known) -> {
            String from = packageOf.apply(name);
            Set<String> others = packages.computeIfAbsent(from, unused -> new TreeSet<>());
            known.stream().map(packageOf).filter(to -> !to.equals(from)).forEach(others::add);
        });
        return packages;
    }

    private static Set<String> packagesOf(Path sources) throws IOException {
        Set<String> packages = new TreeSet<>();
        try (Stream<Path> files = Files.walk(sources)) {
            files.filter(file -> file.toString().endsWith(".java"))
                    .map(file -> sources.relativize(file.getParent()).toString().replace('/', '.'))
                    .forEach(packages::add);
        }
        return packages;
    }

    private static String topLevel(JavaClass type) {
        String name = type.getName();
        int nested = name.indexOf('$');
        return nested < 0 ? name : name.substring(0, nested);
    }

    // ---- whether the ratchet itself holds

    @Test
    void what_grows_is_named_with_its_place_and_what_shrinks_with_the_command() {
        Ratchet ratchet = new Ratchet(Map.of("a.x", 3, "a.y", 3, "a.z", 3, "a.gone", 1));
        List<Figure> figures = List.of(
                new Figure("a.x", 4, "Foo.java:7"),
                new Figure("a.y", 2, ""),
                new Figure("a.z", 3, ""),
                new Figure("a.new", 9, ""));

        assertThat(ratchet.complaints(figures))
                .hasSize(4)
                .anySatisfy(line -> assertThat(line).contains("a.x", "grown from 3 to 4", "Foo.java:7"))
                .anySatisfy(line -> assertThat(line).contains("a.y", "shrunk from 3 to 2", Ratchet.COMMAND))
                .anySatisfy(line -> assertThat(line).contains("a.new", Ratchet.COMMAND))
                .anySatisfy(line -> assertThat(line).contains("a.gone", Ratchet.COMMAND));
    }

    @Test
    void recording_keeps_what_has_shrunk_and_does_not_forgive_what_has_grown(@TempDir Path folder) throws IOException {
        Path file = folder.resolve("record");
        List<Figure> figures = List.of(new Figure("a.x", 4, "there"), new Figure("a.y", 2, ""));
        Files.writeString(file, new Ratchet(Map.of("a.x", 3, "a.y", 3, "a.gone", 1)).recording(figures));

        assertThat(Ratchet.read(file).complaints(figures))
                .singleElement()
                .asString()
                .contains("a.x has grown from 3 to 4");
        Files.writeString(file, "a.x=three");
        assertThatThrownBy(() -> Ratchet.read(file)).hasMessageContaining("a.x=three");
    }

    @Test
    void sources_are_measured_as_the_compiler_reads_them(@TempDir Path folder) throws IOException {
        Files.writeString(folder.resolve("One.java"), """
                package one;

                /** Says {@code void method() {} }. */
                public final class One {
                    One(int a, String b, long c) {
                        String text = "}";
                        // }
                    }

                    /** Not a line of it. */
                    void three() {
                        new Object() {
                        };
                    }

                    public record Nested(int a, int b, int c, int d) {}
                }
                """);
        Files.writeString(folder.resolve("two.java"), "class Two { Two() {} }\nclass Three {}\n");

        assertThat(SourceFigures.of("m", folder))
                .extracting(Figure::name, Figure::value)
                .containsExactly(
                        tuple("m.longest-class-lines", 17),
                        tuple("m.classes-over-300-lines", 0),
                        tuple("m.longest-method-lines", 4),
                        tuple("m.methods-over-50-lines", 0),
                        tuple("m.most-constructor-parameters", 3),
                        tuple("m.public-types", 1));
        assertThat(SourceFigures.of("m", folder).get(4).where()).isEqualTo("the constructor at One.java:5");
    }

    @Test
    void long_ones_are_counted_and_named(@TempDir Path folder) throws IOException {
        Files.writeString(
                folder.resolve("Long.java"),
                "class Long {\n void method() {\n" + "  int i;\n".repeat(299) + " }\n void other() {}\n}\n");

        List<Figure> figures = SourceFigures.of("m", folder);
        assertThat(figures).extracting(Figure::value).containsExactly(304, 1, 301, 1, 0, 0);
        assertThat(figures.get(3).where()).isEqualTo("method at Long.java:2 (301)");
    }

    @Test
    void circles_are_found_whatever_their_length() {
        Map<String, Set<String>> arrows = Map.of(
                "a", Set.of("b"),
                "b", Set.of("c", "d"),
                "c", Set.of("a"),
                "d", Set.of("e"),
                "e", Set.of(),
                "f", Set.of("g"),
                "g", Set.of("f", "a"));

        assertThat(Cycles.of(arrows)).containsExactlyInAnyOrder(List.of("a", "b", "c"), List.of("f", "g"));
    }
}
