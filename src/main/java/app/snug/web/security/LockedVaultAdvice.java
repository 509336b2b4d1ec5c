/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.web.security;

import app.snug.messenger.VaultLockedException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.springframework.web.bind.annotation.ControllerAdvice;
import org.springframework.web.bind.annotation.ExceptionHandler;

/** A vault that was locked while a request was under way: its member has to log in again. */
@ControllerAdvice
final class LockedVaultAdvice {

    @ExceptionHandler(VaultLockedException.class)
    void logInAgain(
            HttpServletRequest request, HttpServletResponse response, VaultLockedException locked) {
        if (response.isCommitted()) {
            // Half a file is not to look like a whole one.
            throw locked;
        }
        Redirects.to(ToLogin.login(request, true), request, response);
    }
}
