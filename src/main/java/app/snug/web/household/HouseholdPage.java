/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.web.household;

import app.snug.household.Members;
import app.snug.household.Members.Invitation;
import app.snug.household.Members.Member;
import app.snug.household.Members.OpenInvitation;
import app.snug.household.Members.RefusedException;
import app.snug.messenger.Account;
import app.snug.messenger.Vaults;
import app.snug.network.Network;
import app.snug.web.page.Addresses;
import app.snug.web.page.Names;
import app.snug.web.page.NotFoundException;
import app.snug.web.page.QrCode;
import app.snug.web.page.Reader;
import app.snug.web.page.Times;
import app.snug.web.security.SignedIn;
import app.snug.web.talk.Sides;
import jakarta.servlet.http.HttpServletRequest;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.ModelAndView;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/** The people of the household, invitations, and how this server is connected. */
@Controller
@RequestMapping("/household")
class HouseholdPage {

    private final Members members;
    private final Vaults vaults;
    private final Network network;
    private final Sides sides;
    private final Times times;

    HouseholdPage(Members members, Vaults vaults, Network network, Sides sides, Times times) {
        this.members = members;
        this.vaults = vaults;
        this.network = network;
        this.sides = sides;
        this.times = times;
    }

    /** Someone of the household. */
    public record Person(
            String name,
            String initial,
            int hue,
            boolean owner,
            boolean me,
            boolean locked,
            String since) {}

    /** An invitation not used yet. */
    public record Open(long id, String by, String expires, boolean mayWithdraw) {}

    @GetMapping
    ModelAndView show(@AuthenticationPrincipal SignedIn me, Account account, Reader reader) {
        Member self = self(me);
        Network.Status status = network.status();
        return new ModelAndView("household/page")
                .addObject("side", sides.of(account, reader))
                .addObject("reader", reader)
                .addObject(
                        "people", members.all().stream().map(m -> person(m, me, reader)).toList())
                .addObject("owner", self.owner())
                .addObject("stays", self.staysConnected())
                .addObject("nodes", status.knownNodes())
                .addObject("hops", status.path().size())
                .addObject(
                        "invitations",
                        members.openInvitations().stream()
                                .map(open -> open(open, self, reader))
                                .toList());
    }

    /** Makes an invitation and shows its link, this once. */
    @PostMapping("/invitations")
    ModelAndView invite(
            @AuthenticationPrincipal SignedIn me,
            Account account,
            Reader reader,
            HttpServletRequest request)
            throws RefusedException {
        Invitation invitation = members.invite(me.owner());
        String link = Addresses.of(request, "/join/" + invitation.token());
        return new ModelAndView("household/invitation")
                .addObject("side", sides.of(account, reader))
                .addObject("reader", reader)
                .addObject("link", link)
                .addObject("qr", QrCode.of(link))
                .addObject("id", invitation.id())
                .addObject("expires", times.moment(invitation.expires(), reader));
    }

    @PostMapping("/invitations/{id}/withdraw")
    String withdraw(
            @AuthenticationPrincipal SignedIn me, @PathVariable long id, RedirectAttributes next) {
        try {
            members.withdraw(me.owner(), id);
            next.addFlashAttribute("done", "invite.withdrawn");
        } catch (RefusedException e) {
            next.addFlashAttribute("done", "invite.gone");
        }
        return "redirect:/household";
    }

    @PostMapping("/stay")
    String stay(
            @AuthenticationPrincipal SignedIn me,
            @RequestParam(defaultValue = "false") boolean on,
            RedirectAttributes next) {
        members.stayConnected(me.owner(), on);
        next.addFlashAttribute("done", on ? "stay.on" : "stay.off");
        return "redirect:/household";
    }

    private Member self(SignedIn me) {
        return members.find(me.owner()).orElseThrow(NotFoundException::new);
    }

    private Person person(Member member, SignedIn me, Reader reader) {
        String name = Names.plain(member.login(), 64);
        return new Person(
                name,
                Names.initial(name),
                Math.floorMod(member.id().value().hashCode(), 8) + 1,
                member.owner(),
                member.id().equals(me.owner()),
                !vaults.isOpen(member.id()),
                times.dateOf(member.since(), reader));
    }

    private Open open(OpenInvitation invitation, Member self, Reader reader) {
        return new Open(
                invitation.id(),
                Names.plain(invitation.invitedBy(), 64),
                times.moment(invitation.expires(), reader),
                self.owner() || invitation.invitedBy().equals(self.login()));
    }
}
