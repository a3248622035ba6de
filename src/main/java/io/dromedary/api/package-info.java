/** The HTTP edge: the contract, the gate, and what goes over the wire. */
package io.dromedary.api;
