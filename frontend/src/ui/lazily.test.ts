import { createElement, Suspense } from "react";
import { flushSync } from "react-dom";
import { createRoot } from "react-dom/client";
import { renderToString } from "react-dom/server";
import { expect, test, vi } from "vitest";
import { fetchAhead, lazily, useFetched } from "./lazily";

test("a part that was fetched ahead is drawn at once", async () => {
  const Part = lazily<object>(() => Promise.resolve({ default: () => createElement("p", {}, "the part") }));
  const drawn = () => renderToString(createElement(Suspense, { fallback: "waiting" }, createElement(Part)));
  expect(drawn()).toContain("waiting");
  await fetchAhead();
  expect(drawn()).toContain("the part");
});

test("what could not be fetched is fetched when it is shown", async () => {
  let times = 0;
  const Part = lazily<object>(() => {
    times++;
    return times === 1 ? Promise.reject(new Error("not there")) : Promise.resolve({ default: () => null });
  });
  await fetchAhead();
  renderToString(createElement(Suspense, { fallback: "waiting" }, createElement(Part)));
  expect(times).toBe(2);
});

test("who would not wait draws something else until a part is there", async () => {
  const Part = lazily<object>(() => Promise.resolve({ default: () => "the part" }));
  const Page = () => (useFetched(Part) ? createElement(Part) : "something else");
  const place = document.createElement("div");
  const root = createRoot(place);
  flushSync(() => root.render(createElement(Page)));
  expect(place.textContent).toBe("something else");
  await vi.waitFor(() => expect(place.textContent).toBe("the part"));
  root.unmount();
});
