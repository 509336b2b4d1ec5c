/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.web.security;

import app.snug.household.Members.Member;
import app.snug.messenger.OwnerId;
import org.springframework.security.core.AuthenticatedPrincipal;

/**
 * The member on whose behalf a request is made; controllers take it with
 * {@code @AuthenticationPrincipal}. The vault was open when the request came in.
 *
 * @param owner whose data may be shown
 * @param login for showing
 */
public record SignedIn(OwnerId owner, String login) implements AuthenticatedPrincipal {

    static SignedIn as(Member member) {
        return new SignedIn(member.id(), member.login());
    }

    @Override
    public String getName() {
        return owner.value().toString();
    }
}
