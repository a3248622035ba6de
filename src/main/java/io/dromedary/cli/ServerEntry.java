package io.dromedary.cli;

import java.util.function.IntSupplier;

/**
 * How the command line starts a server without knowing its classes: each supplier runs until the
 * server ends and gives the exit code.
 *
 * @param serve runs the API and a worker in this process
 * @param worker runs only a worker
 */
public record ServerEntry(IntSupplier serve, IntSupplier worker) {
}
