/** The command {@code mcp}: the Model Context Protocol, by which programs with a language model use tools. */
package io.dromedary.mcp;
