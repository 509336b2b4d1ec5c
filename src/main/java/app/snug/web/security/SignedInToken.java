/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.web.security;

import app.snug.household.Members.Member;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.security.authentication.AbstractAuthenticationToken;

/** A proven login. Holds no credentials, and is itself never stored. */
final class SignedInToken extends AbstractAuthenticationToken {

    private final transient SignedIn principal;
    private final transient String lock;

    SignedInToken(Member member) {
        super(List.of());
        this.principal = SignedIn.as(member);
        this.lock = member.lock();
        super.setAuthenticated(true);
    }

    /** Which passphrase was proven. */
    String lock() {
        return lock;
    }

    @Override
    public SignedIn getPrincipal() {
        return principal;
    }

    @Override
    public @Nullable Object getCredentials() {
        return null;
    }
}
