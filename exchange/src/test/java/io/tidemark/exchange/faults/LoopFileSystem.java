package io.tidemark.exchange.faults;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.OutputStream;
import java.io.RandomAccessFile;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A small ext4 in a file. Its own memory is not in that file: what has not been synced reaches the file only when the
 * kernel writes it back, which is told to wait for a minute. So a copy of the file is what a power cut would leave on a
 * disk without a cache of its own. (Whether a sync also empties the cache of a real disk is the file system's part, and
 * this does not show it.)
 */
public final class LoopFileSystem implements AutoCloseable {
    private final Path image;
    private final Path root;

    private LoopFileSystem(Path image, Path root) {
        this.image = image;
        this.root = root;
    }

    /** Skips the test, and says why, where nothing can be mounted. */
    public static void assumeUsable(Path scratch) {
        String problem = "";
        try (LoopFileSystem probe = make(scratch.resolve("probe.img"), 4)) {
            Files.writeString(probe.root().resolve("file"), "there");
        } catch (IOException unusable) {
            problem = unusable.getMessage();
        }
        assumeTrue(
                problem.isEmpty(),
                "SKIPPED: small disks need root, e2fsprogs and loop devices: " + problem + Tools.HOW);
    }

    /** Makes a file system of so many megabytes and mounts it. */
    public static LoopFileSystem make(Path image, int megabytes) throws IOException {
        try (RandomAccessFile file = new RandomAccessFile(image.toFile(), "rw")) {
            file.setLength((long) megabytes << 20);
        }
        Tools.run("mkfs.ext4", "-q", "-F", "-m", "0", image.toString());
        return mount(image);
    }

    /** Mounts what is in a file, as after a crash. */
    public static LoopFileSystem mount(Path image) throws IOException {
        Path root = Files.createDirectories(image.resolveSibling(image.getFileName() + ".mounted"));
        Tools.run("mount", "-o", "loop,commit=60", image.toString(), root.toString());
        return new LoopFileSystem(image, root);
    }

    public Path root() {
        return root;
    }

    /** What a power cut would leave now; mounted. Nobody may be writing meanwhile: it is copied from
     * its beginning to its end, and that is no moment. */
    public LoopFileSystem afterPowerCut(Path copy) throws IOException {
        Files.copy(image, copy);
        return mount(copy);
    }

    /** Leaves no room but about so many kilobytes; gives the file to delete for making room again. */
    public Path fillExcept(int kilobytes) throws IOException {
        Path filler = root.resolve("filler");
        byte[] some = new byte[32 << 10];
        FileStore store = Files.getFileStore(root);
        try (OutputStream out = Files.newOutputStream(filler)) {
            while (store.getUsableSpace() > (long) kilobytes << 10) {
                out.write(some);
            }
        } catch (IOException full) {
            if (kilobytes > 0) {
                throw full;
            }
        }
        return filler;
    }

    @Override
    public void close() throws IOException {
        Tools.run("umount", root.toString());
        Files.delete(image);
    }
}
