import { create } from "zustand";
import type { Output } from "./contract";
import { type Fault, faultOf } from "./fault";
import { call, whenRefused } from "./transport";

export type DoorState = Output<"door.state">;

interface Door {
  /** How the door stands; undefined before the first answer. */
  state?: DoorState;
  /** Why there was no answer. */
  fault?: Fault;
  /** Why the lock that was asked for is not heard of yet: until then the page shows nothing. */
  hidden?: Fault;
}

/** Whether one may see the book, and what is asked before. */
export const useDoor = create<Door>(() => ({}));

let held = false;

/** holdDoor leaves the door as it looks, whatever is heard: something on it must be read first. */
export function holdDoor(is: boolean): void {
  held = is;
}

/** doorIs takes note of how the door stands. */
export function doorIs(state: DoorState): DoorState {
  if (!held) useDoor.setState({ state, fault: undefined, hidden: undefined });
  return state;
}

/** hideDoor hides the book though nobody answers. */
export function hideDoor(why: Fault): void {
  useDoor.setState({ hidden: why });
}

let asking: Promise<DoorState | undefined> | undefined;

/** askDoor asks how the door stands. Those who ask at once share the answer. */
export function askDoor(): Promise<DoorState | undefined> {
  asking ??= call("door.state", {})
    .then(doorIs, (thrown: unknown) => {
      useDoor.setState({ fault: faultOf(thrown) });
      return undefined;
    })
    .finally(() => {
      asking = undefined;
    });
  return asking;
}

whenRefused((operation) => {
  if (!operation.startsWith("door.")) void askDoor();
});
