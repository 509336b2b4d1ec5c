/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.network;

import app.snug.network.NetworkDescriptor.Seed;
import java.net.Socket;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.Base64;
import java.util.Collection;
import java.util.HexFormat;
import java.util.List;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedTrustManager;

/**
 * Accepts one certificate only: the seed's own ({@code protocol/02} §1.2). The fingerprint fixes
 * every byte of it; validity and host name are checked all the same, since a pin may outlive both.
 */
final class PinnedTrust extends X509ExtendedTrustManager {

    private static final int DNS_NAME = 2;
    private static final int IP_ADDRESS = 7;

    private final Seed seed;

    PinnedTrust(Seed seed) {
        this.seed = seed;
    }

    static boolean isPinned(Seed seed) {
        return seed.certificateSha256() != null || seed.publicKeySha256() != null;
    }

    private void check(X509Certificate[] chain) throws CertificateException {
        if (chain.length == 0) {
            throw new CertificateException("no certificate");
        }
        X509Certificate leaf = chain[0];
        leaf.checkValidity();
        String host = seed.url().getHost();
        if (names(leaf).stream().noneMatch(host::equalsIgnoreCase)) {
            throw new CertificateException("certificate of another host");
        }
        String fingerprint = seed.certificateSha256();
        if (fingerprint != null
                && !Arrays.equals(
                        sha256(leaf.getEncoded()), HexFormat.of().parseHex(fingerprint))) {
            throw new CertificateException("not the pinned certificate");
        }
        String pin = seed.publicKeySha256();
        if (pin != null
                && !Arrays.equals(
                        sha256(leaf.getPublicKey().getEncoded()),
                        Base64.getDecoder().decode(pin))) {
            throw new CertificateException("not the pinned public key");
        }
    }

    private static List<String> names(X509Certificate leaf) throws CertificateParsingException {
        Collection<List<?>> alternatives = leaf.getSubjectAlternativeNames();
        if (alternatives == null) {
            return List.of();
        }
        return alternatives.stream()
                .filter(name -> name.get(0).equals(DNS_NAME) || name.get(0).equals(IP_ADDRESS))
                .map(name -> String.valueOf(name.get(1)))
                .toList();
    }

    private static byte[] sha256(byte[] bytes) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(bytes);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType, SSLEngine engine)
            throws CertificateException {
        check(chain);
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType, Socket socket)
            throws CertificateException {
        check(chain);
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType)
            throws CertificateException {
        check(chain);
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType, SSLEngine engine)
            throws CertificateException {
        throw new CertificateException("for servers only");
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType, Socket socket)
            throws CertificateException {
        throw new CertificateException("for servers only");
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType)
            throws CertificateException {
        throw new CertificateException("for servers only");
    }

    @Override
    public X509Certificate[] getAcceptedIssuers() {
        return new X509Certificate[0];
    }
}
