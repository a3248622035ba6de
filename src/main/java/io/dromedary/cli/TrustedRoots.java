package io.dromedary.cli;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.Collection;
import java.util.stream.Stream;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;

/** The trusted certificates: the default roots, and those that the user adds for a private server. */
final class TrustedRoots {

    private TrustedRoots() {
    }

    /**
     * Trusts these certificates too.
     *
     * @param file certificates in PEM
     * @throws CliFailure if it contains none
     */
    static SSLContext with(Path file) {
        try (InputStream in = Files.newInputStream(file)) {
            Collection<? extends Certificate> own = CertificateFactory.getInstance("X.509").generateCertificates(in);
            if (own.isEmpty()) {
                throw new CliFailure(ExitCode.USAGE, CliEnvironment.CA_FILE + " names " + file + ", which holds no certificate.");
            }
            KeyStore roots = KeyStore.getInstance("PKCS12");
            roots.load(null, null);
            for (Certificate each : (Iterable<Certificate>) Stream.concat(usual(), own.stream())::iterator) {
                roots.setCertificateEntry(Integer.toString(roots.size()), each);
            }
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, managers(roots), null);
            return context;
        } catch (IOException | GeneralSecurityException e) {
            throw new CliFailure(ExitCode.USAGE, CliEnvironment.CA_FILE + " must name a PEM file of certificates, and " + file
                    + " cannot be read as one (" + e + ").", e);
        }
    }

    private static Stream<X509Certificate> usual() throws GeneralSecurityException {
        return Stream.of(managers(null)).map(X509TrustManager.class::cast)
                .flatMap(manager -> Stream.of(manager.getAcceptedIssuers()));
    }

    /** @param roots null for the default ones of Java */
    private static TrustManager[] managers(KeyStore roots) throws GeneralSecurityException {
        TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        factory.init(roots);
        return factory.getTrustManagers();
    }

    /** A context for plain http: the default one reads all trusted certificates, which takes 0.1 s. */
    static SSLContext none() {
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, new TrustManager[0], null);
            return context;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("This Java has no TLS", e);
        }
    }
}
