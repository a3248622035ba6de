/** Downloads, uploads, and the folders of files. Knows nothing of jobs. */
package io.dromedary.storage;
