package io.kith.arch;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.google.common.base.Splitter;
import com.tngtech.archunit.lang.ArchRule;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The rooms of collections: wire, kind, a room for each kind, and partition, which knows no kind in particular. */
class CollectionsRoomsTest {
    private static final String ROOT = "io.kith.collections.";

    @ParameterizedTest
    @CsvSource({
        "wire, kind map sequence counter lock partition",
        "kind, map sequence counter lock partition",
        "map, sequence counter lock partition",
        "sequence, map counter lock partition",
        "counter, map sequence lock partition",
        "lock, map sequence counter partition",
        "partition, map sequence counter lock"
    })
    void a_room_knows_only_those_below_it(String room, String unknown) {
        for (String other : Splitter.on(' ').split(unknown)) {
            ArchRule rule = noClasses()
                    .that()
                    .resideInAPackage(ROOT + room)
                    .should()
                    .dependOnClassesThat()
                    .resideInAPackage(ROOT + other);
            rule.check(KithClasses.ALL);
        }
    }
}
