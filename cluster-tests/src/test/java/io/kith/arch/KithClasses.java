package io.kith.arch;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;

/** The production classes of every module below this one, read once for all rules. */
final class KithClasses {
    /** The modules and rooms whose code is single-threaded and deterministic. */
    static final String[] PROTOCOL = {
        "io.kith.ring..",
        "io.kith.membership..",
        "io.kith.config..",
        "io.kith.replication..",
        "io.kith.collections..",
        "io.kith.client.routing..",
        "io.kith.node.core..",
        "io.kith.node.door.."
    };

    static final JavaClasses ALL = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .withImportOption(location -> !location.contains("-tests.jar"))
            .importPackages("io.kith");

    private KithClasses() {}
}
