package io.tidemark.pricing.compile;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.drools.compiler.kie.builder.impl.InternalKieModule;
import org.drools.model.codegen.ExecutableModelProject;
import org.kie.api.KieServices;
import org.kie.api.builder.KieBuilder;
import org.kie.api.builder.KieFileSystem;
import org.kie.api.builder.Message;
import org.kie.api.builder.ReleaseId;
import org.kie.api.runtime.KieContainer;

/**
 * Text of rules into something that can judge. To write, generate and compile Java takes a cold virtual machine seconds, so
 * what comes of the tables of this module is made when it is built, and lies beside its classes.
 *
 * <p>The repository of Drools is global: what uses it takes turns, and each compilation is a release of its own.
 */
final class RuleCompiler {
    private static final AtomicLong RELEASES = new AtomicLong();

    /** In the resources: the id of the rules, and the rules. */
    private static final String PREBUILT_ID = "/io/tidemark/pricing/prebuilt/rules.id";

    private static final String PREBUILT = "/io/tidemark/pricing/prebuilt/rules.kjar";

    private RuleCompiler() {}

    /** Rules by their id and text: those that were built with the module if they are these, else compiled now. */
    static KieContainer container(String id, String text) {
        return prebuiltId()
                .filter(id::equals)
                .flatMap(prebuilt -> resource(PREBUILT))
                .map(RuleCompiler::loaded)
                .orElseGet(() -> compiled(text));
    }

    /** Which rules were built with the module; empty if none were, as in an editor that compiles by itself. */
    static Optional<String> prebuiltId() {
        return resource(PREBUILT_ID).map(id -> new String(id, StandardCharsets.UTF_8));
    }

    static synchronized KieContainer compiled(String text) {
        return opened(build(text).getReleaseId());
    }

    private static synchronized KieContainer loaded(byte[] module) {
        KieServices services = KieServices.Factory.get();
        return opened(services.getRepository()
                .addKieModule(services.getResources().newByteArrayResource(module))
                .getReleaseId());
    }

    private static KieContainer opened(ReleaseId release) {
        KieServices services = KieServices.Factory.get();
        KieContainer container = services.newKieContainer(release);
        // Made here, so that the repository may forget the release; it would keep every rule set that ever was.
        container.getKieBase();
        services.getRepository().removeKieModule(release);
        return container;
    }

    private static InternalKieModule build(String text) {
        KieServices services = KieServices.Factory.get();
        ReleaseId release =
                services.newReleaseId("io.tidemark.pricing", "rules", Long.toString(RELEASES.incrementAndGet()));
        KieFileSystem files = services.newKieFileSystem();
        files.generateAndWritePomXML(release);
        files.write("src/main/resources/io/tidemark/pricing/rules/tables.drl", text);
        KieBuilder builder = services.newKieBuilder(files).buildAll(ExecutableModelProject.class);
        List<Message> errors = builder.getResults().getMessages(Message.Level.ERROR);
        if (!errors.isEmpty()) {
            // The tables were found right before; what does not compile is our writer's fault, not the author's.
            throw new IllegalStateException("rules written from right tables do not compile: " + errors);
        }
        return (InternalKieModule) builder.getKieModule();
    }

    private static Optional<byte[]> resource(String name) {
        try (InputStream stream = RuleCompiler.class.getResourceAsStream(name)) {
            return stream == null ? Optional.empty() : Optional.of(stream.readAllBytes());
        } catch (IOException unreadable) {
            throw new UncheckedIOException("cannot read " + name, unreadable);
        }
    }

    /** Run by the build: compiles the tables of the module into the directory of its classes, if anything there is newer. */
    public static void main(String[] arguments) throws IOException {
        Path classes = Path.of(arguments[0]);
        Path idFile = classes.resolve(PREBUILT_ID.substring(1));
        if (!Files.exists(idFile) || isNewer(classes, Files.getLastModifiedTime(idFile))) {
            Map<String, String> texts = RuleSet.builtInTables();
            Files.createDirectories(idFile.getParent());
            Files.deleteIfExists(idFile);
            Files.write(
                    classes.resolve(PREBUILT.substring(1)),
                    build(RuleSet.text(texts)).getBytes());
            Files.writeString(idFile, RuleSet.id(texts));
        }
    }

    private static boolean isNewer(Path classes, FileTime built) throws IOException {
        try (Stream<Path> files = Files.walk(classes)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                if (Files.getLastModifiedTime(file).compareTo(built) > 0) {
                    return true;
                }
            }
        }
        return false;
    }
}
