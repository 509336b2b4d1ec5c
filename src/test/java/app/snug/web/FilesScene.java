/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.web;

import app.snug.messenger.Account;
import app.snug.messenger.Attachment;
import app.snug.messenger.Conversations.Summary;
import app.snug.messenger.Extras;
import app.snug.messenger.Message;
import app.snug.messenger.PictureRefusedException;
import app.snug.protocol.message.Disappearing;
import java.awt.Color;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import javax.imageio.ImageIO;

/** A conversation with files of every kind and in every state, a timer and a link. */
record FilesScene(MemoryMessenger messenger, MemoryFiles attachments) {

    private static final String PDF = "application/pdf";

    /**
     * @return the message with the link
     */
    Message set(Account ada) {
        Summary mia = messenger.meet(ada, messenger.stranger(), "Mia");
        messenger.decide(ada, mia.id(), MemoryMessenger.approvals(true, true));
        Instant at = PageHouse.NOW.minusSeconds(30);
        Message lake = messenger.receive(ada, mia.id(), "The lake this morning.", at);
        for (int i = 1; i <= 5; i++) {
            attachments.put(
                    ada,
                    lake.id(),
                    "lake " + i + ".png",
                    "image/png",
                    Attachment.State.HERE,
                    picture(i));
        }
        Message plan = messenger.say(ada, mia.id(), "And the plan for it", at.plusSeconds(1));
        attachments.put(
                ada,
                plan.id(),
                "a-name-without-any-end-" + "of-what-we-mean-to-build-".repeat(3) + ".pdf",
                PDF,
                Attachment.State.HERE,
                picture(1));
        attachments.put(
                ada, plan.id(), "sketch.png", "image/png", Attachment.State.SENDING, picture(6));
        Message more = messenger.receive(ada, mia.id(), "", at.plusSeconds(2));
        attachments.put(
                ada, more.id(), "boat.png", "image/png", Attachment.State.OFFERED, picture(1));
        attachments.put(ada, more.id(), "old.pdf", PDF, Attachment.State.EXPIRED, picture(1));
        attachments.put(ada, more.id(), "coming.pdf", PDF, Attachment.State.FETCHING, picture(1));
        Message voice = messenger.receive(ada, mia.id(), "", at.plusSeconds(3));
        attachments.put(
                ada,
                voice.id(),
                "session-audio.m4a",
                "audio/mp4",
                Attachment.State.HERE,
                picture(1));
        messenger.note(
                ada,
                mia.id(),
                Message.Kind.TIMER,
                Extras.NONE.vanishing(
                        Optional.of(
                                new Disappearing(
                                        Disappearing.Mode.AFTER_SENDING, Duration.ofDays(7))),
                        Optional.empty()),
                false,
                at.plusSeconds(4));
        return messenger.receive(
                ada,
                mia.id(),
                "Book it: https://lake.example/boat",
                Extras.NONE.linking(
                        new Extras.Link("https://lake.example/boat", "Boats by the hour or day")),
                at.plusSeconds(5));
    }

    /** A picture of oneself. */
    void show(Account account) {
        try {
            attachments.choose(account, picture(7));
        } catch (IOException | PictureRefusedException e) {
            throw new IllegalStateException(e);
        }
    }

    /**
     * @param colour 1 to 8
     */
    static byte[] picture(int colour) {
        BufferedImage image = new BufferedImage(400, 300, BufferedImage.TYPE_INT_RGB);
        for (int x = 0; x < 400; x++) {
            for (int y = 0; y < 300; y++) {
                image.setRGB(x, y, Color.HSBtoRGB(colour / 8f, x / 800f + .2f, 1 - y / 600f));
            }
        }
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try {
            ImageIO.write(image, "png", out);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toByteArray();
    }
}
