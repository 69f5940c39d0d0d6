// SPDX-License-Identifier: Apache-2.0
package io.github.deepgen4j.cli;

import io.github.deepgen4j.engines.EngineStore;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/** {@code deepgen evaluate engines list}: the engines that were added. */
@Command(name = "list", description = "Lists the engines that were added: kind, name, folder.")
final class EvaluateEnginesListCommand implements Callable<Integer> {
    @Override
    public Integer call() {
        EngineStore.ofUser()
                .list()
                .forEach(one -> System.out.println(one.kind().word() + " " + one.name() + " " + one.folder()));
        return 0;
    }
}
