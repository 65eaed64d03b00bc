package io.tidemark.connectors.bench;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import org.tukaani.xz.XZInputStream;

/** Texts that may be packed: the name of a file tells how. */
final class Packed {
    private static final int BUFFER = 1 << 16;

    private Packed() {}

    /** A file named {@code .gz} or {@code .xz} is unpacked as it is read. */
    static BufferedReader reader(Path file) throws IOException {
        InputStream bytes = Files.newInputStream(file);
        try {
            String name = file.toString().toLowerCase(Locale.ROOT);
            InputStream text = bytes;
            if (name.endsWith(".gz")) {
                text = new GZIPInputStream(bytes, BUFFER);
            } else if (name.endsWith(".xz")) {
                text = new XZInputStream(bytes);
            }
            return new BufferedReader(new InputStreamReader(text, StandardCharsets.US_ASCII), BUFFER);
        } catch (IOException | RuntimeException failed) {
            bytes.close();
            throw failed;
        }
    }

    /** A file named {@code .gz} is packed as it is written. */
    static PrintWriter writer(Path file) throws IOException {
        OutputStream bytes = Files.newOutputStream(file);
        try {
            OutputStream text =
                    file.toString().toLowerCase(Locale.ROOT).endsWith(".gz") ? new GZIPOutputStream(bytes) : bytes;
            return new PrintWriter(new BufferedWriter(new OutputStreamWriter(text, StandardCharsets.US_ASCII)));
        } catch (IOException | RuntimeException failed) {
            bytes.close();
            throw failed;
        }
    }
}
