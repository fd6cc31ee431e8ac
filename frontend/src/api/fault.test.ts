import { describe, expect, it } from "vitest";
import { HostFault } from "@/shell";
import { Fault, faultOf } from "./fault";

describe("faultOf", () => {
  it("takes kind, words and fields from the core", () => {
    const fault = faultOf(new HostFault({ kind: "invalid", message: "请更正", fields: { name: "请填写名称" } }, 422));
    expect(fault).toMatchObject({ kind: "invalid", message: "请更正", fields: { name: "请填写名称" } });
  });

  it("knows a fault without a status, as the window sends it", () => {
    expect(faultOf(new HostFault({ kind: "conflict", message: "刚被改过" })).kind).toBe("conflict");
  });

  it.each([
    [401, "signedOut"],
    [403, "forbidden"],
    [404, "notFound"],
    [409, "conflict"],
    [422, "invalid"],
    [500, "internal"],
    [503, "unavailable"],
  ])("reads status %i as %s when there is nothing else", (status, kind) => {
    expect(faultOf(new HostFault("", status)).kind).toBe(kind);
  });

  it("says that nobody answers", () => {
    expect(faultOf(new TypeError("Failed to fetch")).kind).toBe("unreachable");
  });

  it("lets a fault be, and wraps all else", () => {
    const fault = new Fault("forbidden", "不可以");
    expect(faultOf(fault)).toBe(fault);
    expect(faultOf(new Error("boom")).kind).toBe("internal");
    expect(faultOf({ odd: true }).kind).toBe("internal");
  });

  it("does not take fields that are no words", () => {
    expect(faultOf(new HostFault({ kind: "invalid", fields: { a: 1, b: "x" } })).fields).toEqual({ b: "x" });
  });
});
