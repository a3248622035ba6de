package io.dromedary.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.dromedary.machine.Certificates;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashMap;
import java.util.Map;
import java.util.Properties;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which certificates and keys are taken, and what is said of the others. */
@Tag("slow")
class TlsTest {

    @TempDir
    static Path folder;

    @BeforeAll
    static void make() throws Exception {
        new Certificates(folder, "rsa", "RSA").writePem();
        new Certificates(folder, "ec", "EC").writePem();
        write("old.key", "-----BEGIN RSA PRIVATE KEY-----\nAAAA\n-----END RSA PRIVATE KEY-----\n");
        write("locked.key", "-----BEGIN ENCRYPTED PRIVATE KEY-----\nAAAA\n-----END ENCRYPTED PRIVATE KEY-----\n");
        write("bad.key", "-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n");
        write("empty.key", "");
        write("empty.pem", "");
        Files.copy(folder.resolve("rsa.key"), folder.resolve("open.key"));
        Files.setPosixFilePermissions(folder.resolve("open.key"), PosixFilePermissions.fromString("rw-r--r--"));
    }

    private static void write(String name, String text) throws IOException {
        Files.writeString(Files.createFile(folder.resolve(name),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))), text);
    }

    @ParameterizedTest
    @CsvSource({"rsa.pem, rsa.key,", "ec.pem, ec.key,", "rsa.p12,, of the test", "ec.p12,, of the test"})
    void aCertificateAndItsKeyAreTaken(String certificate, String key, String password) throws Exception {
        Tls tls = Tls.of(settings(certificate, key, password)).orElseThrow();
        assertThat(tls.parameters().getKeyManagers().createKeyManagers()).hasSize(1);
    }

    @ParameterizedTest
    @CsvSource({
        "rsa.pem, ec.key,, cannot be read from",
        "ec.pem, rsa.key,, cannot be read from",
        "other.pem, rsa.key,, does not belong to the key",
        "rsa.pem, old.key,, openssl pkcs8 -topk8 -nodes",
        "rsa.pem, locked.key,, unencrypted",
        "rsa.pem, bad.key,, cannot be read from",
        "rsa.pem, empty.key,, no BEGIN PRIVATE KEY",
        "rsa.pem, none.key,, there is no file",
        "rsa.pem, open.key,, can be read by others",
        "empty.pem, rsa.key,, no certificate in it",
        "none.pem, rsa.key,, there is no file",
        "rsa.p12,, wrong, cannot be read from",
        "rsa.pem,, of the test, PKCS#12",
        ", rsa.key,, is empty",
        ",, of the test, is empty",
        "rsa.p12, rsa.key, of the test, leave DROMEDARY_TLS_KEY or DROMEDARY_TLS_PASSWORD empty"})
    void everyOtherIsRefusedWithAReason(String certificate, String key, String password, String reason) throws Exception {
        if ("other.pem".equals(certificate)) {
            new Certificates(Files.createDirectories(folder.resolve("other")), "rsa", "RSA").writePem();
            Files.move(folder.resolve("other/rsa.pem"), folder.resolve("other.pem"));
        }
        Settings settings = settings(certificate, key, password);
        assertThatThrownBy(() -> Tls.of(settings)).hasMessageContaining(reason);
    }

    @Test
    void withoutAnyOfThemThereIsNone() {
        assertThat(Tls.of(settings(null, null, null))).isEmpty();
    }

    private static Settings settings(String certificate, String key, String password) {
        Map<String, String> values = new HashMap<>();
        values.put("dromedary.tls.certificate", certificate == null ? "" : folder.resolve(certificate).toString());
        values.put("dromedary.tls.key", key == null ? "" : folder.resolve(key).toString());
        return new Settings(values::get, Map.of("DROMEDARY_TLS_PASSWORD", password == null ? "" : password)::get,
                new Properties());
    }
}
