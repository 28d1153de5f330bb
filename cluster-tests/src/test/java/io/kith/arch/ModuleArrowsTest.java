package io.kith.arch;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.PackageMatchers;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Arrows between modules only point down, and the network library stays in the modules that do I/O. */
class ModuleArrowsTest {
    @ParameterizedTest
    @CsvSource({
        "ring,        ''",
        "transport,   ''",
        "simulation,  transport",
        "membership,  transport",
        "config,      ring transport",
        "collections, ring transport",
        "replication, ring transport collections config",
        "client,      ring transport collections config membership",
        "node,        ring transport collections config membership replication client",
        "cli,         ring transport collections config membership replication client node",
    })
    void a_module_knows_only_the_modules_below_it(String module, String below) {
        List<String> known = below.isEmpty() ? List.of(module) : List.of((module + " " + below).split(" ", -1));
        PackageMatchers allowed = PackageMatchers.of(
                known.stream().map(name -> "io.kith." + name + "..").toList());
        DescribedPredicate<JavaClass> elsewhereInKith = describe(
                "are in Kith but in none of " + known,
                target -> target.getPackageName().startsWith("io.kith") && !allowed.test(target.getPackageName()));

        noClasses()
                .that()
                .resideInAPackage("io.kith." + module + "..")
                .should()
                .dependOnClassesThat(elsewhereInKith)
                .allowEmptyShould(true)
                .check(KithClasses.ALL);
    }

    @Test
    void only_the_modules_that_do_io_know_netty() {
        noClasses()
                .that()
                .resideOutsideOfPackages("io.kith.transport..", "io.kith.client..", "io.kith.node.wiring..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("io.netty..")
                .allowEmptyShould(true)
                .check(KithClasses.ALL);
    }
}
