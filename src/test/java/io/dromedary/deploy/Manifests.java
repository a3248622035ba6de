package io.dromedary.deploy;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.introspect.Annotated;
import com.fasterxml.jackson.databind.introspect.JacksonAnnotationIntrospector;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.apps.DaemonSet;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.autoscaling.v2.HorizontalPodAutoscaler;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** The manifests, read as strictly as Kubernetes does when it is asked to: with no field that it does not know. */
final class Manifests {

    static final ObjectMapper YAML = new ObjectMapper(new YAMLFactory());
    private static final Path FOLDER = Path.of("deploy/kubernetes");

    /** What is there, by apiVersion and kind; what an extension of Kubernetes knows is read as it stands. */
    private static final Map<String, Class<? extends HasMetadata>> KINDS = Map.of(
            "v1 ConfigMap", ConfigMap.class, "v1 Service", Service.class, "apps/v1 Deployment", Deployment.class,
            "apps/v1 DaemonSet", DaemonSet.class,
            "policy/v1 PodDisruptionBudget", PodDisruptionBudget.class,
            "autoscaling/v2 HorizontalPodAutoscaler", HorizontalPodAutoscaler.class);

    /** The model keeps fields that it does not know for later versions; here they are mistakes. */
    private static final ObjectMapper STRICT = new ObjectMapper()
            .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .setAnnotationIntrospector(new JacksonAnnotationIntrospector() {
                private static final long serialVersionUID = 1;

                @Override
                public Boolean hasAnySetter(Annotated annotated) {
                    return false;
                }
            });

    private Manifests() {
    }

    /** Every document of every manifest. */
    static List<JsonNode> all() {
        try (Stream<Path> files = Files.walk(FOLDER)) {
            var documents = new ArrayList<JsonNode>();
            for (Path file : files.filter(Files::isRegularFile).sorted().toList()) {
                try (MappingIterator<JsonNode> found = YAML.readerFor(JsonNode.class).readValues(file.toFile())) {
                    documents.addAll(found.readAll());
                }
            }
            return documents;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** All of a kind that Kubernetes itself knows. */
    static <T> List<T> of(Class<T> kind) {
        return all().stream().filter(document -> kind.equals(KINDS.get(kind(document))))
                .map(document -> read(document, kind)).toList();
    }

    static String kind(JsonNode document) {
        return document.path("apiVersion").asText() + " " + document.path("kind").asText();
    }

    /** Reads it as what it says that it is; fails on a field that this kind does not have. */
    static HasMetadata read(JsonNode document) {
        return read(document, KINDS.get(kind(document)));
    }

    private static <T> T read(JsonNode document, Class<T> kind) {
        try {
            return STRICT.treeToValue(document, kind);
        } catch (IOException e) {
            throw new UncheckedIOException(kind(document) + ": " + e.getMessage(), e);
        }
    }
}
