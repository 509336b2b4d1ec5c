/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.web.security;

import app.snug.crypto.Secret;
import app.snug.household.Members;
import app.snug.household.Members.Refusal;
import app.snug.household.Members.RefusedException;
import java.nio.charset.StandardCharsets;
import org.springframework.security.authentication.AuthenticationProvider;
import org.springframework.security.authentication.BadCredentialsException;
import org.springframework.security.authentication.UsernamePasswordAuthenticationToken;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.AuthenticationException;
import org.springframework.security.web.authentication.WebAuthenticationDetails;

/** Checks login and passphrase by opening the member's vault. */
final class PassphraseLogin implements AuthenticationProvider {

    private final Members members;

    PassphraseLogin(Members members) {
        this.members = members;
    }

    /** Too many tries; another one right now is not even looked at. */
    static final class TooManyTriesException extends AuthenticationException {
        TooManyTriesException() {
            super("Too many tries");
        }
    }

    @Override
    public Authentication authenticate(Authentication tried) {
        String typed = tried.getCredentials() instanceof String given ? given : "";
        String from =
                tried.getDetails() instanceof WebAuthenticationDetails details
                        ? details.getRemoteAddress()
                        : "";
        try (Secret passphrase = Secret.owning(typed.getBytes(StandardCharsets.UTF_8))) {
            return new SignedInToken(SignedIn.as(members.logIn(tried.getName(), passphrase, from)));
        } catch (RefusedException e) {
            throw e.refusal() == Refusal.TOO_MANY_TRIES
                    ? new TooManyTriesException()
                    : new BadCredentialsException("Wrong login");
        }
    }

    @Override
    public boolean supports(Class<?> authentication) {
        return UsernamePasswordAuthenticationToken.class.isAssignableFrom(authentication);
    }
}
