/** The HTTP API: the contract, access, and the JSON of requests and answers. */
package io.dromedary.api;
