package io.kith.cli;

import picocli.CommandLine.IVersionProvider;

/** Says which Kith and which Java this is. */
final class KithVersion implements IVersionProvider {
    @Override
    public String[] getVersion() {
        String version = KithVersion.class.getPackage().getImplementationVersion();
        return new String[] {
            "kith " + (version == null ? "(not packaged)" : version), "java " + System.getProperty("java.version")
        };
    }
}
