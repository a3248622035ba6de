/** How work reaches those who do it: lanes, from which routes take one piece after the other. */
package io.dromedary.delivery;
