// The feed: new rows come on top while the reader is there, and wait while the reader is elsewhere.
import { ask } from "../ask.js";
import { form, fill, mark, query } from "./filter.js";
import { Rows, keyOf, oldestKey } from "./rows.js";
import { draw } from "./view.js";

/** @import { Row } from "./rows.js" */
/** @import { Shown } from "./view.js" */

/** The server is asked for the newest rows at most this often, ms. */
const patience = 500;
/** Until what is typed is searched for, ms. */
const typing = 300;

export class Feed {
  /** @type {Shown} */
  #shown;
  #rows = new Rows();
  #panel = /** @type {HTMLElement} */ (document.getElementById("feed"));
  #table = /** @type {HTMLElement} */ (document.getElementById("rows"));
  #scroller = /** @type {HTMLElement} */ (this.#panel.querySelector(".scroll"));
  /** Whether the reader asked that nothing be put on top. */
  #isHeld = false;
  #asked = new AbortController();
  #isExtending = false;
  #refreshDue = 0;
  #drawDue = 0;
  #reach = new IntersectionObserver((entries) => entries.some(({ isIntersecting }) => isIntersecting) && void this.#extend(), {
    root: this.#scroller,
    rootMargin: "600px",
  });
  /** Called when the filter has changed. */
  onFilter = () => {};
  /** Filter as the server takes it. */
  get filter() {
    return String(query());
  }

  constructor() {
    this.#shown = { rows: this.#rows, path: this.#panel.dataset.path ?? "", silentSince: undefined, details: new Map(), groups: new Map(), fresh: new Set() };
    const page = JSON.parse(document.getElementById("feed-page")?.textContent ?? "{}");
    this.#shown.silentSince = page.rows.find((/** @type {Row} */ row) => row.kind === "gap" && !row.to)?.at;
    this.#load(page);
    this.#listen();
  }

  /** @param {{ rows: Row[], isResync: boolean, silentSince?: string }} update */
  take({ rows, isResync, silentSince }) {
    this.#shown.silentSince = silentSince;
    if (isResync) this.#rows.isOutdated = true;
    for (const row of rows) {
      if (this.#isFollowing) this.#shown.fresh.add(row.id);
      this.#rows.take(row, this.#isFollowing);
      const [top] = this.#rows.all;
      // A group that is open shows what has joined it.
      if (top?.kind === "beats" && top.cursor === row.cursor) this.#shown.groups.get(top.id)?.rows.unshift({ ...row, key: top.key });
    }
    if (this.#rows.isOutdated && this.#isFollowing) this.#refreshSoon();
    this.#draw();
  }

  /** Goes to the newest row and stays there; or, being there, lets the feed stand. */
  follow() {
    this.#isHeld = this.#isFollowing;
    if (!this.#isHeld) this.#toNewest();
    this.#draw();
  }

  /** An event's own row, or the group that it is in. @param {string} id @param {number} time s @returns {HTMLElement | null} */
  rowAt(id, time) {
    const own = document.getElementById(`e${id}`);
    if (own) return own;
    const at = time * 1000;
    const group = this.#rows.all.find((row) => row.kind === "beats" && Date.parse(row.from ?? row.at) <= at + 1 && at - 1 <= Date.parse(row.at));
    return group ? document.getElementById(`f${group.id}`) : null;
  }

  /** Brings an event's row into sight; one that is not loaded becomes the newest of a feed that ends with it. @param {string} id @param {number} time s */
  async reveal(id, time) {
    const near = this.rowAt(id, time);
    if (near?.classList.contains("fold")) await this.#openGroup(near.id.slice(1));
    const row = this.rowAt(id, time);
    if (row) {
      row.scrollIntoView({ block: "center" });
      row.focus({ preventScroll: true });
      return;
    }
    const url = new URL(location.href);
    url.search = "";
    url.searchParams.set("range", "custom");
    url.searchParams.set("to", new Date(Math.ceil(time) * 1000 + 1000).toISOString());
    history.pushState(null, "", url);
    fill();
    await this.#filterChanged();
  }

  get #isFollowing() {
    return !this.#isHeld && this.#scroller.scrollTop < 8;
  }

  /** @param {import("./rows.js").Page} page */
  #load(page) {
    this.#rows.load(page);
    mark(page.mode, page.problem);
    for (const id of this.#shown.groups.keys()) {
      if (this.#rows.all.some((row) => row.kind === "beats" && row.id === id)) void this.#openGroup(id);
      else this.#shown.groups.delete(id);
    }
    this.#drawNow();
  }

  async #refresh() {
    clearTimeout(this.#refreshDue);
    this.#refreshDue = 0;
    this.#asked.abort();
    this.#asked = new AbortController();
    const { signal } = this.#asked;
    const page = await ask(`${this.#shown.path}/feed?${query()}`, this.#panel, signal);
    if (page && !signal.aborted) this.#load(page);
  }

  #refreshSoon() {
    this.#refreshDue ||= window.setTimeout(() => void this.#refresh(), patience);
  }

  /** @param {boolean} isStep whether Back undoes it */
  async #filterChanged(isStep = false) {
    const url = new URL(location.href);
    if (isStep) {
      // What the chart and the switch have put there stays.
      const kept = ["live", "zoom"].map((name) => [name, url.searchParams.get(name)]);
      url.search = String(query());
      for (const [name, value] of kept) if (name && value) url.searchParams.set(name, value);
      if (url.href !== location.href) history.pushState(null, "", url);
    }
    this.#shown.groups.clear();
    this.onFilter();
    await this.#refresh();
    this.#scroller.scrollTo({ top: 0 });
  }

  async #extend() {
    const before = this.#rows.older;
    if (!before || this.#isExtending) return;
    this.#isExtending = true;
    const filter = query();
    filter.set("before", before);
    const page = await ask(`${this.#shown.path}/feed?${filter}`, this.#panel);
    this.#isExtending = false;
    if (!page || this.#rows.older !== before) return;
    this.#rows.extend(page);
    this.#drawNow();
  }

  /** @param {string} id of a group, which may have grown since */
  async #openGroup(id, before = "") {
    const group = this.#rows.all.find((row) => row.kind === "beats" && row.id === id);
    if (!group) return;
    const to = new Date(Date.parse(group.at) + 2).toISOString();
    const filter = new URLSearchParams({ range: "custom", type: "heartbeat", from: group.from ?? group.at, to });
    if (before) filter.set("before", before);
    const page = await ask(`${this.#shown.path}/feed?${filter}`, this.#panel);
    if (!page) return;
    const rows = page.rows
      .map((/** @type {Row} */ row) => ({ ...row, key: keyOf(row.cursor) }))
      .filter((/** @type {Row} */ { key }) => oldestKey(group) <= key && key <= group.key);
    const known = before ? (this.#shown.groups.get(id)?.rows ?? []) : [];
    this.#shown.groups.set(id, { rows: [...known, ...rows], older: page.older });
    this.#drawNow();
  }

  /** @param {HTMLElement} row */
  async #toggle(row) {
    const id = row.id.slice(1);
    if (row.classList.contains("fold")) {
      if (!this.#shown.groups.delete(id)) await this.#openGroup(id);
    } else if (!this.#shown.details.delete(id)) {
      const link = row.querySelector("a")?.href;
      const detail = link && (await ask(link, this.#panel));
      if (detail) this.#shown.details.set(id, detail);
    }
    this.#drawNow();
  }

  #toNewest() {
    this.#isHeld = false;
    this.#scroller.scrollTo({ top: 0 });
    if (this.#rows.isOutdated) void this.#refresh();
    this.#rows.showWaiting();
  }

  #draw() {
    this.#drawDue ||= requestAnimationFrame(() => this.#drawNow());
  }

  #drawNow() {
    cancelAnimationFrame(this.#drawDue);
    this.#drawDue = 0;
    draw(this.#table, this.#shown);
    this.#announce();
    if (this.#shown.fresh.size > 0) {
      const shown = this.#shown.fresh;
      this.#shown.fresh = new Set();
      setTimeout(() => shown.clear(), 1500);
    }
    const older = this.#table.querySelector("tr.older:last-child");
    this.#reach.disconnect();
    if (older) this.#reach.observe(older);
    const empty = /** @type {HTMLElement} */ (document.getElementById("feed-empty"));
    empty.hidden = this.#rows.all.length > 0;
    empty.textContent = this.#rows.problem ? "Fix the time range to see events." : String(query()) ? "No events match these filters." : "No events yet.";
  }

  #announce() {
    const button = /** @type {HTMLElement} */ (document.getElementById("new-rows"));
    button.hidden = this.#rows.unseen === 0;
    button.textContent = `${this.#rows.unseen.toLocaleString("en-GB")} new ↑`;
    document.getElementById("follow")?.setAttribute("aria-pressed", String(this.#isFollowing));
  }

  #listen() {
    let due = 0;
    form().addEventListener("change", () => void this.#filterChanged(true));
    form().addEventListener("submit", (event) => {
      event.preventDefault();
      clearTimeout(due);
      void this.#filterChanged(true);
    });
    form().addEventListener("input", (event) => {
      if (!(event.target instanceof HTMLInputElement) || event.target.name !== "q") return;
      clearTimeout(due);
      due = window.setTimeout(() => void this.#filterChanged(true), typing);
    });
    addEventListener("popstate", () => {
      fill();
      void this.#filterChanged();
    });
    this.#scroller.addEventListener(
      "scroll",
      () => {
        if (!this.#isFollowing) return this.#announce();
        if (this.#rows.isOutdated || this.#rows.unseen > 0) {
          this.#toNewest();
          this.#draw();
        } else this.#announce();
      },
      { passive: true },
    );
    document.getElementById("new-rows")?.addEventListener("click", () => {
      this.#toNewest();
      this.#draw();
    });
    document.getElementById("follow")?.addEventListener("click", () => this.follow());
    this.#table.addEventListener("click", (event) => {
      // With a modifier a link is a link: a tab of its own.
      if (!(event.target instanceof Element) || event.ctrlKey || event.metaKey || event.shiftKey) return;
      const group = event.target.closest("[data-older-beats]")?.getAttribute("data-older-beats");
      const row = /** @type {HTMLElement | null} */ (event.target.closest("tr[data-key]:not(.gap)"));
      if (event.target.closest("tr.older a")) {
        event.preventDefault();
        void this.#extend();
      } else if (group) void this.#openGroup(group, this.#shown.groups.get(group)?.older);
      else if (row) {
        event.preventDefault();
        void this.#toggle(row);
      }
    });
  }
}
