/** Stores of media: how to reach them and whose keys are used. */
package io.dromedary.connection;
