/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.web.talk;

import org.jspecify.annotations.Nullable;

/**
 * A conversation in the list, ready for the template.
 *
 * @param initial first letter; empty for a picture instead
 * @param face where the picture is; null if there is none
 * @param at last activity, milliseconds since 1970, and much more if it is pinned: the place in the
 *     list
 * @param time the same in words
 * @param state of one's own last message, a message key and an icon; null for others'
 * @param pinned always on top
 * @param muted silenced
 * @param marked as unread by hand, though nothing is
 * @param icon what kind of files the last message has; null for none
 * @param snippet the beginning of the last message; empty if there is none
 */
public record Row(
        long id,
        String name,
        String initial,
        int hue,
        @Nullable String face,
        boolean self,
        long at,
        String iso,
        String time,
        @Nullable Delivery state,
        @Nullable String icon,
        String snippet,
        int unread,
        boolean pinned,
        boolean muted,
        boolean blocked,
        boolean marked,
        boolean open) {}
