/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.protocol.descriptor;

/** A descriptor that cannot be used; the message is a sentence for people. */
public final class DescriptorException extends Exception {

    /** What is wrong with it. */
    public enum Flaw {
        /** Not a descriptor, or one that contradicts itself. */
        MALFORMED,
        /** A signature that does not belong to what is in the file. */
        TAMPERED,
        TOO_FEW_SIGNATURES,
        UNKNOWN_OPERATOR,
        WRONG_NETWORK,
        OLDER,
        /** Another one with the serial number of the one in force. */
        RIVAL,
        EXPIRED,
        /** Issued at a time that has not come. */
        FROM_THE_FUTURE
    }

    private final Flaw flaw;

    public DescriptorException(Flaw flaw, String sentence) {
        super(sentence);
        this.flaw = flaw;
    }

    public Flaw flaw() {
        return flaw;
    }
}
