import { expect, it } from "vitest";
import { shareRoom } from "./room";

const columns = [
  { least: 100, width: 200, most: 300 },
  { least: 80, width: 80, most: 80 },
  { least: 60, width: 120, most: 140 },
];
const sum = (widths: number[]) => widths.reduce((all, width) => all + width, 0);

it("shares out the room there is", () => {
  expect(shareRoom(columns, 400)).toEqual([200, 80, 120]);
  expect(shareRoom(columns, 320)).toEqual([150, 80, 90]);
  expect(shareRoom(columns, 240)).toEqual([100, 80, 60]);
  expect(shareRoom(columns, 460)).toEqual([250, 80, 130]);
  for (let room = 240; room < 520; room += 7) expect(sum(shareRoom(columns, room))).toBeLessThanOrEqual(room);
});

it("fills no more than the columns have use for, and squeezes none below its least", () => {
  expect(shareRoom(columns, 2000)).toEqual([300, 80, 140]);
  expect(shareRoom(columns, 239)).toEqual([200, 80, 120]);
  expect(shareRoom([], 100)).toEqual([]);
});
