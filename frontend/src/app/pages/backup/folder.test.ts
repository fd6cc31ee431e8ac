import { expect, test } from "vitest";
import { folderFor } from "./folder";

test("a copy goes beside the book, named after its moment", () => {
  const at = new Date(2026, 10, 2, 9, 4);
  expect(folderFor("/home/wang/行客/", at)).toBe("/home/wang/行客-20261102-0904");
  expect(folderFor("D:\\行客\\", at)).toBe("D:\\行客-20261102-0904");
});
