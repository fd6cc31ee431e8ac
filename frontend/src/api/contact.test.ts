import { afterEach, describe, expect, it } from "vitest";
import { began, ended, feedIs, heard, unheard, useContact, writes } from "./contact";
import { Fault } from "./fault";

const state = () => useContact.getState();
afterEach(() => {
  feedIs(true);
  heard();
  useContact.setState({ writing: 0, savedAt: undefined, refused: undefined, signedOut: false });
});

describe("the state of the data", () => {
  it("tells questions from what may change the book", () => {
    for (const name of [
      "records.create",
      "records.bulkUpdate",
      "import.run",
      "changes.undo",
      "settings.set",
      "demo.fill",
    ])
      expect(writes(name), name).toBe(true);
    for (const name of ["records.list", "app.describe", "search.suggest", "settings.get", "export.run", "start.get"])
      expect(writes(name), name).toBe(false);
    expect(writes("import.trial"), "the job of a trial").toBe(false);
    expect(writes("import.run", { dryRun: true })).toBe(false);
    expect(writes("import.run", { dryRun: false })).toBe(true);
  });

  it("is saved only when every change has been confirmed", () => {
    began();
    began();
    ended();
    expect(state().writing).toBe(1);
    ended();
    expect(state().writing).toBe(0);
    expect(state().savedAt).toBeDefined();
  });

  it("keeps telling of a change the disk refused until one gets through; a mistake in a form is no such thing", () => {
    began();
    ended(new Fault("invalid", ""));
    expect(state().refused).toBeUndefined();
    began();
    ended(new Fault("unavailable", "full"));
    expect(state().refused?.message).toBe("full");
    began();
    ended();
    expect(state().refused).toBeUndefined();
  });

  it("is away while the feed or a call finds nobody", () => {
    feedIs(false);
    expect(state().away).toBe(true);
    unheard(new Fault("unreachable", ""));
    feedIs(true);
    expect(state().away).toBe(true);
    heard();
    expect(state().away).toBe(false);
    unheard(new Fault("signedOut", ""));
    expect(state().signedOut).toBe(true);
  });
});
