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

/** Whose certificates are believed: the usual roots, and those that the user names for a server of their own. */
final class TrustedRoots {

    private TrustedRoots() {
    }

    /**
     * Trusts these too.
     *
     * @param file certificates in PEM
     * @throws CliFailure when there are none in it
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

    /** @param roots null for those of this Java */
    private static TrustManager[] managers(KeyStore roots) throws GeneralSecurityException {
        TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        factory.init(roots);
        return factory.getTrustManagers();
    }
}
