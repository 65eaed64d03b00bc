package io.tidemark.simulations.run;

import io.tidemark.exchange.pool.PoolEngine;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.CodeSource;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** SHA-256, and that of the engine. */
final class Hash {
    private static final String ENGINE = "io/tidemark/exchange";
    private static final String UNKNOWN = "unknown";

    private Hash() {}

    static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every Java has SHA-256", impossible);
        }
    }

    /** The SHA-256 of the engine's classes as they are run, in hex. */
    static String engine() {
        CodeSource source = PoolEngine.class.getProtectionDomain().getCodeSource();
        if (source == null) {
            return UNKNOWN;
        }
        try {
            Path place = Path.of(source.getLocation().toURI());
            if (Files.isDirectory(place)) {
                return ofClasses(place.resolve(ENGINE));
            }
            try (FileSystem jar = FileSystems.newFileSystem(URI.create("jar:" + place.toUri()), Map.of())) {
                return ofClasses(jar.getPath(ENGINE));
            }
        } catch (URISyntaxException | IOException elsewhere) {
            return UNKNOWN;
        }
    }

    private static String ofClasses(Path root) throws IOException {
        MessageDigest sha = sha256();
        try (Stream<Path> files = Files.walk(root)) {
            List<Path> classes = files.filter(file -> file.toString().endsWith(".class"))
                    .sorted((one, other) -> name(root, one).compareTo(name(root, other)))
                    .toList();
            for (Path file : classes) {
                sha.update(name(root, file).getBytes(StandardCharsets.UTF_8));
                sha.update(Files.readAllBytes(file));
            }
        } catch (UncheckedIOException unreadable) {
            throw new IOException(unreadable);
        }
        return HexFormat.of().formatHex(sha.digest());
    }

    private static String name(Path root, Path file) {
        return root.relativize(file).toString().replace('\\', '/');
    }
}
