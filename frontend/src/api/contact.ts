import { create } from "zustand";
import type { Fault } from "./fault";

interface Contact {
  /** The program cannot be heard: its feed is gone, or a call found nobody. */
  away: boolean;
  /** The program is there but does not know this page any more. */
  signedOut: boolean;
  /** Changes that are on their way to the disk. */
  writing: number;
  /** When the last change was confirmed, in milliseconds; undefined if this page has not changed anything. */
  savedAt?: number;
  /** Why the last change could not be written: a full disk. Gone as soon as one gets through. */
  refused?: Fault;
}

/** How the page stands with the program that keeps the data. */
export const useContact = create<Contact>(() => ({ away: false, signedOut: false, writing: 0 }));

// Questions leave everything as it is; whatever else is asked may change the book.
const question =
  /^(app|search|health|start|today|door|lock|draft)\.|\.(get|list|wait|history|aggregate|query|suggest|figures|guess|open|pivot|preview|count\w*|values|check|find)$|^((export|reports)\.run|import\.trial)$/;

/** writes says whether an operation may change the book. A trial leaves it as it is. */
export function writes(operation: string, input?: object): boolean {
  const trial = input !== undefined && "dryRun" in input && input.dryRun === true;
  return !trial && !question.test(operation);
}

let feed = true;
let lost = false;

function judge(): void {
  const away = !feed || lost;
  if (away !== useContact.getState().away) useContact.setState({ away });
}

/** feedIs takes note of whether the change feed is open. */
export function feedIs(there: boolean): void {
  feed = there;
  judge();
}

/** heard takes note of an answer. */
export function heard(): void {
  lost = false;
  if (useContact.getState().signedOut) useContact.setState({ signedOut: false });
  judge();
}

/** unheard takes note of a call that found nobody, or a door that does not know us. */
export function unheard(fault: Fault): void {
  lost = true;
  if (fault.kind === "signedOut") useContact.setState({ signedOut: true });
  judge();
}

/** began and ended keep count of the changes that are on their way. */
export function began(): void {
  useContact.setState((was) => ({ writing: was.writing + 1 }));
}

export function ended(fault?: Fault): void {
  useContact.setState((was) => ({
    writing: Math.max(0, was.writing - 1),
    ...(fault === undefined
      ? { savedAt: Date.now(), refused: undefined }
      : fault.kind === "unavailable"
        ? { refused: fault }
        : {}),
  }));
}
