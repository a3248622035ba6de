package io.dromedary.server;

import java.util.Optional;

/** The version of this program. */
final class Version {

    private Version() {
    }

    /** The version of the jar; {@code development} in an unpackaged build. */
    static String text() {
        return Optional.ofNullable(Version.class.getPackage().getImplementationVersion()).orElse("development");
    }
}
