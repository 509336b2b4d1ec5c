/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.web.account;

import app.snug.messenger.Account;
import app.snug.messenger.SyncStatus;
import app.snug.messenger.SyncStatus.Membership;
import app.snug.messenger.SyncStatus.PartReport;
import app.snug.messenger.SyncStatus.Report;
import app.snug.messenger.SyncStatus.Stage;
import app.snug.web.page.Names;
import app.snug.web.page.Reader;
import app.snug.web.page.Times;
import app.snug.web.talk.Sides;
import jakarta.servlet.http.HttpServletResponse;
import java.util.List;
import java.util.Locale;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.servlet.ModelAndView;

/** How the account stands with its other devices, and how far it has come back after a restore. */
@Controller
class DevicesPage {

    private static final int LONGEST = 100;

    /** Seconds between looks while an account is coming back; needs no script. */
    private static final String AGAIN = "2";

    private final SyncStatus status;
    private final Sides sides;
    private final Times times;

    DevicesPage(SyncStatus status, Sides sides, Times times) {
        this.status = status;
        this.sides = sides;
        this.times = times;
    }

    /** A number under a sentence's key. */
    public record Count(String key, long number) {}

    /**
     * What devices share.
     *
     * @param newest when it last changed, in words; empty if it never has
     */
    public record Shared(String key, String newest, long unreadable) {}

    /**
     * A group or community.
     *
     * @param where its server, for a community; empty for a group
     * @param place a sentence's key; empty if there is nothing to say
     */
    public record Joined(String icon, String name, String where, String place) {}

    @GetMapping("/me/devices")
    ModelAndView show(Account account, Reader reader, HttpServletResponse answer) {
        Report report = status.of(account);
        if (report.stage() != Stage.DONE) {
            answer.setHeader("Refresh", AGAIN);
        }
        return new ModelAndView("account/devices")
                .addObject("side", sides.of(account, reader))
                .addObject("reader", reader)
                .addObject("stage", key(report.stage()))
                .addObject("counts", counts(report))
                .addObject(
                        "parts", report.parts().stream().map(part -> shared(part, reader)).toList())
                .addObject("unreadable", report.unreadableMessages())
                .addObject(
                        "waiting",
                        report.unsharedSince().map(at -> times.moment(at, reader)).orElse(null))
                .addObject(
                        "sharedAt",
                        report.sharedAt().map(at -> times.moment(at, reader)).orElse(null))
                .addObject(
                        "joined",
                        status.memberships(account).stream().map(DevicesPage::joined).toList());
    }

    private static List<Count> counts(Report report) {
        return List.of(
                new Count("devices.contacts", report.contacts()),
                new Count("devices.conversations", report.conversations()),
                new Count("devices.messages", report.messages()),
                new Count("devices.groups", report.groups()),
                new Count("devices.communities", report.communities()));
    }

    private Shared shared(PartReport part, Reader reader) {
        return new Shared(
                "devices.part." + key(part.part()),
                part.newest().map(at -> times.moment(at, reader)).orElse(""),
                part.unreadable());
    }

    private static Joined joined(Membership membership) {
        String name = Names.plain(membership.name(), LONGEST);
        boolean community = membership.kind() == Membership.Kind.COMMUNITY;
        String reference = Names.plain(membership.reference(), LONGEST);
        return new Joined(
                community ? "community" : "group",
                name.isEmpty() ? reference : name,
                community && !name.isEmpty() ? server(reference) : "",
                place(membership));
    }

    /** Without the key, which says nothing to people. */
    private static String server(String link) {
        int query = link.indexOf('?');
        return query < 0 ? link : link.substring(0, query);
    }

    private static String place(Membership membership) {
        if (membership.kind() == Membership.Kind.OLD_GROUP) {
            return "devices.place.old";
        }
        return membership.place() == Membership.Place.INSIDE
                ? ""
                : "devices.place." + key(membership.place());
    }

    private static String key(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }
}
