/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.messenger.transfer;

import app.snug.crypto.Secret;
import app.snug.messenger.TransferFailure;
import app.snug.network.Files;
import app.snug.network.NetworkException;
import app.snug.network.Progress;
import app.snug.protocol.attachment.AttachmentLimits;
import app.snug.protocol.attachment.LegacyFile;
import app.snug.protocol.attachment.MalformedAttachmentException;
import app.snug.protocol.attachment.ProfilePicture;
import app.snug.protocol.attachment.SealedFile;
import app.snug.protocol.attachment.StreamFile;
import java.security.SecureRandom;

/** Carries one file, once: encrypts and uploads, or downloads, checks and opens. */
final class Carriage {

    /** It was not carried. */
    static final class FailedException extends Exception {

        private static final long serialVersionUID = 1;

        private final TransferFailure why;

        FailedException(TransferFailure why, Throwable cause) {
            super(why.name(), cause);
            this.why = why;
        }

        TransferFailure why() {
            return why;
        }
    }

    private final Files files;
    private final SecureRandom random;

    Carriage(Files files, SecureRandom random) {
        this.files = files;
        this.random = random;
    }

    TransferQueue.Sent upload(Transfer.Form form, byte[] plain, Progress progress)
            throws FailedException {
        try {
            if (plain.length > AttachmentLimits.MAX_PLAIN) {
                throw new NetworkException(NetworkException.Reason.TOO_LARGE, "Over 10 MB");
            }
            SealedFile sealed = seal(form, plain);
            Files.Uploaded uploaded = files.upload(sealed.bytes(), false, progress);
            return new TransferQueue.Sent(
                    uploaded.address(),
                    sealed.key(),
                    sealed.digest(),
                    plain.length,
                    uploaded.expires());
        } catch (NetworkException e) {
            throw new FailedException(why(e.reason()), e);
        }
    }

    private SealedFile seal(Transfer.Form form, byte[] plain) {
        return switch (form) {
            case FILE -> LegacyFile.seal(plain, random);
            case PROFILE_PICTURE -> {
                Secret key = Secret.random(ProfilePicture.KEY_SIZE, random);
                yield new SealedFile(ProfilePicture.seal(plain, key, random), key, new byte[0]);
            }
        };
    }

    byte[] download(Transfer.Download what, Progress progress) throws FailedException {
        try {
            return open(what, files.download(what.address(), progress));
        } catch (NetworkException e) {
            throw new FailedException(why(e.reason()), e);
        } catch (MalformedAttachmentException e) {
            throw new FailedException(TransferFailure.DAMAGED, e);
        }
    }

    private static byte[] open(Transfer.Download what, byte[] sealed)
            throws MalformedAttachmentException {
        if (what.address().stream()) {
            return StreamFile.open(sealed, what.key());
        }
        return what.key().size() == LegacyFile.KEY_SIZE
                ? LegacyFile.open(sealed, what.key(), what.digest(), what.size())
                : ProfilePicture.open(sealed, what.key());
    }

    private static TransferFailure why(NetworkException.Reason reason) {
        return switch (reason) {
            case NOT_FOUND -> TransferFailure.EXPIRED;
            case SERVER_UNREACHABLE -> TransferFailure.SERVER_AWAY;
            case FULL -> TransferFailure.SERVER_FULL;
            case NO_NODES, NO_PATH, SWARM_UNREACHABLE, CLOCK -> TransferFailure.NETWORK_AWAY;
            case REFUSED -> TransferFailure.NO_SERVER;
            case TOO_LARGE -> TransferFailure.TOO_LARGE;
        };
    }
}
