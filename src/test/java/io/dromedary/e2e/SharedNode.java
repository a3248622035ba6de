package io.dromedary.e2e;

import io.dromedary.machine.Folders;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.function.UnaryOperator;

/**
 * What a class of tests has of a node in this JVM that it shares with others: a project and a key of its own. It is for
 * classes that only call the API, and ask for nothing of the node but what its kind says.
 *
 * @param node whose other projects are other classes'
 * @param key  of scope admin
 */
record SharedNode(HereNode node, String key) {

    /** Which nodes there are; each starts when it is first asked for, and ends with this JVM. */
    enum Kind {

        /** It does no jobs: they stay as they were sent. */
        API {
            @Override
            HereNode shared() {
                return Api.NODE;
            }
        },
        /** It does jobs, each once, and asks no store a second time. */
        WORKER {
            @Override
            HereNode shared() {
                return Worker.NODE;
            }
        };

        abstract HereNode shared();

        private static final class Api {
            private static final HereNode NODE = started(node -> node.with("DROMEDARY_ROLES", "api"));
        }

        private static final class Worker {
            private static final HereNode NODE = started(node -> node.with("DROMEDARY_TRANSFER_RETRIES", "0")
                    .with("DROMEDARY_JOB_MAX_ATTEMPTS", "1"));
        }

        private static HereNode started(UnaryOperator<HereNode> settings) {
            try {
                Path folder = Files.createTempDirectory("dromedary-shared");
                HereNode node = settings.apply(new HereNode(folder)).start();
                Runtime.getRuntime().addShutdownHook(new Thread(() -> {
                    node.close();
                    Folders.delete(folder);
                }));
                return node;
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    /** The share of a class. */
    static SharedNode of(Kind kind, Class<?> tests) {
        HereNode node = kind.shared();
        String project = tests.getSimpleName().toLowerCase(Locale.ROOT);
        Api.Answer made = node.api().post("/keys", """
                {"name": "%s", "scope": "admin", "project": "%s"}""".formatted(project, project));
        if (made.status() != 201) {
            throw new IllegalStateException(made.response().body());
        }
        return new SharedNode(node, made.json().get("key").asText());
    }

    Api api() {
        return new Api(node.url(), key);
    }
}
