package io.tidemark.connectors.fix;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import quickfix.FileStoreFactory;
import quickfix.MessageStore;
import quickfix.SessionID;
import quickfix.SessionSettings;

/** Sessions in a directory that one door has to itself. */
final class FileKeeping implements Keeping {
    private final FileStoreFactory files;
    private final SessionMemory memory;
    private final StartingPoints points;

    FileKeeping(Path directory, SessionSettings settings) {
        settings.setString(FileStoreFactory.SETTING_FILE_STORE_PATH, directory.toString());
        // The journal is the truth, and is synced; what this store loses with the machine is made again from it.
        settings.setString(FileStoreFactory.SETTING_FILE_STORE_SYNC, "N");
        this.files = new FileStoreFactory(settings);
        this.memory = new SessionMemory(directory);
        this.points = new StartingPointFiles(directory);
    }

    @Override
    public MessageStore messages(SessionID session, Sent sent, List<String> pools) throws IOException {
        String compId = session.getTargetCompID();
        return new ReportStore(files.create(session), sent, pools, execIds -> memory.sent(compId, execIds));
    }

    @Override
    public Collection<String> sent(String compId) {
        return memory.sent(compId);
    }

    @Override
    public boolean cancelsOnDisconnect(String compId) {
        return memory.cancelsOnDisconnect(compId);
    }

    @Override
    public void cancelOnDisconnect(String compId, boolean cancels) {
        memory.cancelOnDisconnect(compId, cancels);
    }

    @Override
    public StartingPoints startingPoints() {
        return points;
    }
}
