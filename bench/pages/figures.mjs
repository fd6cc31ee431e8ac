// What the measuring of the pages counts with, and what it puts into the page.

export const atTheEnd = { begin: "<!-- pages -->", end: "<!-- /pages -->" };

/** The value below which a share of the others lies. */
export function quantile(values, share) {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)] ?? Number.NaN;
}

export const count = (n) => n.toLocaleString("en-US");

/** One figure as a row of the table. */
export function rowOf({ name, unit = "ms", median, p95, worst, bar, notes }) {
  const said = (value) => (value < 10 ? value.toFixed(1) : Math.round(value));
  const show = (value) => `${said(value)} ${unit}`;
  return `| ${name} | ${show(median)} | ${show(p95)} | ${show(worst)} | ${bar} ${unit} | ${said(p95) > bar ? "MISS" : ""} | ${notes} |`;
}

/** In the page: waits for the frame that shows what a press brings, and times frames of scrolling. */
export function inPage() {
  const after = (done) => requestAnimationFrame(() => setTimeout(() => done(performance.now()), 0));
  let found;
  window.bench = {
    expect(shown, arg) {
      let begun;
      const began = (event) => {
        begun ??= event.timeStamp;
      };
      for (const kind of ["keydown", "pointerdown", "input"]) addEventListener(kind, began, { capture: true, once: true });
      const end = performance.now() + 10_000;
      found = new Promise((done, failed) => {
        const look = () => {
          if (begun !== undefined && shown(arg)) setTimeout(() => done(performance.now() - begun), 0);
          else if (performance.now() > end) failed(new Error("nothing was shown"));
          else requestAnimationFrame(look);
        };
        requestAnimationFrame(look);
      });
      found.catch(() => undefined);
    },
    took: () => found,
    async scroll(part, by, times) {
      const took = [];
      let last = await new Promise(after);
      for (let n = 0; n < times; n++) {
        part.scrollTop += by;
        const now = await new Promise((done) => requestAnimationFrame(done));
        took.push(now - last);
        last = now;
      }
      return took.slice(2);
    },
  };
}
