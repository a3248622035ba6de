package io.dromedary.database;

import java.util.Comparator;
import java.util.Optional;
import java.util.stream.Stream;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.MigrationInfo;
import org.flywaydb.core.api.MigrationState;
import org.flywaydb.core.api.MigrationVersion;

/** Refuses tables of a newer program version: this version would write data that the newer one does not expect. */
final class NewerTables {

    private NewerTables() {
    }

    /**
     * Fails if there are any.
     *
     * @throws IllegalStateException naming both versions, and what to do
     */
    static void refuse(Flyway migrations) {
        MigrationInfo[] all = migrations.info().all();
        Optional<MigrationVersion> newer = newest(Stream.of(all).filter(each -> each.getState() == MigrationState.FUTURE_SUCCESS
                || each.getState() == MigrationState.FUTURE_FAILED));
        newer.ifPresent(version -> {
            throw new IllegalStateException("The database is of a newer version of this program: its tables are of version "
                    + version + ", and this program (" + program() + ") knows them up to version "
                    + newest(Stream.of(all).filter(each -> !each.getState().name().startsWith("FUTURE"))).orElseThrow()
                    + ". Start the newer program, or put back the backup from before the upgrade (docs/upgrading.md).");
        });
    }

    private static Optional<MigrationVersion> newest(Stream<MigrationInfo> migrations) {
        return migrations.map(MigrationInfo::getVersion).max(Comparator.naturalOrder());
    }

    private static String program() {
        return Optional.ofNullable(NewerTables.class.getPackage().getImplementationVersion()).orElse("development");
    }
}
