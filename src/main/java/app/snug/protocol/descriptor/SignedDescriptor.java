/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.protocol.descriptor;

import app.snug.crypto.Ed25519KeyPair;
import app.snug.crypto.Ed25519PublicKey;
import app.snug.protocol.descriptor.DescriptorException.Flaw;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A descriptor and who signed it; every signature fits. There may be too few of them: {@link
 * #requireFounded} and {@link #requireSuccessorOf} say whether it is to be believed.
 */
public final class SignedDescriptor {

    /** Clocks of people who sign may be so far ahead. */
    private static final Duration CLOCK_TOLERANCE = Duration.ofHours(1);

    /**
     * @param by the operator's key
     * @param hex 128 lower-case digits
     */
    public record Signature(Ed25519PublicKey by, String hex) {

        /**
         * @throws IllegalArgumentException with a sentence for people
         */
        public Signature {
            if (!hex.matches("[0-9a-f]{128}")) {
                throw new IllegalArgumentException(
                        "A signature must be 128 hexadecimal digits in lower case.");
            }
        }
    }

    private final Descriptor content;
    private final List<Signature> signatures;

    private SignedDescriptor(Descriptor content, Stream<Signature> signatures) {
        this.content = content;
        this.signatures = signatures.sorted(Comparator.comparing(s -> s.by().hex())).toList();
    }

    /** Nobody has signed it yet. */
    public static SignedDescriptor unsigned(Descriptor content) {
        return new SignedDescriptor(content, Stream.of());
    }

    /**
     * @param signatures as found in a file
     * @throws DescriptorException if one of them does not fit
     */
    static SignedDescriptor of(Descriptor content, List<Signature> signatures)
            throws DescriptorException {
        byte[] signed = content.signedBytes();
        for (Signature signature : signatures) {
            if (!signature.by().verify(signed, HexFormat.of().parseHex(signature.hex()))) {
                throw new DescriptorException(
                        Flaw.TAMPERED,
                        "The signature of %s does not fit what is in the descriptor: it was changed after it was signed."
                                .formatted(nameOf(content, signature.by())));
            }
        }
        if (signatures.stream().map(Signature::by).distinct().count() < signatures.size()) {
            throw new DescriptorException(Flaw.MALFORMED, "Somebody has signed it twice.");
        }
        return new SignedDescriptor(content, signatures.stream());
    }

    /**
     * A descriptor as JSON, at most 1 MiB.
     *
     * @throws DescriptorException if it is none, or a signature does not fit; that there are enough
     *     is not asked here
     */
    public static SignedDescriptor read(byte[] json) throws DescriptorException {
        return DescriptorJson.read(json);
    }

    /** JSON for people and machines; {@link #read} gives the same again. */
    public byte[] write() {
        return DescriptorJson.write(this);
    }

    public Descriptor content() {
        return content;
    }

    /** In the order of the signers' keys. */
    public List<Signature> signatures() {
        return signatures;
    }

    /** With one signature more; it takes the place of an earlier one by the same key. */
    public SignedDescriptor signedBy(Ed25519KeyPair operator) {
        Signature own =
                new Signature(
                        operator.publicKey(),
                        HexFormat.of().formatHex(operator.sign(content.signedBytes())));
        return new SignedDescriptor(
                content,
                Stream.concat(
                        signatures.stream().filter(s -> !s.by().equals(own.by())), Stream.of(own)));
    }

    public boolean isSignedBy(Ed25519PublicKey operator) {
        return signatures.stream().anyMatch(signature -> signature.by().equals(operator));
    }

    /**
     * Whether enough of its own operators have signed it. That is what somebody checks who has no
     * earlier one to go by and was given this one by people they trust.
     *
     * @throws DescriptorException if not
     */
    public void requireFounded() throws DescriptorException {
        requireSignatures(content, "its");
    }

    /**
     * Whether this is to replace the one in force: of the same network, newer, not expired, and
     * signed by enough operators of both.
     *
     * @throws DescriptorException if not
     */
    public void requireSuccessorOf(SignedDescriptor inForce, Instant now)
            throws DescriptorException {
        Descriptor before = inForce.content;
        if (!content.network().equals(before.network())) {
            throw new DescriptorException(
                    Flaw.WRONG_NETWORK,
                    "It is of another network: “%s” (%s), not “%s” (%s)."
                            .formatted(
                                    content.name(),
                                    content.network(),
                                    before.name(),
                                    before.network()));
        }
        if (content.serial() < before.serial()) {
            throw new DescriptorException(
                    Flaw.OLDER,
                    "It is older than the one in force: its serial number is %d, that one's %d."
                            .formatted(content.serial(), before.serial()));
        }
        if (content.serial() == before.serial() && !content.equals(before)) {
            throw new DescriptorException(
                    Flaw.RIVAL,
                    "There are two different descriptors with serial number %d; make one with number %d or higher."
                            .formatted(content.serial(), content.serial() + 1));
        }
        requireKnown(before);
        requireFounded();
        requireSignatures(before, "the present");
        requireCurrent(now);
    }

    /**
     * Whether it is valid at this time.
     *
     * @throws DescriptorException if not
     */
    public void requireCurrent(Instant now) throws DescriptorException {
        if (content.isExpired(now)) {
            throw new DescriptorException(
                    Flaw.EXPIRED,
                    "It expired on %s; ask an operator for a newer one."
                            .formatted(day(content.expires())));
        }
        if (content.issued().isAfter(now.plus(CLOCK_TOLERANCE))) {
            throw new DescriptorException(
                    Flaw.FROM_THE_FUTURE,
                    "It was issued on %s, which has not come yet; check this computer's clock."
                            .formatted(day(content.issued())));
        }
    }

    /** The day of a time, for people. */
    public static String day(Instant time) {
        return time.toString().substring(0, "2026-11-25".length());
    }

    /** Who signs must be an operator, now or from this descriptor on. */
    private void requireKnown(Descriptor before) throws DescriptorException {
        for (Signature signature : signatures) {
            if (before.operator(signature.by()).isEmpty()
                    && content.operator(signature.by()).isEmpty()) {
                throw new DescriptorException(
                        Flaw.UNKNOWN_OPERATOR,
                        "It is signed by %s, who is no operator of “%s”."
                                .formatted(signature.by().hex(), before.name()));
            }
        }
    }

    private void requireSignatures(Descriptor operators, String whose) throws DescriptorException {
        Set<Ed25519PublicKey> signers =
                signatures.stream().map(Signature::by).collect(Collectors.toSet());
        List<String> missing =
                operators.operators().stream()
                        .filter(operator -> !signers.contains(operator.key()))
                        .map(Operator::name)
                        .toList();
        int signed = operators.operators().size() - missing.size();
        if (signed < operators.threshold()) {
            throw new DescriptorException(
                    Flaw.TOO_FEW_SIGNATURES,
                    "%d of %s operators signed it, %d have to. Still missing: %s."
                            .formatted(
                                    signed,
                                    whose,
                                    operators.threshold(),
                                    String.join(", ", missing)));
        }
    }

    private static String nameOf(Descriptor content, Ed25519PublicKey key) {
        return content.operator(key)
                .map(operator -> "“" + operator.name() + "”")
                .orElseGet(key::hex);
    }
}
