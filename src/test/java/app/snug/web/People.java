/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.web;

import static org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors.authentication;

import app.snug.crypto.Secret;
import app.snug.household.Members;
import app.snug.household.Members.Member;
import app.snug.household.Members.RefusedException;
import app.snug.household.SetupCodes;
import app.snug.messenger.Account;
import app.snug.messenger.Accounts.InvalidNameException;
import app.snug.web.security.SignedIn;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.springframework.boot.test.context.TestComponent;
import org.springframework.context.ApplicationContext;
import org.springframework.security.authentication.UsernamePasswordAuthenticationToken;
import org.springframework.test.web.servlet.request.RequestPostProcessor;

/** People of the household for tests, each with an account. */
@TestComponent
public final class People {

    public static final String PASSPHRASE = "correct horse battery";

    private final ApplicationContext context;
    private final Members members;
    private final MemoryMessenger messenger;
    private final AtomicInteger count = new AtomicInteger();

    People(ApplicationContext context, Members members, MemoryMessenger messenger) {
        this.context = context;
        this.members = members;
        this.messenger = messenger;
    }

    /** Someone with a login and an account. */
    public record Person(Member member, Account account) {

        public SignedIn signedIn() {
            return People.signedIn(member);
        }

        /** Makes a request theirs. */
        public RequestPostProcessor asks() {
            return People.asks(member);
        }
    }

    private static SignedIn signedIn(Member member) {
        return new SignedIn(member.id(), member.login());
    }

    /** Makes a request theirs. */
    public static RequestPostProcessor asks(Member member) {
        return authentication(
                UsernamePasswordAuthenticationToken.authenticated(
                        signedIn(member), null, List.of()));
    }

    public Person someone(String displayName) throws RefusedException, InvalidNameException {
        Member member = newcomer();
        Account account = messenger.create(member.id(), displayName);
        messenger.confirmWordsKept(account);
        return new Person(member, messenger.find(member.id(), account.ref()).orElseThrow());
    }

    /** Someone who has a login but no account yet. */
    public Member newcomer() throws RefusedException {
        try (Secret passphrase = Secret.owning(PASSPHRASE.getBytes(StandardCharsets.UTF_8))) {
            if (!members.isSetUp()) {
                members.setUp(SetupCodes.in(context), "owner", passphrase);
            }
            return members.join(
                    invitation(), "member" + count.incrementAndGet(), passphrase, "192.0.2.1");
        }
    }

    /** Who set the household up, with an account. */
    public Person owner() throws RefusedException, InvalidNameException {
        if (!members.isSetUp()) {
            newcomer();
        }
        Member owner = members.all().stream().filter(Member::owner).findFirst().orElseThrow();
        List<Account> accounts = messenger.of(owner.id());
        return new Person(
                owner,
                accounts.isEmpty() ? messenger.create(owner.id(), "Owner") : accounts.getFirst());
    }

    public String invitation() throws RefusedException {
        return members.invite(members.all().getFirst().id()).token();
    }
}
