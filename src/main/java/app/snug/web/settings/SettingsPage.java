/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.web.settings;

import app.snug.messenger.Account;
import app.snug.messenger.Preferences;
import app.snug.messenger.Preferences.Notify;
import app.snug.messenger.Preferences.NotifyContent;
import app.snug.messenger.Trimming;
import app.snug.network.Network;
import app.snug.web.page.Hops;
import app.snug.web.page.Look;
import app.snug.web.page.Reader;
import app.snug.web.talk.Sides;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.springframework.http.HttpHeaders;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.ModelAndView;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/** Settings, each section a plain form. They hold on this server; looks hold in this browser. */
@Controller
@RequestMapping("/settings")
class SettingsPage {

    private final Preferences preferences;
    private final Trimming trimming;
    private final Network network;
    private final Sides sides;

    SettingsPage(Preferences preferences, Trimming trimming, Network network, Sides sides) {
        this.preferences = preferences;
        this.trimming = trimming;
        this.network = network;
        this.sides = sides;
    }

    @GetMapping
    ModelAndView show(Account account, Reader reader) {
        Network.Status status = network.status();
        Trimming.Age trim = trimming.of(account);
        return page("settings/settings", account, reader)
                .addObject("prefers", preferences.of(account))
                .addObject("trim", trim.name())
                .addObject("trimWaits", trim != Trimming.Age.NEVER && trimming.waits())
                .addObject("themes", Look.THEMES)
                .addObject("texts", Look.TEXTS)
                .addObject("hops", Hops.of(status));
    }

    /** What keys do; with a script it opens over the page. */
    @GetMapping("/keys")
    ModelAndView keys(
            Account account,
            @RequestHeader(name = "HX-Request", defaultValue = "false") boolean script,
            Reader reader) {
        return script
                ? new ModelAndView("settings/keys :: keys").addObject("over", true)
                : page("settings/keys", account, reader);
    }

    private ModelAndView page(String view, Account account, Reader reader) {
        return new ModelAndView(view)
                .addObject("side", sides.of(account, reader))
                .addObject("reader", reader);
    }

    @PostMapping("/privacy")
    String privacy(
            Account account,
            @RequestParam(defaultValue = "false") boolean readReceipts,
            @RequestParam(defaultValue = "false") boolean typing,
            @RequestParam(defaultValue = "false") boolean linkPreviews,
            RedirectAttributes next) {
        preferences.change(
                account,
                before ->
                        before.readReceipts(readReceipts)
                                .typing(typing)
                                .linkPreviews(linkPreviews));
        return saved("privacy", next);
    }

    /** What is asked once where a link is written. */
    @PostMapping("/previews")
    String previews(Account account, @RequestParam boolean on, RedirectAttributes next) {
        preferences.change(account, before -> before.linkPreviews(on));
        return saved("privacy", next);
    }

    @PostMapping("/conversations")
    String conversations(
            Account account,
            @RequestParam boolean enterSends,
            @RequestParam(defaultValue = "false") boolean autoplay,
            RedirectAttributes next) {
        preferences.change(account, before -> before.enterSends(enterSends).autoplay(autoplay));
        return saved("conversations", next);
    }

    @PostMapping("/notifications")
    String notifications(
            Account account,
            @RequestParam Notify of,
            @RequestParam NotifyContent content,
            RedirectAttributes next) {
        preferences.change(account, before -> before.notifyOf(of).notifyContent(content));
        return saved("notifications", next);
    }

    @PostMapping("/look")
    String look(
            @RequestParam String theme,
            @RequestParam String text,
            HttpServletRequest request,
            HttpServletResponse response,
            RedirectAttributes next) {
        response.addHeader(HttpHeaders.SET_COOKIE, new Look(theme, text).cookie(request));
        return saved("look", next);
    }

    private static String saved(String section, RedirectAttributes next) {
        next.addFlashAttribute("saved", section);
        return "redirect:/settings#" + section;
    }
}
