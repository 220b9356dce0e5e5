// htmx puts itself on the window.
import "htmx.org/dist/htmx.esm.js";
