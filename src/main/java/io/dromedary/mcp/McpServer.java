package io.dromedary.mcp;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.dromedary.cli.Tool;
import io.modelcontextprotocol.json.jackson2.JacksonMcpJsonMapper;
import io.modelcontextprotocol.json.schema.JsonSchemaValidator;
import io.modelcontextprotocol.server.McpServerFeatures.SyncToolSpecification;
import io.modelcontextprotocol.server.McpSyncServer;
import io.modelcontextprotocol.server.transport.StdioServerTransportProvider;
import io.modelcontextprotocol.spec.McpSchema.CallToolRequest;
import io.modelcontextprotocol.spec.McpSchema.CallToolResult;
import io.modelcontextprotocol.spec.McpSchema.ServerCapabilities;
import io.modelcontextprotocol.spec.McpSchema.ToolAnnotations;
import io.modelcontextprotocol.spec.ProtocolVersions;
import java.io.InputStream;
import java.io.PrintStream;
import java.util.List;
import java.util.Optional;

/** Offers tools by the Model Context Protocol, whose messages are lines of two streams. */
public final class McpServer {

    private static final String NAME = "dromedary";

    private final ObjectMapper json = new ObjectMapper();
    private final JacksonMcpJsonMapper mapper = new JacksonMcpJsonMapper(json);
    private final List<Tool> tools;

    public McpServer(List<Tool> tools) {
        this.tools = tools;
    }

    /**
     * Answers until the input ends.
     *
     * @param in  requests
     * @param out answers, and nothing else
     */
    public void serve(InputStream in, PrintStream out) throws InterruptedException {
        var lines = new WatchedInput(in);
        McpSyncServer server = io.modelcontextprotocol.server.McpServer.sync(new Lines(lines, out))
                .serverInfo(NAME, Optional.ofNullable(McpServer.class.getPackage().getImplementationVersion()).orElse("0"))
                .capabilities(ServerCapabilities.builder().tools(false).build())
                .jsonMapper(mapper)
                // No tool promises a form of its answers: the server's contract does.
                .jsonSchemaValidator((schema, answer) -> JsonSchemaValidator.ValidationResponse.asValid(null))
                .tools(tools.stream().map(this::specification).toList())
                .build();
        lines.awaitEnd();
        server.closeGracefully();
    }

    /** The library's transport, which knows the later versions too but would offer the first alone. */
    private final class Lines extends StdioServerTransportProvider {

        Lines(InputStream in, PrintStream out) {
            super(mapper, in, out);
        }

        @Override
        public List<String> protocolVersions() {
            return List.of(ProtocolVersions.MCP_2024_11_05, ProtocolVersions.MCP_2025_03_26, ProtocolVersions.MCP_2025_06_18);
        }
    }

    private SyncToolSpecification specification(Tool tool) {
        return SyncToolSpecification.builder().tool(io.modelcontextprotocol.spec.McpSchema.Tool.builder()
                        .name(tool.name()).description(tool.description()).inputSchema(mapper, tool.input().toString())
                        .annotations(new ToolAnnotations(null, tool.readOnly(), false, tool.readOnly(), true, null)).build())
                .callHandler((client, request) -> call(tool, request)).build();
    }

    private CallToolResult call(Tool tool, CallToolRequest request) {
        ObjectNode arguments = request.arguments() == null ? json.createObjectNode() : json.valueToTree(request.arguments());
        try {
            Tool.Outcome outcome = tool.call().of(arguments);
            return CallToolResult.builder().isError(outcome.failure().isPresent())
                    .addTextContent(outcome.failure().orElseGet(() -> outcome.answer().orElseThrow().toString())).build();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return CallToolResult.builder().isError(true).addTextContent("The program was ended.").build();
        }
    }
}
