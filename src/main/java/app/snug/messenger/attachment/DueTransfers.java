/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.messenger.attachment;

import app.snug.messenger.transfer.Transfer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;

/** Makes transfers of the rows that are due. */
final class DueTransfers {

    private DueTransfers() {}

    /**
     * @param rows one of each account; asked anew when one has led nowhere
     * @param possible whether it can be carried now
     * @param transfer empty if a row leads nowhere; then it rests, and another of its account is
     *     due
     */
    static <R> List<Transfer> of(
            Supplier<List<R>> rows,
            Predicate<R> possible,
            Function<R, Optional<Transfer>> transfer,
            int most) {
        List<Transfer> due = new ArrayList<>();
        boolean again;
        do {
            due.clear();
            again = false;
            for (R row : rows.get()) {
                if (due.size() < most && possible.test(row)) {
                    Optional<Transfer> made = transfer.apply(row);
                    made.ifPresent(due::add);
                    again |= made.isEmpty();
                }
            }
        } while (again);
        return due;
    }
}
