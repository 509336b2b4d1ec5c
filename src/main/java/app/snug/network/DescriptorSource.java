/* SPDX-License-Identifier: AGPL-3.0-only */
package app.snug.network;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Finds a descriptor by name, path or URL. */
final class DescriptorSource {

    private static final Set<String> SHIPPED = Set.of("mainnet", "testnet");
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private DescriptorSource() {}

    static NetworkDescriptor load(String where) throws InvalidDescriptorException {
        try {
            return DescriptorReader.read(bytes(where.strip()));
        } catch (IOException e) {
            throw new InvalidDescriptorException(
                    "The network descriptor “" + where + "” cannot be read.", e);
        } catch (InvalidDescriptorException e) {
            throw new InvalidDescriptorException("“" + where + "”: " + e.getMessage(), e);
        }
    }

    private static byte[] bytes(String where) throws IOException, InvalidDescriptorException {
        if (SHIPPED.contains(where)) {
            try (InputStream in = DescriptorSource.class.getResourceAsStream(where + ".json")) {
                if (in == null) {
                    throw new IOException("not in the jar");
                }
                return in.readAllBytes();
            }
        }
        if (where.startsWith("http://") || where.startsWith("https://")) {
            return fetch(where);
        }
        Path file;
        try {
            file = Path.of(where);
        } catch (InvalidPathException e) {
            throw new InvalidDescriptorException("This is no network's name, path or URL.", e);
        }
        if (!Files.isRegularFile(file)) {
            throw new InvalidDescriptorException(
                    "There is no such network; it can be local, mainnet, testnet, or the path or"
                            + " URL of a descriptor.");
        }
        try (InputStream in = Files.newInputStream(file)) {
            return in.readNBytes(DescriptorReader.LARGEST + 1);
        }
    }

    private static byte[] fetch(String url) throws IOException, InvalidDescriptorException {
        URI address;
        try {
            address = URI.create(url);
        } catch (IllegalArgumentException e) {
            throw new InvalidDescriptorException("This is no URL.", e);
        }
        HttpClient client = HttpClient.newBuilder().connectTimeout(PATIENCE).build();
        try {
            HttpResponse<byte[]> response =
                    client.sendAsync(
                                    HttpRequest.newBuilder(address).timeout(PATIENCE).build(),
                                    BodyHandlers.limiting(
                                            BodyHandlers.ofByteArray(), DescriptorReader.LARGEST))
                            .get(PATIENCE.toNanos(), TimeUnit.NANOSECONDS);
            if (response.statusCode() != 200) {
                throw new InvalidDescriptorException(
                        "The server answered " + response.statusCode() + ".");
            }
            return response.body();
        } catch (IllegalArgumentException e) {
            throw new InvalidDescriptorException("This is no URL.", e);
        } catch (ExecutionException | TimeoutException e) {
            throw new IOException("no complete answer", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        } finally {
            client.shutdownNow();
        }
    }
}
