/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.web.security;

import app.snug.crypto.Secret;
import app.snug.household.Members;
import app.snug.household.Members.RefusedException;
import app.snug.household.Members.Visitor;
import java.nio.charset.StandardCharsets;
import org.springframework.security.authentication.AuthenticationProvider;
import org.springframework.security.authentication.BadCredentialsException;
import org.springframework.security.authentication.UsernamePasswordAuthenticationToken;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.AuthenticationException;

/** Checks login and passphrase by opening the member's vault. */
final class PassphraseLogin implements AuthenticationProvider {

    private final Members members;

    PassphraseLogin(Members members) {
        this.members = members;
    }

    /** It was not even looked at: too many tries, by whoever tries or by all together. */
    static final class NotTriedException extends AuthenticationException {
        private final boolean busy;

        NotTriedException(boolean busy) {
            super("Too many tries");
            this.busy = busy;
        }

        boolean busy() {
            return busy;
        }
    }

    @Override
    public Authentication authenticate(Authentication tried) {
        String typed = tried.getCredentials() instanceof String given ? given : "";
        Visitor from = tried.getDetails() instanceof Visitor given ? given : new Visitor("", "");
        try (Secret passphrase = Secret.owning(typed.getBytes(StandardCharsets.UTF_8))) {
            return new SignedInToken(members.logIn(tried.getName(), passphrase, from));
        } catch (RefusedException e) {
            throw switch (e.refusal()) {
                case TOO_MANY_TRIES -> new NotTriedException(false);
                case BUSY -> new NotTriedException(true);
                default -> new BadCredentialsException("Wrong login");
            };
        }
    }

    @Override
    public boolean supports(Class<?> authentication) {
        return UsernamePasswordAuthenticationToken.class.isAssignableFrom(authentication);
    }
}
