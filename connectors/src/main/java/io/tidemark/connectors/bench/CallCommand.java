package io.tidemark.connectors.bench;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

@Command(name = "call")
final class CallCommand implements Callable<Integer> {
    @Override
    public Integer call() {
        return BenchCommand.OK;
    }
}
