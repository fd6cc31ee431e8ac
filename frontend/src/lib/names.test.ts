import { expect, it } from "vitest";
import { coreOf, soundOf } from "./names";

it("takes what every company has out of a name", () => {
  expect(coreOf("苏州恒达机械有限公司")).toBe("苏州恒达机械");
  expect(coreOf("苏州恒达机械")).toBe("苏州恒达机械");
  expect(coreOf("Nordwind GmbH")).toBe("Nordwind");
  expect(coreOf("集团")).toBe("集团");
});

it("hears names that are written otherwise as one", () => {
  expect(soundOf("苏州恒达机械有限公司")).toBe(soundOf("苏州衡达机械"));
  expect(soundOf("Nordwind")).toBe("");
});
