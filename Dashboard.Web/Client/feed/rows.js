// The rows of the feed as data, newest first: events, groups of heartbeats, gaps between them. Knows no page.

/**
 * A row as the server sends it.
 * @typedef {object} Row
 * @property {"event" | "beats" | "gap"} kind
 * @property {string} id @property {string} cursor @property {string} at
 * @property {string} key added here: sorts as text as rows sort
 * @property {boolean} [shown] @property {string} [type] @property {string} [typeWords] @property {boolean} [hasStack] @property {string} [phase] @property {string} [level]
 * @property {string} [message] @property {string} [status] @property {string} [icon] @property {string} [label]
 * @property {string} [tone] @property {number} [equity] @property {number} [number] @property {number} [count]
 * @property {string} [fromCursor] @property {string} [from] @property {string} [to]
 */
/** @typedef {{ rows: Row[], older?: string, mode: "groups" | "each" | "narrowed", problem?: string, spacingSeconds: number }} Page */

/** Rows that are kept while the newest are shown. */
const kept = 400;
/** Rows that are kept in all: who scrolls further down loads the newest again on the way back. */
const limit = 2000;
/** Rows that wait for a reader who is elsewhere; beyond, the newest are loaded again. */
const waitingLimit = 500;
/** Heartbeats that are remembered, to know one that comes again. */
const remembered = 500;
/** A heartbeat this much later than usual leaves a gap, s. */
const slack = 1.5;

/** @param {string} cursor @returns {string} */
export function keyOf(cursor) {
  const [ticks, id] = cursor.split(".");
  // Ids are signed: their first bit sorts the other way round.
  return `${ticks.padStart(19, "0")}.${(parseInt(id[0], 16) ^ 8).toString(16)}${id.slice(1)}`;
}

/** @param {Row} row @returns {string} the key of its oldest part */
export const oldestKey = (row) => (row.fromCursor ? keyOf(row.fromCursor) : row.key);

/** @param {Row} row */
const withKey = (row) => ({ ...row, key: keyOf(row.cursor) + (row.kind === "gap" ? "~" : "") });

export class Rows {
  /** @type {Row[]} */
  all = [];
  /** @type {string | undefined} cursor that older rows come before */
  older;
  /** @type {Page["mode"]} */
  mode = "groups";
  /** @type {string | undefined} */
  problem;
  /** Events that the reader has not been shown. */
  unseen = 0;
  /** Whether the newest rows have to be asked of the server, who can place what cannot be placed here. */
  isOutdated = false;
  #spacing = 0;
  /** @type {Row[]} */
  #waiting = [];
  /** @type {Set<string>} */
  #beats = new Set();

  /** @param {Page} page the newest one */
  load(page) {
    this.all = page.rows.filter(({ kind, to }) => kind !== "gap" || to).map(withKey);
    this.older = page.older;
    this.mode = page.mode;
    this.problem = page.problem;
    this.#spacing = page.spacingSeconds;
    this.unseen = 0;
    this.isOutdated = false;
    this.#waiting = [];
    this.#beats = new Set(this.all.filter(({ kind }) => kind === "beats").map(({ cursor }) => cursor.split(".")[1]));
  }

  /** @param {Page} page the one after the last */
  extend(page) {
    const last = this.all.at(-1)?.key ?? "~";
    this.all.push(...page.rows.map(withKey).filter(({ key }) => key < last));
    this.older = page.older;
    if (this.all.length > limit) {
      this.all.splice(0, this.all.length - limit);
      this.isOutdated = true;
    }
  }

  /** Shows an event, or one that says more now. @param {Row} row @param {boolean} isFollowing whether the reader sees the newest */
  take(row, isFollowing) {
    if (row.shown === false || this.problem) return;
    row = withKey(row);
    if (this.#replace(row)) return;
    if (!this.#isBeat(row) || !this.#beats.has(row.id)) this.unseen += isFollowing ? 0 : 1;
    if (isFollowing) this.#place(row);
    else if (this.#waiting.length < waitingLimit) this.#waiting.push(row);
    else {
      this.#waiting = [];
      this.isOutdated = true;
    }
  }

  /** The reader is back at the newest. */
  showWaiting() {
    if (!this.isOutdated) this.#waiting.forEach((row) => this.#place(row));
    this.#waiting = [];
    this.unseen = 0;
  }

  /** @param {Row} row */
  #isBeat = (row) => this.mode === "groups" && row.type === "heartbeat";

  /** @param {Row} row @returns {boolean} whether it was shown before */
  #replace(row) {
    if (this.#isBeat(row)) {
      const top = this.all.find(({ kind }) => kind === "beats");
      if (top?.cursor === row.cursor && row.equity !== undefined) Object.assign(top, { equity: row.equity, message: beatFigure(row) });
      return false;
    }
    const at = this.all.findIndex(({ id, kind }) => id === row.id && kind === "event");
    if (at >= 0) this.all[at] = row;
    return at >= 0;
  }

  /** @param {Row} row */
  #place(row) {
    if (this.#isBeat(row)) this.#placeBeat(row);
    else this.#placeEvent(row);
    if (this.all.length > kept * 1.25) {
      this.all.length = kept;
      const last = this.all[kept - 1];
      this.older = last.fromCursor ?? last.cursor;
    }
  }

  /** @param {Row} row */
  #placeEvent(row) {
    const found = this.all.findIndex(({ key }) => key < row.key);
    const at = found < 0 ? this.all.length : found;
    const above = this.all[at - 1];
    // It divides a group, whose heartbeats only the server knows.
    if (above?.kind === "beats" && oldestKey(above) < row.key) this.isOutdated = true;
    // Older than all that is shown: it comes when the reader scrolls to it.
    else if (found >= 0 || !this.older) this.all.splice(at, 0, row);
  }

  /** @param {Row} row */
  #placeBeat(row) {
    if (this.#beats.has(row.id)) return;
    this.#beats.add(row.id);
    if (this.#beats.size > remembered) this.#beats.delete(/** @type {string} */ (this.#beats.values().next().value));
    const [top] = this.all;
    if (top && row.key < top.key) {
      this.isOutdated ||= row.key > (this.all.at(-1)?.key ?? "") || !this.older;
      return;
    }
    const last = this.all.find(({ kind }) => kind === "beats");
    // How long the gap was and why, the server says.
    if (last && this.#isGap(last, row)) this.isOutdated = true;
    else if (top?.kind === "beats") {
      this.all[0] = { ...top, cursor: row.cursor, key: row.key, at: row.at, number: row.number, count: (top.count ?? 0) + 1, equity: row.equity ?? top.equity, message: beatFigure(row) ?? top.message };
    } else {
      this.all.unshift({ ...row, kind: "beats", fromCursor: row.cursor, from: row.at, count: 1, message: beatFigure(row), type: undefined });
    }
  }

  /** @param {Row} last @param {Row} row */
  #isGap(last, row) {
    if (last.number && row.number && row.number > last.number + 1) return true;
    const seconds = (Date.parse(row.at) - Date.parse(last.at)) / 1000;
    return this.#spacing > 0 && seconds > this.#spacing + slack;
  }
}

/** @param {Row} row a heartbeat @returns {string | undefined} the amount that it states, as its message has it */
const beatFigure = (row) => (row.equity === undefined ? undefined : row.message?.split(" · ")[1]);
