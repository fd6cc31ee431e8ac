import { createElement } from "react";
import { flushSync } from "react-dom";
import { createRoot } from "react-dom/client";
import { renderToString } from "react-dom/server";
import { expect, test, vi } from "vitest";
import { bring, fetchAhead, lazily, Waiting } from "./lazily";

const the = (words: string) => Promise.resolve({ default: () => createElement("p", {}, words) });
const drawn = (part: Parameters<typeof createElement>[0]) =>
  renderToString(createElement(Waiting, { instead: "waiting" }, createElement(part)));

test("a part that was fetched ahead is drawn at once; what weighs much is fetched when it is asked for", async () => {
  const Part = lazily<object>(() => the("the part"));
  const Heavy = lazily<object>(() => the("much"), "asked");
  expect(drawn(Part)).toContain("waiting");
  await fetchAhead();
  expect(drawn(Part)).toContain("the part");
  expect(drawn(Heavy)).toContain("waiting");
  bring(Heavy);
  await vi.waitFor(() => expect(drawn(Heavy)).toContain("much"));
});

function shown(part: Parameters<typeof createElement>[0]) {
  const place = document.createElement("div");
  const root = createRoot(place);
  flushSync(() => root.render(createElement(Waiting, { instead: "waiting" }, createElement(part))));
  return { place, root };
}

test("what could not be fetched is fetched when it is shown", async () => {
  let times = 0;
  const Part = lazily<object>(() => (times++ === 0 ? Promise.reject(new Error("not there")) : the("the part")));
  await fetchAhead();
  const { place, root } = shown(Part);
  await vi.waitFor(() => expect(place.textContent).toBe("the part"));
  expect(times).toBe(2);
  root.unmount();
});

test("what is not there yet is drawn once it comes, and what stands beside it stays as it is meanwhile", async () => {
  const Part = lazily<object>(() => the("the part"));
  const Both = () => [createElement("b", { key: "beside" }, "beside "), createElement(Part, { key: "part" })];
  const { place, root } = shown(Both);
  // React would have hidden all that stands within the same bounds.
  expect(place.textContent).toBe("beside waiting");
  await vi.waitFor(() => expect(place.textContent).toBe("beside the part"));
  root.unmount();
});
