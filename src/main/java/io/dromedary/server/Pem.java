package io.dromedary.server;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads certificates and keys in PEM (RFC 7468). */
final class Pem {

    private static final Pattern BLOCK = Pattern.compile("-----BEGIN ([A-Z0-9 ]+)-----([^-]*)-----END \\1-----");

    private Pem() {
    }

    /**
     * Reads a certificate chain, beginning with the server's certificate.
     *
     * @throws CertificateException when there is none
     */
    static Certificate[] certificates(InputStream in) throws CertificateException {
        Certificate[] chain = CertificateFactory.getInstance("X.509").generateCertificates(in).toArray(Certificate[]::new);
        if (chain.length == 0) {
            throw new CertificateException("There is no certificate in it");
        }
        return chain;
    }

    /**
     * Reads an unencrypted key in PKCS #8 (RFC 5958), the only form that the JDK reads.
     *
     * @param algorithm algorithm of its public key
     */
    static PrivateKey privateKey(InputStream in, String algorithm) throws IOException, GeneralSecurityException {
        Matcher block = BLOCK.matcher(new String(in.readAllBytes(), StandardCharsets.US_ASCII));
        while (block.find()) {
            if (block.group(1).equals("PRIVATE KEY")) {
                return KeyFactory.getInstance(algorithm).generatePrivate(new PKCS8EncodedKeySpec(bytes(block.group(2))));
            }
            if (block.group(1).endsWith("PRIVATE KEY")) {
                throw new InvalidKeySpecException("It is a " + block.group(1) + ", and must be an unencrypted one of PKCS #8:"
                        + " 'openssl pkcs8 -topk8 -nodes -in <it>' makes that");
            }
        }
        throw new InvalidKeySpecException("There is no BEGIN PRIVATE KEY in it");
    }

    private static byte[] bytes(String base64) throws InvalidKeySpecException {
        try {
            return Base64.getMimeDecoder().decode(base64);
        } catch (IllegalArgumentException e) {
            throw new InvalidKeySpecException("The key is not in base64", e);
        }
    }

    /** Does the key belong to the certificate? */
    static boolean belongTogether(PrivateKey key, Certificate certificate) throws GeneralSecurityException {
        String algorithm = switch (key.getAlgorithm()) {
            case "RSA" -> "SHA256withRSA";
            case "EC" -> "SHA256withECDSA";
            default -> key.getAlgorithm();
        };
        byte[] text = "dromedary".getBytes(StandardCharsets.US_ASCII);
        Signature signature = Signature.getInstance(algorithm);
        signature.initSign(key);
        signature.update(text);
        byte[] signed = signature.sign();
        signature.initVerify(certificate.getPublicKey());
        signature.update(text);
        return signature.verify(signed);
    }
}
