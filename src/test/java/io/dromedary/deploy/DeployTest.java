package io.dromedary.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.HTTPGetAction;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.Volume;
import io.fabric8.kubernetes.api.model.VolumeMount;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The files of deploy/ fit the formats that they are of, the settings, the contract, and each other. */
class DeployTest {

    private static final Path FOLDER = Path.of("deploy");
    private static final Set<String> NOT_KUBERNETES_OWN =
            Set.of("kustomize.config.k8s.io/v1beta1 Kustomization", "keda.sh/v1alpha1 ScaledObject");
    /** Read by the launcher, which knows no settings. */
    private static final Set<String> LAUNCHER = Set.of("DROMEDARY_JAVA_OPTS");

    @Test
    void everyManifestIsOfAKindThatKubernetesKnowsAndHasNoFieldThatItDoesNot() {
        List<JsonNode> own = Manifests.all().stream()
                .filter(document -> !NOT_KUBERNETES_OWN.contains(Manifests.kind(document))).toList();
        assertThat(own).hasSizeGreaterThan(5).allSatisfy(document ->
                assertThat(Manifests.read(document).getMetadata().getName()).startsWith("dromedary"));
    }

    @Test
    void everyKustomizationNamesFilesAndFoldersThatAreThere() throws IOException {
        try (Stream<Path> files = Files.walk(FOLDER)) {
            List<Path> found = files.filter(file -> file.endsWith("kustomization.yaml")).toList();
            assertThat(found).hasSize(4);
            for (Path file : found) {
                for (JsonNode resource : Manifests.YAML.readTree(file.toFile()).get("resources")) {
                    Path named = file.resolveSibling(resource.asText());
                    assertThat(Files.isDirectory(named) ? named.resolve("kustomization.yaml") : named).exists();
                }
            }
        }
    }

    @Test
    void everySettingThatIsGivenIsOne() throws IOException {
        Set<String> known = settings();
        try (Stream<Path> files = Files.walk(FOLDER)) {
            var given = new TreeSet<String>();
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                given.addAll(Pattern.compile("\\bDROMEDARY_[A-Z_]+").matcher(Files.readString(file)).results()
                        .map(MatchResult::group).collect(Collectors.toSet()));
            }
            given.removeAll(LAUNCHER);
            assertThat(given).hasSizeGreaterThan(10).isSubsetOf(known);
        }
    }

    @Test
    void noPodMayDoMoreThanItsWork() {
        assertThat(pods()).hasSize(2).allSatisfy((name, pod) -> {
            assertThat(pod.getSecurityContext().getRunAsNonRoot()).isTrue();
            assertThat(pod.getSecurityContext().getRunAsUser()).isEqualTo(userOfTheImage());
            assertThat(pod.getAutomountServiceAccountToken()).isFalse();
            Container container = pod.getContainers().get(0);
            assertThat(container.getSecurityContext().getReadOnlyRootFilesystem()).isTrue();
            assertThat(container.getSecurityContext().getAllowPrivilegeEscalation()).isFalse();
            assertThat(container.getSecurityContext().getCapabilities().getDrop()).containsExactly("ALL");
            assertThat(container.getVolumeMounts()).extracting("mountPath").containsExactlyInAnyOrder("/data", "/tmp");
            assertThat(container.getVolumeMounts().stream().map(VolumeMount::getName))
                    .containsExactlyInAnyOrderElementsOf(pod.getVolumes().stream().map(Volume::getName).toList());
            assertThat(container.getResources().getLimits()).containsKey("memory");
        });
    }

    @Test
    void thePodsAreProbedWhereThisServerAnswersToEveryone() throws IOException {
        JsonNode paths = Manifests.YAML.readTree(Path.of("config/openapi.yaml").toFile()).get("paths");
        assertThat(pods()).allSatisfy((name, pod) -> {
            Container container = pod.getContainers().get(0);
            List<String> ports = container.getPorts().stream().map(port -> port.getName()).toList();
            for (HTTPGetAction probe : List.of(container.getStartupProbe().getHttpGet(),
                    container.getLivenessProbe().getHttpGet(), container.getReadinessProbe().getHttpGet())) {
                JsonNode security = paths.path(probe.getPath()).path("get").path("security");
                // None of what is asked for, or nothing as the first of the choices.
                assertThat(security.isArray() && security.path(0).isEmpty()).as(probe.getPath()).isTrue();
                assertThat(ports).contains(probe.getPort().getStrVal());
            }
        });
    }

    @Test
    void whatPicksPodsPicksThoseThatThereAre() {
        List<Map<String, String>> labels = Manifests.of(Deployment.class).stream()
                .map(deployment -> deployment.getSpec().getTemplate().getMetadata().getLabels()).toList();
        var selectors = new ArrayList<Map<String, String>>();
        Manifests.of(Deployment.class).forEach(of -> selectors.add(of.getSpec().getSelector().getMatchLabels()));
        Manifests.of(Service.class).forEach(of -> selectors.add(of.getSpec().getSelector()));
        Manifests.of(PodDisruptionBudget.class)
                .forEach(of -> selectors.add(of.getSpec().getSelector().getMatchLabels()));
        assertThat(selectors).hasSize(5).allSatisfy(selector -> assertThat(labels)
                .anyMatch(label -> label.entrySet().containsAll(selector.entrySet())));
    }

    /** Of two sources with the same variable, Kubernetes takes the last. */
    @Test
    void whatTheConfigMapSaysHoldsWhateverElseIsInTheSecret() throws IOException {
        assertThat(pods()).allSatisfy((name, pod) -> {
            var sources = pod.getContainers().get(0).getEnvFrom();
            assertThat(sources.get(0).getSecretRef()).isNotNull();
            assertThat(sources.get(1).getConfigMapRef()).isNotNull();
        });
        String text = Files.readString(FOLDER.resolve("kubernetes/base/kustomization.yaml"));
        var pattern = Pattern.compile("grep -E '(.*?)'").matcher(text);
        assertThat(pattern.find()).isTrue();
        List<String> taken = Files.readAllLines(FOLDER.resolve("example.env")).stream()
                .filter(line -> Pattern.compile(pattern.group(1)).matcher(line).find()).toList();
        assertThat(taken).containsExactlyInAnyOrder("DROMEDARY_API_KEY=", "DROMEDARY_KEY=", "DROMEDARY_WEBHOOK_SECRET=",
                "DROMEDARY_DATABASE_PASSWORD=");
    }

    @Test
    void noManifestHoldsASecret() throws IOException {
        Set<String> secret = Set.of("DROMEDARY_KEY", "DROMEDARY_API_KEY", "DROMEDARY_WEBHOOK_SECRET",
                "DROMEDARY_DATABASE_PASSWORD");
        assertThat(settings()).containsAll(secret);
        assertThat(Manifests.of(ConfigMap.class)).allSatisfy(map ->
                assertThat(map.getData()).doesNotContainKeys(secret.toArray(String[]::new)));
        assertThat(pods()).allSatisfy((name, pod) -> {
            Container container = pod.getContainers().get(0);
            assertThat(container.getEnv()).extracting(EnvVar::getName).doesNotContainAnyElementsOf(secret);
            assertThat(container.getEnvFrom()).anyMatch(from -> from.getSecretRef() != null);
        });
    }

    @Test
    void theServicesOfComposeMayDoNoMoreThanTheirWork() throws IOException {
        JsonNode compose = Manifests.YAML.readTree(FOLDER.resolve("compose.yaml").toFile());
        JsonNode node = compose.get("x-node");
        assertThat(node.get("read_only").asBoolean()).isTrue();
        for (JsonNode service : List.of(node, compose.at("/services/postgres"))) {
            assertThat(service.get("cap_drop").toString()).isEqualTo("[\"ALL\"]");
            assertThat(service.get("security_opt").toString()).contains("no-new-privileges:true");
        }
        assertThat(compose.at("/services/worker/deploy/replicas").asInt()).isEqualTo(2);
        assertThat(compose.at("/services/api/ports/0").asText()).startsWith("127.0.0.1:");
        assertThat(compose.get("services")).allSatisfy(service ->
                assertThat(service.has("healthcheck") || service.has("<<")).isTrue());
        // Whatever is secret comes from outside, and nothing starts without it.
        assertThat(Pattern.compile("(PASSWORD|KEY|SECRET): (?!\\$\\{DROMEDARY_\\w+:\\?)")
                .matcher(Files.readString(FOLDER.resolve("compose.yaml"))).find()).isFalse();
    }

    @Test
    void theImageRunsAsNobodyInParticular() throws IOException {
        String file = Files.readString(FOLDER.resolve("Containerfile"));
        assertThat(userOfTheImage()).isPositive();
        assertThat(file).contains("HEALTHCHECK ").contains("VOLUME [\"/data\"]").doesNotContain("http");
    }

    @Test
    void jarsOfOnesOwnComeIntoTheImage() throws IOException {
        String file = Files.readString(FOLDER.resolve("Containerfile"));
        assertThat(file).containsSubsequence("\nCOPY ext ext\n", "\nRUN chmod -R go-w .\n", "\nFROM ", "\nWORKDIR /opt/dromedary\n",
                "\nCOPY --from=build /opt/dromedary/ext ext\n");
        assertThat(Files.readAllLines(Path.of(".dockerignore"))).contains("!ext");
        assertThat(Path.of("ext")).isDirectory();
    }

    private static long userOfTheImage() {
        try {
            return Pattern.compile("(?m)^USER (\\d+):\\d+$").matcher(Files.readString(FOLDER.resolve("Containerfile")))
                    .results().findFirst().map(user -> Long.parseLong(user.group(1))).orElse(0L);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Map<String, PodSpec> pods() {
        return Manifests.of(Deployment.class).stream().collect(Collectors.toMap(
                deployment -> deployment.getMetadata().getName(),
                deployment -> deployment.getSpec().getTemplate().getSpec()));
    }

    /** The variables of all settings. */
    private static Set<String> settings() throws IOException {
        var settings = new Properties();
        try (Reader reader = Files.newBufferedReader(Path.of("config/application.properties"))) {
            settings.load(reader);
        }
        return settings.stringPropertyNames().stream()
                .map(name -> name.toUpperCase(Locale.ROOT).replace('.', '_').replace('-', '_'))
                .collect(Collectors.toSet());
    }
}
