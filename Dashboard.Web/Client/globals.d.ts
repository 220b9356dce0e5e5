/** What htmx puts on the window, for itself and its extensions. */
declare const htmx: {
  ajax(method: string, url: string, options: object): Promise<void>;
  process(element: Element): void;
  trigger(element: Element, name: string, detail?: object): void;
};
