package org.sallyport.agent.main;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

@Command(name = "version", description = "Prints the version.")
final class VersionCommand implements Callable<Integer> {
    @Override
    public Integer call() {
        System.out.println("sallyport-agent " + SallyportAgent.version() + " (Java " + Runtime.version() + ")");
        return 0;
    }
}
