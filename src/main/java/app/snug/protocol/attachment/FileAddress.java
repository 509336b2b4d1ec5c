/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.protocol.attachment;

import app.snug.crypto.Ed25519PublicKey;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Where a file lies: {@code http://HOST/file/ID#d&p=KEY} ({@code protocol/07} §3.1).
 *
 * @param server scheme, host and port, without a slash at the end
 * @param stream whether the file is a {@link StreamFile}
 * @param serverKey of a server that is not the default one
 */
public record FileAddress(
        String server, FileId id, boolean stream, Optional<Ed25519PublicKey> serverKey) {

    private static final int LONGEST = 2048;
    private static final int LAST_PORT = 65_535;

    /** The last part of a name begins with a letter, or it would be taken for a number. */
    private static final String NAME =
            "(?:[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?\\.){0,126}"
                    + "[A-Za-z](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?\\.?";

    private static final String BYTE = "(?:25[0-5]|2[0-4][0-9]|1?[0-9]?[0-9])";
    private static final String NUMBER = BYTE + "(?:\\." + BYTE + "){3}";

    private static final Pattern FORM =
            Pattern.compile(
                    "(https?://(?:%s|%s)(?::([1-9][0-9]{0,4}))?)/files?/([^/?#]+)(?:#(.*))?"
                            .formatted(NAME, NUMBER));

    /**
     * @throws MalformedAttachmentException if it is no such address
     */
    public static FileAddress parse(String url) throws MalformedAttachmentException {
        Matcher matcher = FORM.matcher(url);
        if (url.length() > LONGEST
                || !matcher.matches()
                || !isPort(matcher.group(2))
                || !FileId.isOne(matcher.group(3))) {
            throw new MalformedAttachmentException("Not the address of a file");
        }
        boolean stream = false;
        Optional<Ed25519PublicKey> key = Optional.empty();
        String fragment = matcher.group(4);
        for (String part : fragment == null ? new String[0] : fragment.split("&")) {
            if (part.equals("d") || part.startsWith("d=")) {
                stream = true;
            } else if (part.startsWith("p=")) {
                key = Optional.of(key(part.substring(2)));
            }
        }
        return new FileAddress(matcher.group(1), new FileId(matcher.group(3)), stream, key);
    }

    private static boolean isPort(@Nullable String digits) {
        return digits == null || Integer.parseInt(digits) <= LAST_PORT;
    }

    private static Ed25519PublicKey key(String hex) throws MalformedAttachmentException {
        try {
            return Ed25519PublicKey.ofHex(hex);
        } catch (IllegalArgumentException e) {
            throw new MalformedAttachmentException("The file server's key is not one");
        }
    }

    /** As it is sent. */
    public String url() {
        StringBuilder url = new StringBuilder(server).append("/file/").append(id);
        char separator = '#';
        if (stream) {
            url.append(separator).append('d');
            separator = '&';
        }
        if (serverKey.isPresent()) {
            url.append(separator).append("p=").append(serverKey.get().hex());
        }
        return url.toString();
    }
}
