/** The one event stream of a browser origin, shared by its tabs. */
export {};
