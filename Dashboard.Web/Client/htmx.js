// htmx with its extension for streams. It looks at the page in a task of its own, when all that a page runs stands.
import "htmx.org/dist/htmx.esm.js";
import "htmx.org/dist/ext/hx-sse.js";
