package io.dromedary.database;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import com.zaxxer.hikari.pool.HikariPool;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.configuration.FluentConfiguration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Opens the connections to a database, and brings its tables up to date. */
final class MigratedPool {

    private static final Logger LOG = LoggerFactory.getLogger(MigratedPool.class);
    private static final int CONNECTIONS = 8;

    private MigratedPool() {
    }

    /**
     * Opens them.
     *
     * @param direct the address without a pooler
     * @param tables for a new file: one that has the tables already
     * @throws org.flywaydb.core.api.FlywayException if it has a newer version or was changed by hand
     */
    static HikariDataSource open(DatabaseAddress address, DatabaseAddress direct, Optional<Path> tables) {
        return address.file().map(file -> openFile(file, tables)).orElseGet(() -> openServer(address, direct));
    }

    private static HikariDataSource openServer(DatabaseAddress address, DatabaseAddress direct) {
        try {
            return migrated(PoolSettings.postgresql(address), direct);
        } catch (HikariPool.PoolInitializationException e) {
            throw new IllegalStateException("The database " + address.url() + " cannot be reached, or does not let this"
                    + " node in (" + e.getCause().getMessage() + "): look at DROMEDARY_DATABASE_URL,"
                    + " DROMEDARY_DATABASE_USER and DROMEDARY_DATABASE_PASSWORD.");
        }
    }

    private static HikariDataSource openFile(Path file, Optional<Path> tables) {
        Path starting = file.resolveSibling(file.getFileName() + ".start");
        try {
            OwnerOnlyFiles.make(starting);
        } catch (IOException e) {
            throw unusable(file, e);
        }
        // Flyway has no lock for SQLite.
        try (var channel = FileChannel.open(starting, StandardOpenOption.WRITE); var held = channel.lock()) {
            if (tables.isPresent() && !Files.exists(file)) {
                copy(tables.get(), file);
                return pool(PoolSettings.sqlite(file), DatabaseAddress.ofFile(file));
            }
            OwnerOnlyFiles.make(file);
            if (OwnerOnlyFiles.isOpen(file)) {
                LOG.warn("The database {} can be read by others: 'chmod 600 {}' closes it", file, file);
            }
            return migrated(PoolSettings.sqlite(file), DatabaseAddress.ofFile(file));
        } catch (IOException e) {
            throw unusable(file, e);
        }
    }

    /** All or nothing, whenever this process or the machine ends. */
    private static void copy(Path tables, Path file) throws IOException {
        Path copied = file.resolveSibling(file.getFileName() + ".new");
        Files.deleteIfExists(copied);
        OwnerOnlyFiles.make(copied);
        try (var channel = FileChannel.open(copied, StandardOpenOption.WRITE)) {
            ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(tables));
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
            channel.force(true);
        }
        Files.move(copied, file, StandardCopyOption.ATOMIC_MOVE);
    }

    private static UncheckedIOException unusable(Path file, IOException cause) {
        return new UncheckedIOException("The database " + file + " cannot be used: is its folder there, and writable?", cause);
    }

    private static HikariDataSource pool(HikariConfig config, DatabaseAddress address) {
        config.setPoolName("database");
        config.setMaximumPoolSize(CONNECTIONS);
        config.setMinimumIdle(address.isShared() ? 0 : 1);
        return new HikariDataSource(config);
    }

    private static HikariDataSource migrated(HikariConfig config, DatabaseAddress address) {
        HikariDataSource pool = pool(config, address);
        try {
            OlderNodes.refuse(pool);
            FluentConfiguration flyway = Flyway.configure(new MigrationFiles()).locations("classpath:" + MigrationFiles.FOLDER)
                    // One commit for all: on a new database each would wait for the disk.
                    .group(true);
            if (address.isShared()) {
                // Separate connections: migrations may take longer than the timeouts of the pool.
                flyway.dataSource(address.url(), address.user().orElse(null), address.password().orElse(null));
            } else {
                flyway.dataSource(pool);
            }
            Flyway migrations = flyway.load();
            NewerTables.refuse(migrations);
            migrations.migrate();
            return pool;
        } catch (RuntimeException e) {
            pool.close();
            throw e;
        }
    }
}
