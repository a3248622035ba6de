package io.dromedary.machine;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.Base64;

/** A certificate of this machine that keytool makes, and its key: in PKCS#12, and as PEM. */
public final class Certificates {

    /** Of the PKCS#12 file. */
    public static final String PASSWORD = "of the test";

    private final Path folder;
    private final String name;

    /** Makes {@code <name>.p12}. */
    public Certificates(Path folder, String name, String algorithm) throws IOException, InterruptedException {
        this.folder = folder;
        this.name = name;
        Process keytool = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-genkeypair", "-keyalg", algorithm, "-dname", "CN=localhost", "-ext", "san=dns:localhost,ip:127.0.0.1",
                "-storetype", "PKCS12", "-keystore", store().toString(), "-storepass", PASSWORD)
                .redirectErrorStream(true).redirectOutput(folder.resolve(name + ".log").toFile()).start();
        assertThat(keytool.waitFor()).as(() -> "keytool failed").isZero();
        Files.setPosixFilePermissions(store(), PosixFilePermissions.fromString("rw-------"));
    }

    /** Writes {@code <name>.pem} and {@code <name>.key} too. */
    public Certificates writePem() throws IOException, GeneralSecurityException {
        KeyStore keys = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(store())) {
            keys.load(in, PASSWORD.toCharArray());
        }
        String alias = keys.aliases().nextElement();
        write(certificate(), "CERTIFICATE", keys.getCertificate(alias).getEncoded());
        write(key(), "PRIVATE KEY", keys.getKey(alias, PASSWORD.toCharArray()).getEncoded());
        Files.setPosixFilePermissions(key(), PosixFilePermissions.fromString("rw-------"));
        return this;
    }

    private static void write(Path file, String label, byte[] bytes) throws IOException {
        Files.writeString(file, "-----BEGIN " + label + "-----\n"
                + Base64.getMimeEncoder(64, "\n".getBytes(StandardCharsets.US_ASCII)).encodeToString(bytes)
                + "\n-----END " + label + "-----\n");
    }

    /** The PKCS#12 file. */
    public Path store() {
        return folder.resolve(name + ".p12");
    }

    /** The certificate as PEM. */
    public Path certificate() {
        return folder.resolve(name + ".pem");
    }

    /** The key as PEM. */
    public Path key() {
        return folder.resolve(name + ".key");
    }
}
