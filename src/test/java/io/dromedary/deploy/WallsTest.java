package io.dromedary.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.SeccompProfile;
import io.fabric8.kubernetes.api.model.SecurityContext;
import io.fabric8.kubernetes.api.model.apps.DaemonSet;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;

/**
 * In every deployment that is shipped a guest's walls can be built, the server does not start without them, and its own
 * program, routes and settings are not its to change.
 */
class WallsTest {

    private static final Path FOLDER = Path.of("deploy");
    private static final Path CONTAINERFILE = FOLDER.resolve("Containerfile");

    @Test
    void composeLetsBubblewrapBuildTheWallsAndRequiresThem() throws IOException {
        JsonNode compose = Manifests.YAML.readTree(FOLDER.resolve("compose.yaml").toFile());
        JsonNode node = compose.get("x-node");
        assertThat(texts(node.get("security_opt"))).containsExactlyInAnyOrder("no-new-privileges:true",
                "seccomp=./seccomp.json", "apparmor=unconfined", "systempaths=unconfined");
        assertThat(FOLDER.resolve("seccomp.json")).isRegularFile();
        assertThat(node.get("read_only").asBoolean()).isTrue();
        assertThat(texts(node.get("volumes"))).containsExactly("/data");
        assertThat(compose.at("/x-settings/DROMEDARY_SANDBOX").asText()).isEqualTo("require");
        for (String name : List.of("api", "worker")) {
            JsonNode service = compose.at("/services/" + name);
            assertThat(service.fieldNames()).toIterable().contains("<<")
                    .doesNotContain("security_opt", "cap_add", "privileged", "read_only", "volumes");
            assertThat(service.get("environment").fieldNames()).toIterable().contains("<<")
                    .doesNotContain("DROMEDARY_SANDBOX");
        }
    }

    @Test
    void theDatabaseKeepsTheWallsOfItsContainer() throws IOException {
        JsonNode services = Manifests.YAML.readTree(FOLDER.resolve("compose.yaml").toFile()).get("services");
        assertThat(texts(services.get("postgres").get("security_opt"))).containsExactly("no-new-privileges:true");
    }

    @Test
    void kubernetesLetsBubblewrapBuildTheWallsAndRequiresThem() {
        assertThat(Manifests.of(Deployment.class)).hasSize(2).allSatisfy(deployment -> {
            PodSpec pod = deployment.getSpec().getTemplate().getSpec();
            assertThat(pod.getHostUsers()).isFalse();
            assertThat(pod.getSecurityContext().getAppArmorProfile().getType()).isEqualTo("Unconfined");
            SeccompProfile seccomp = pod.getSecurityContext().getSeccompProfile();
            assertThat(seccomp.getType()).isEqualTo("Localhost");
            assertThat(seccomp.getLocalhostProfile()).isEqualTo("profiles/dromedary.json");
            assertThat(pod.getContainers()).singleElement().satisfies(container -> {
                SecurityContext security = container.getSecurityContext();
                assertThat(security.getProcMount()).isEqualTo("Unmasked");
                assertThat(security.getReadOnlyRootFilesystem()).isTrue();
                assertThat(security.getPrivileged()).isNull();
                assertThat(container.getEnv()).extracting("name").doesNotContain("DROMEDARY_SANDBOX");
            });
        });
        assertThat(Manifests.of(ConfigMap.class)).singleElement().satisfies(settings ->
                assertThat(settings.getData()).containsEntry("DROMEDARY_SANDBOX", "require"));
    }

    @Test
    void theProfileComesToTheMachinesWhereThePodsNameIt() throws IOException {
        assertThat(Manifests.of(DaemonSet.class)).singleElement().satisfies(set -> {
            PodSpec pod = set.getSpec().getTemplate().getSpec();
            assertThat(pod.getAutomountServiceAccountToken()).isFalse();
            assertThat(pod.getVolumes()).singleElement().satisfies(volume -> {
                assertThat(volume.getHostPath().getPath()).isEqualTo("/var/lib/kubelet/seccomp/profiles");
            });
            Container installer = pod.getInitContainers().get(0);
            assertThat(installer.getArgs().get(0)).contains("/opt/dromedary/deploy/seccomp.json")
                    .contains("/profiles/dromedary.json");
            assertThat(installer.getVolumeMounts()).extracting("mountPath").containsExactly("/profiles");
            assertThat(List.of(installer, pod.getContainers().get(0))).allSatisfy(container -> {
                SecurityContext security = container.getSecurityContext();
                assertThat(security.getReadOnlyRootFilesystem()).isTrue();
                assertThat(security.getAllowPrivilegeEscalation()).isFalse();
                assertThat(security.getCapabilities().getDrop()).containsExactly("ALL");
            });
            assertThat(pod.getContainers()).allSatisfy(container ->
                    assertThat(container.getVolumeMounts()).isEmpty());
        });
        assertThat(Files.readString(CONTAINERFILE))
                .contains("WORKDIR /opt/dromedary", "COPY deploy/seccomp.json deploy/");
        assertThat(Files.readAllLines(Path.of(".dockerignore"))).contains("!deploy/seccomp.json");
    }

    @Test
    void theImageHasTheWallsAndItsUserCannotChangeIt() throws IOException {
        String file = Files.readString(CONTAINERFILE);
        String image = file.substring(file.lastIndexOf("\nFROM "));
        assertThat(image).contains(" bubblewrap ").contains("DROMEDARY_SANDBOX=require");
        // All is copied before the user comes, as root's; the build itself looks whether it is so.
        assertThat(image.indexOf("\nUSER ")).isGreaterThan(image.lastIndexOf("\nCOPY "));
        assertThat(image).doesNotContain("--chown").doesNotContain("--chmod");
        assertThat(image.indexOf("RUN test -z \"$(find /opt/dromedary "))
                .isBetween(image.lastIndexOf("\nCOPY "), image.indexOf("\nUSER "));
    }

    @Test
    void theServiceOfSystemdLetsBubblewrapBuildTheWallsAndRequiresThem() {
        Unit unit = Unit.read(FOLDER.resolve("dromedary.service"));
        assertThat(unit.sections()).containsOnlyKeys("Unit", "Service", "Install");
        // Each of these forbids user namespaces, or hides a part of /proc, or forbids Java's compiler.
        assertThat(unit.service()).doesNotContain("RestrictNamespaces", "ProtectKernelTunables", "ProtectKernelLogs",
                "ProtectHostname", "ProtectProc", "ProcSubset", "InaccessiblePaths", "RootDirectory",
                "MemoryDenyWriteExecute");
        assertThat(unit.service("Environment")).contains("DROMEDARY_SANDBOX=require");
        assertThat(String.join(" ", unit.service("SystemCallFilter")).split(" "))
                .contains("@system-service", "mount", "umount2", "pivot_root", "seccomp");
        assertThat(unit.service("RestrictAddressFamilies")).singleElement().asString().contains("AF_NETLINK");
    }

    @Test
    void theServiceOfSystemdWritesToItsDataAlone() {
        Unit unit = Unit.read(FOLDER.resolve("dromedary.service"));
        assertThat(unit.service("User")).containsExactly("dromedary");
        assertThat(unit.service("ProtectSystem")).containsExactly("strict");
        assertThat(unit.service("ReadOnlyPaths")).containsExactly("/opt/dromedary");
        assertThat(unit.service("ExecStart")).containsExactly("/opt/dromedary/bin/dromedary serve");
        assertThat(unit.service()).doesNotContain("ReadWritePaths", "BindPaths");
        assertThat(unit.service("StateDirectory")).containsExactly("dromedary");
        assertThat(unit.service("Environment")).contains("DROMEDARY_DATA=/var/lib/dromedary");
        assertThat(unit.service("CapabilityBoundingSet")).containsExactly("");
        for (String kept : List.of("NoNewPrivileges", "ProtectHome", "PrivateTmp", "PrivateDevices")) {
            assertThat(unit.service(kept)).as(kept).containsExactly("yes");
        }
    }

    private static List<String> texts(JsonNode list) {
        return StreamSupport.stream(list.spliterator(), false).map(JsonNode::asText).toList();
    }
}
