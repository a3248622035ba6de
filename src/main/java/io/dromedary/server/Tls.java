package io.dromedary.server;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.util.Collections;
import java.util.Optional;
import org.apache.camel.support.jsse.CipherSuitesParameters;
import org.apache.camel.support.jsse.KeyManagersParameters;
import org.apache.camel.support.jsse.KeyStoreParameters;
import org.apache.camel.support.jsse.SSLContextParameters;
import org.apache.camel.support.jsse.SecureSocketProtocolsParameters;

/** The TLS certificate of the server and its key, from PEM files or a PKCS#12 file. */
final class Tls {

    /** RFC 8996 deprecates older ones. */
    private static final String[] PROTOCOLS = {"TLSv1.3", "TLSv1.2"};
    /**
     * Suites with forward secrecy and authenticated encryption (RFC 9325, 4.2): recorded connections cannot be decrypted
     * with the certificate's key later.
     */
    private static final String[] CIPHER_SUITES = {
        "TLS_AES_256_GCM_SHA384", "TLS_AES_128_GCM_SHA256", "TLS_CHACHA20_POLY1305_SHA256",
        "TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384", "TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256",
        "TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256", "TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384",
        "TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256", "TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305_SHA256"};
    private static final String ALIAS = "dromedary";

    private final KeyStore store;
    private final char[] password;

    private Tls(KeyStore store, char[] password) {
        this.store = store;
        this.password = password;
    }

    /**
     * Reads the settings; none if they name no certificate.
     *
     * @throws IllegalArgumentException if the certificate or key cannot be used
     */
    static Optional<Tls> of(Settings settings) {
        Optional<Path> key = settings.text("dromedary.tls.key").map(Path::of);
        Optional<String> password = settings.secret("dromedary.tls.password");
        Optional<Path> certificate = settings.text("dromedary.tls.certificate").map(Path::of);
        if (certificate.isEmpty()) {
            if (key.isPresent() || password.isPresent()) {
                throw wrong("is empty: name the certificate, or leave DROMEDARY_TLS_KEY and DROMEDARY_TLS_PASSWORD empty"
                        + " too", null);
            }
            return Optional.empty();
        }
        if (key.isPresent() && password.isPresent()) {
            throw wrong("comes with a key of its own and with a password, which is that of a PKCS#12 file: leave"
                    + " DROMEDARY_TLS_KEY or DROMEDARY_TLS_PASSWORD empty", null);
        }
        return Optional.of(key.map(file -> ofPem(certificate.get(), file))
                .orElseGet(() -> ofPkcs12(certificate.get(), password.orElse("").toCharArray())));
    }

    /** The parameters for Camel's server. */
    SSLContextParameters parameters() {
        var keyStore = new KeyStoreParameters();
        keyStore.setKeyStore(store);
        var keys = new KeyManagersParameters();
        keys.setKeyStore(keyStore);
        keys.setKeyPassword(new String(password));
        var protocols = new SecureSocketProtocolsParameters();
        Collections.addAll(protocols.getSecureSocketProtocol(), PROTOCOLS);
        var suites = new CipherSuitesParameters();
        Collections.addAll(suites.getCipherSuite(), CIPHER_SUITES);
        var parameters = new SSLContextParameters();
        parameters.setCipherSuites(suites);
        parameters.setKeyManagers(keys);
        parameters.setSecureSocketProtocols(protocols);
        return parameters;
    }

    private static Tls ofPem(Path certificate, Path key) {
        Certificate[] chain = read(certificate, Pem::certificates);
        PrivateKey secret = readSecret(key, in -> Pem.privateKey(in, chain[0].getPublicKey().getAlgorithm()));
        try {
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(null, null);
            store.setKeyEntry(ALIAS, secret, new char[0], chain);
            return checked(store, new char[0]);
        } catch (GeneralSecurityException | IOException e) {
            throw wrong("cannot be used with the key in " + key, e);
        }
    }

    private static Tls ofPkcs12(Path file, char[] password) {
        return checked(readSecret(file, in -> {
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(in, password);
            return store;
        }), password);
    }

    /** Checks that the key belongs to the certificate: otherwise every connection would fail, without a message here. */
    private static Tls checked(KeyStore store, char[] password) {
        try {
            for (String alias : Collections.list(store.aliases())) {
                Key key = store.getKey(alias, password);
                if (key instanceof PrivateKey secret && Pem.belongTogether(secret, store.getCertificate(alias))) {
                    return new Tls(store, password);
                }
            }
        } catch (GeneralSecurityException e) {
            throw wrong("cannot be used", e);
        }
        throw wrong("does not belong to the key: DROMEDARY_TLS_KEY must name the key that this certificate was made for, or"
                + " a PKCS#12 file hold both", null);
    }

    private interface Reader<T> {
        T read(InputStream in) throws IOException, GeneralSecurityException;
    }

    private static <T> T readSecret(Path file, Reader<T> reader) {
        T secret = read(file, reader);
        try {
            if (Files.getPosixFilePermissions(file).contains(PosixFilePermission.OTHERS_READ)) {
                throw new IllegalStateException(
                        "The key file " + file + " can be read by others: 'chmod o= " + file + "' closes it");
            }
        } catch (IOException e) {
            throw new UncheckedIOException("The key file " + file + " cannot be looked at", e);
        }
        return secret;
    }

    private static <T> T read(Path file, Reader<T> reader) {
        try (InputStream in = Files.newInputStream(file)) {
            return reader.read(in);
        } catch (NoSuchFileException e) {
            throw wrong("or its key is not there: there is no file " + file, null);
        } catch (IOException | GeneralSecurityException e) {
            throw wrong("or its key cannot be read from " + file + ": PEM files (DROMEDARY_TLS_CERTIFICATE and"
                    + " DROMEDARY_TLS_KEY) or one PKCS#12 file (with DROMEDARY_TLS_PASSWORD) are taken. "
                    + e.getMessage(), null);
        }
    }

    private static IllegalArgumentException wrong(String what, Exception cause) {
        return new IllegalArgumentException("The setting dromedary.tls.certificate (DROMEDARY_TLS_CERTIFICATE) "
                + what.replaceFirst("\\.?$", "."), cause);
    }
}
