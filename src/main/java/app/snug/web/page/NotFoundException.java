/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.web.page;

import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.ResponseStatus;

/** There is no such thing, or it is not this member's: the answer is the same. */
@ResponseStatus(HttpStatus.NOT_FOUND)
public final class NotFoundException extends RuntimeException {
    public NotFoundException() {
        super("Not found");
    }
}
