/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.web.security;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.security.authentication.AbstractAuthenticationToken;

/** A proven login. Holds no credentials, and is itself never stored. */
final class SignedInToken extends AbstractAuthenticationToken {

    private final transient SignedIn principal;

    SignedInToken(SignedIn principal) {
        super(List.of());
        this.principal = principal;
        super.setAuthenticated(true);
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
