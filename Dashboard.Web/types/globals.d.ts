/** What the classic script of htmx puts on the window; uPlot declares its own. */
declare const htmx: {
  ajax(method: string, url: string, options: object): Promise<void>;
  process(element: Element): void;
  trigger(element: Element, name: string, detail?: object): void;
};
